import errno
import os
import socket
import tempfile
from pathlib import Path

import pytest

from socket_workbench.regular_file import UnreadableFileError, open_regular, read_regular

IS_ROOT = getattr(os, "geteuid", int)() == 0


@pytest.fixture
def folder():
    """A folder with a path short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="sw-") as name:
        yield Path(name)


def test_a_file_is_read_whole_and_a_link_leads_to_it(tmp_path):
    content = bytes(range(256)) * 1000
    (tmp_path / "file").write_bytes(content)
    (tmp_path / "link").symlink_to("file")

    assert read_regular(tmp_path / "file", len(content)) == content
    assert read_regular(tmp_path / "link", len(content)) == content
    with open_regular(tmp_path / "link") as file:
        assert file.read(3) == b"\0\1\2"


def test_nothing_is_read_of_a_file_that_is_larger_than_wanted(tmp_path):
    (tmp_path / "file").write_bytes(b"x" * 1025)

    with pytest.raises(UnreadableFileError, match="more than 1,024 bytes"):
        read_regular(tmp_path / "file", 1024)


def test_a_file_that_says_it_is_empty_is_read_no_further_either():
    with pytest.raises(UnreadableFileError, match="more than 10 bytes"):
        read_regular(Path("/proc/self/environ"), 10)


def make_pipe(path):
    os.mkfifo(path)


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))


def make_endless(path):
    path.symlink_to("/dev/zero")


def make_circle(path):
    path.symlink_to(path)


def make_secret(path):
    path.write_text("")
    path.chmod(0)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_pipe, "it is a named pipe, not a file"),
        (make_socket, "it is a socket, not a file"),
        (make_endless, "it is a device, not a file"),
        (Path.mkdir, "it is a folder"),
        (make_circle, errno.ELOOP),
        (lambda path: None, errno.ENOENT),
        pytest.param(
            make_secret,
            errno.EACCES,
            marks=pytest.mark.skipif(IS_ROOT, reason="nothing is forbidden to root"),
        ),
    ],
)
@pytest.mark.parametrize("read", [open_regular, lambda path: read_regular(path, 10)])
def test_what_is_no_file_is_named_and_never_waited_for(make, words, read, folder):
    make(folder / "it")

    with pytest.raises(UnreadableFileError) as caught:
        read(folder / "it")
    # In the system's language, which the C library keeps once it has looked a message up.
    assert str(caught.value) == (os.strerror(words) if isinstance(words, int) else words)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 5000])
def test_a_name_that_no_file_can_have_is_refused(name):
    with pytest.raises(UnreadableFileError):
        read_regular(Path(name), 10)


def test_a_pipe_that_takes_the_files_place_is_not_waited_for(folder):
    """It is looked at again once it is open: the first look may have been at another file."""
    os.mkfifo(folder / "it")
    seen = Path(__file__).stat()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "stat", lambda path: seen)
        with pytest.raises(UnreadableFileError, match="named pipe"):
            open_regular(folder / "it")
