import os

import pytest
from shiboken6 import delete

from socket_workbench.gui.script.file_writing import FileWriting, write_file


def test_a_file_is_written(qtbot, tmp_path):
    writing = FileWriting()
    path = tmp_path / "body.bin"
    with qtbot.waitSignal(writing.written) as told:
        writing.begin(path, b"\x00\xff")

    assert told.args == [str(path)]
    assert path.read_bytes() == b"\x00\xff"


def test_a_file_that_cannot_be_written_is_a_sentence(qtbot, tmp_path):
    writing = FileWriting()
    path = tmp_path / "missing" / "body.bin"
    with qtbot.waitSignal(writing.failed) as told:
        writing.begin(path, b"x")

    assert told.args == [
        f"{path} could not be written: No such file or directory. Choose another place."
    ]


def test_the_result_of_writing_is_empty_when_it_worked(tmp_path):
    assert write_file(tmp_path / "a", b"1") == ""
    assert "Is a directory" in write_file(tmp_path, b"1")


def test_a_file_that_is_replaced_keeps_its_permissions_and_a_link_stays(tmp_path):
    (tmp_path / "a").touch(mode=0o600)
    (tmp_path / "link").symlink_to("a")

    assert write_file(tmp_path / "link", b"1") == ""
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"1"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["a\nb", "-o", "\udcff", "…" * 80, "=1+1"])
def test_any_name_is_taken_as_it_is(tmp_path, name):
    assert write_file(tmp_path / name, b"1") == ""
    assert [os.fsencode(path.name) for path in tmp_path.iterdir()] == [os.fsencode(name)]


@pytest.mark.parametrize("name", ["a\0b", "a" * 300, "\ud800"])
def test_a_name_that_no_file_can_have_is_a_sentence(tmp_path, name):
    assert write_file(tmp_path / name, b"1").endswith(". Choose another place.")
    assert list(tmp_path.iterdir()) == []


def test_who_asked_may_go_before_it_is_written(qtbot, tmp_path):
    writing = FileWriting()
    writing.begin(tmp_path / "a", b"1")
    delete(writing)
    qtbot.waitUntil(lambda: (tmp_path / "a").exists())
    assert (tmp_path / "a").read_bytes() == b"1"


def test_many_files_are_written_at_the_same_time(qtbot, tmp_path):
    writing = FileWriting()
    written = []
    writing.written.connect(written.append)
    paths = [tmp_path / str(number) for number in range(20)]
    for path in paths:
        writing.begin(path, path.name.encode())
    qtbot.waitUntil(lambda: len(written) == len(paths))
    assert sorted(written) == sorted(map(str, paths))
    assert [path.read_text() for path in paths] == [path.name for path in paths]
