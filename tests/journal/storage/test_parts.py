import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path, PureWindowsPath
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socket_workbench.journal.storage.parts import BESIDE, LOG, beside, left_behind, real_path, uri

NAMES = st.one_of(
    st.sampled_from(
        [":memory:", "file::memory:", "file:a?mode=memory", "a?mode=memory&cache=shared", "%41#b"]
    ),
    st.text(st.sampled_from(":?#%&=+ ;file'\"\\\n\udcff\u202eä*"), min_size=1, max_size=20),
).filter(lambda name: name not in (".", ".."))


@pytest.mark.needs("any file name")
@given(NAMES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_name_is_a_name_whatever_is_in_it(tmp_path, name):
    path = tmp_path / name
    path.touch()
    with closing(sqlite3.connect(uri(path, "mode=rw"), uri=True)) as database:
        database.execute("CREATE TABLE t (a)")
    assert path.stat().st_size > 0
    path.unlink()
    assert list(tmp_path.iterdir()) == []


class WindowsPath(PureWindowsPath):
    def absolute(self):
        return self


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (r"C:\a b\s.swb", "file:///C:/a%20b/s.swb"),
        (r"\\server\share\s.swb", "file:////server/share/s.swb"),
        (r"\\?\C:\s.swb", "file:////%3F/C%3A/s.swb"),
    ],
)
def test_a_path_of_windows_has_no_authority(path, address):
    assert uri(cast("Path", WindowsPath(path)), "mode=ro") == f"{address}?mode=ro"


@pytest.mark.parametrize("end", BESIDE)
def test_what_lies_beside_a_name_is_found(tmp_path, end):
    path = tmp_path / "a.swb"
    assert left_behind(path) is None
    part = beside(path, end)
    assert part == Path(f"{path}{end}")
    part.mkdir()
    assert left_behind(path) == part


@pytest.mark.needs("symbolic links")
def test_a_link_to_nowhere_beside_a_name_is_found(tmp_path):
    path = tmp_path / "a.swb"
    beside(path, LOG).symlink_to("nowhere")
    assert left_behind(path) == beside(path, LOG)


@pytest.mark.needs("symbolic links")
def test_links_are_followed(tmp_path):
    (tmp_path / "first").symlink_to("second")
    (tmp_path / "second").symlink_to("file")

    assert real_path(tmp_path / "first") == (tmp_path / "file").resolve()
    (tmp_path / "file").touch()
    assert real_path(tmp_path / "first") == (tmp_path / "file").resolve()


@pytest.mark.needs("symbolic links")
@pytest.mark.parametrize("place", ["circle", "one"])
def test_a_circle_is_an_error(tmp_path, place):
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")

    with pytest.raises(OSError, match="symbolic links") as caught:
        real_path(tmp_path / place)
    assert caught.value.errno == errno.ELOOP


@pytest.mark.needs("linux")
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
