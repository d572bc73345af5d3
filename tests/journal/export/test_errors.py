import errno
from pathlib import Path

from socket_workbench.journal.export.errors import ExportError, unwritable


def test_a_file_that_cannot_be_written_is_told_with_its_name_and_the_reason():
    path = Path("/a/b.csv")
    error = unwritable(path, OSError(errno.ENOSPC, "No space left on device"))

    assert isinstance(error, ExportError)
    assert str(error) == (
        f"{path} could not be written: No space left on device. Choose another place, or make room."
    )


def test_a_reason_without_a_number_is_told_too():
    assert "a loop" in str(unwritable(Path("x"), OSError("a loop")))
