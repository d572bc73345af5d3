import pytest

from socket_workbench.journal.export.errors import ExportError
from socket_workbench.journal.export.whole_file import write_file


def test_a_file_is_replaced_as_a_whole(tmp_path):
    path = tmp_path / "日本.py"
    path.write_bytes(b"old")

    write_file(tmp_path / "session", path, b"new")

    assert path.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("part", ["", "-wal", "-journal"])
def test_the_session_is_not_replaced(tmp_path, part):
    session = tmp_path / "session"
    path = tmp_path / f"session{part}"
    path.write_bytes(b"rows")

    with pytest.raises(ExportError, match="is the session itself"):
        write_file(session, path, b"new")

    assert path.read_bytes() == b"rows"


def test_what_cannot_be_written_is_said(tmp_path):
    with pytest.raises(ExportError, match="could not be written"):
        write_file(tmp_path / "session", tmp_path / "none" / "x.py", b"new")
