import os
import shutil
from contextlib import closing

import pytest

from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.copying import save_copy
from socket_workbench.journal.storage.database import go_on
from socket_workbench.journal.storage.parts import LOG, beside
from socket_workbench.journal.storage.store import Store


def incomplete(path):
    with closing(Reader(path)) as reader:
        return reader.broken_off() or reader.incomplete(), reader.count()


def test_a_copy_of_the_file_alone_says_what_it_lacks_and_where_that_is(
    store: Store, conversation, tmp_path
):
    copy = tmp_path / "copy.swb"
    shutil.copyfile(store.path, copy)
    assert incomplete(copy)[1] == 0
    store.write([], conversation)
    store.tend()
    store.write([], conversation)
    shutil.copyfile(store.path, copy)
    sentence, count = incomplete(copy)
    assert count == len(conversation)
    for part in (str(copy), str(store.path), str(beside(store.path, LOG))):
        assert part in sentence
    assert incomplete(store.path) == ("", 2 * len(conversation))


@pytest.mark.needs("open files removed")
def test_what_was_moved_has_its_newest_rows_when_it_is_moved_back(
    store: Store, conversation, tmp_path
):
    store.tend()
    store.write([], conversation)
    moved, log = tmp_path / "moved.swb", beside(store.path, LOG)
    store.path.rename(moved)
    as_killed = [(part, part.read_bytes()) for part in (moved, log)]
    store.close()
    for part, content in as_killed:
        part.write_bytes(content)

    sentence, count = incomplete(moved)
    assert sentence.endswith(f"they are in {log}. Open {store.path}, or move the file back there.")
    assert count == 0
    moved.rename(store.path)
    assert incomplete(store.path)[1] == len(conversation)


def test_a_recording_that_broke_off_says_so_wherever_it_is_found(
    store: Store, conversation, tmp_path
):
    store.write([], conversation)
    (tmp_path / "found").mkdir()
    for name in (store.path.name, f"{store.path.name}{LOG}"):
        shutil.copyfile(store.path.with_name(name), tmp_path / "found" / name)
    sentence, count = incomplete(tmp_path / "found" / store.path.name)
    assert count == len(conversation)
    assert "broke off" in sentence
    assert incomplete(store.path)[0] == ""

    # As a program leaves it that is killed after SQLite has moved the log into the file.
    store.tend()
    content = store.path.read_bytes()
    store.close()
    store.path.write_bytes(content)
    assert "broke off" in incomplete(store.path)[0]


def test_a_saved_copy_of_a_recording_that_broke_off_says_so_wherever_it_is_moved(
    store: Store, conversation, tmp_path
):
    store.write([], conversation)
    (tmp_path / "found").mkdir()
    found = tmp_path / "found" / store.path.name
    for name in (store.path.name, f"{store.path.name}{LOG}"):
        shutil.copyfile(store.path.with_name(name), found.with_name(name))
    saved = tmp_path / "saved.swb"
    save_copy(found, saved, go_on)
    moved = saved.rename(tmp_path / "moved.swb")
    save_copy(moved, tmp_path / "again.swb", go_on)

    for path in (moved, tmp_path / "again.swb"):
        sentence, count = incomplete(path)
        assert count == len(conversation)
        assert "broke off" in sentence
        assert os.fsencode(tmp_path) not in path.read_bytes()


def test_a_complete_session_says_nothing_and_no_trace_of_its_place_is_left(
    store: Store, conversation
):
    store.write([], conversation)
    assert incomplete(store.path)[0] == ""
    store.close()
    assert incomplete(store.path) == ("", len(conversation))
    assert os.fsencode(store.path.parent) not in store.path.read_bytes()


def test_what_is_saved_is_complete(store: Store, conversation, tmp_path):
    store.write([], conversation)
    save_copy(store.path, tmp_path / "saved.swb", go_on)
    assert incomplete(tmp_path / "saved.swb") == ("", len(conversation))
    assert os.fsencode(store.path) not in (tmp_path / "saved.swb").read_bytes()


def test_a_copy_of_what_is_not_complete_is_not_either(store: Store, tmp_path):
    shutil.copyfile(store.path, tmp_path / "copy.swb")
    save_copy(tmp_path / "copy.swb", tmp_path / "saved.swb", go_on)
    assert str(store.path) in incomplete(tmp_path / "saved.swb")[0]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("b\udcff.swb", marks=pytest.mark.needs("any file name")),
        pytest.param("x" * 240, marks=pytest.mark.needs("any file name")),
    ],
)
def test_any_place_can_be_told(tmp_path, name):
    with closing(Store(tmp_path / name)) as store:
        shutil.copyfile(store.path, tmp_path / "copy.swb")
        assert "may be missing" in incomplete(tmp_path / "copy.swb")[0]
