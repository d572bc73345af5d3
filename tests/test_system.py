import errno
import io
import sys

import pytest

from socket_workbench import system


@pytest.mark.parametrize(
    ("error", "platform", "is_broken"),
    [
        (BrokenPipeError(errno.EPIPE, ""), "linux", True),
        (OSError(errno.EINVAL, ""), "win32", True),
        (OSError(errno.EINVAL, ""), "linux", False),
        (OSError(errno.ENOSPC, ""), "win32", False),
    ],
)
def test_a_reader_that_has_left_is_told_from_other_failures(
    monkeypatch, error, platform, is_broken
):
    monkeypatch.setattr(sys, "platform", platform)

    assert system.is_broken_pipe(error) is is_broken


def test_a_console_of_windows_is_read_past_its_code_page(monkeypatch):
    class Console(io.TextIOWrapper):
        def isatty(self):
            return True

    class Raw(io.BytesIO):
        raw = property(lambda self: self)

    monkeypatch.setattr(sys, "platform", "win32")
    console = Console(Raw("né\x1a".encode()))

    assert system.read_piece(console, 100) == "né\x1a".encode()
    assert system.read_piece(console, 100) == b""


def test_a_console_of_windows_is_not_written_by_its_descriptor(monkeypatch, tmp_path):
    with (tmp_path / "out").open("w") as file:
        assert system.output_descriptor(file) == file.fileno()
        monkeypatch.setattr(sys, "platform", "win32")
        assert system.output_descriptor(file) is None
