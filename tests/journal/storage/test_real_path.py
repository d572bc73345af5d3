import errno
import os
from pathlib import Path

import pytest

from socket_workbench.journal.storage.real_path import real_path


def test_links_are_followed(tmp_path):
    (tmp_path / "first").symlink_to("second")
    (tmp_path / "second").symlink_to("file")

    assert real_path(tmp_path / "first") == (tmp_path / "file").resolve()
    (tmp_path / "file").touch()
    assert real_path(tmp_path / "first") == (tmp_path / "file").resolve()


@pytest.mark.parametrize("place", ["circle", "one"])
def test_a_circle_is_an_error(tmp_path, place):
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")

    with pytest.raises(OSError, match="symbolic links") as caught:
        real_path(tmp_path / place)
    assert caught.value.errno == errno.ELOOP


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="descriptors have no names here")
def test_a_pipe_that_only_a_descriptor_names_keeps_that_name():
    reading, writing = os.pipe()
    try:
        name = Path(f"/proc/self/fd/{writing}")
        assert real_path(name) == name
        with real_path(name).open("wb") as pipe:
            pipe.write(b"x")
        assert os.read(reading, 2) == b"x"
    finally:
        os.close(reading)
        os.close(writing)
