import errno
import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from socket_workbench.journal.errors import CancelledError, JournalOpenError
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.claim import LOCK
from socket_workbench.journal.storage.database import go_on
from socket_workbench.journal.storage.parts import BESIDE, LOG, beside
from socket_workbench.journal.storage.store import Store
from socket_workbench.journal.storage.view import lend
from socket_workbench.user_folders import data_folder


@pytest.fixture
def crashed(tmp_path, conversation):
    """A session as a process that was killed leaves it: rows in the file, more in its log."""
    with closing(Store(tmp_path / "running.swb")) as store:
        store.write([], conversation)
        store.tend()
        store.write([], conversation)
        path = tmp_path / "crashed.swb"
        for end in ("", LOG):
            shutil.copyfile(beside(store.path, end), beside(path, end))
    store.path.unlink()
    return path


@pytest.fixture
def no_links(monkeypatch):
    """As between two file systems."""

    def refuse(self: Path, target: Path) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(Path, "hardlink_to", refuse)


def state(folder):
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.iterdir()
        if path.is_file()
    }


def read(path):
    with closing(Reader(path)) as reader:
        return len(reader.rows(0, 100))


@pytest.mark.parametrize("links", [True, False])
def test_a_log_is_read_and_nothing_is_changed(crashed, plant_journal, links, request):
    if not links:
        request.getfixturevalue("no_links")
    victim = crashed.with_name("victim")
    victim.write_text("mine")
    plant_journal(crashed, victim)
    before = state(crashed.parent)
    first = Reader(crashed)
    assert len(first.rows(0, 100)) == 16
    # All that read it in this process share what was made.
    (made,) = (data_folder() / "opened").iterdir()
    assert read(crashed) == 16
    first.close()
    assert state(crashed.parent) == before
    assert not made.exists()


@pytest.mark.parametrize("sort", ["closed", "crashed without its log", "damaged"])
def test_what_lies_beside_a_session_is_not_obeyed(crashed, plant_journal, sort):
    beside(crashed, LOG).unlink()
    if sort == "closed":
        crashed.unlink()
        Store(crashed).close()
    if sort == "damaged":
        crashed.write_bytes(crashed.read_bytes()[:20_000])
    victim = crashed.with_name("victim")
    victim.write_text("mine")
    plant_journal(crashed, victim)
    for name in ("crashed.swb-shm", "crashed.swb.lock", "crashed.swb.lock-journal"):
        crashed.with_name(name).write_bytes(b"anything")
    before = state(crashed.parent)
    try:
        read(crashed)
    except JournalOpenError:
        assert sort == "damaged"
    assert state(crashed.parent) == before
    assert not data_folder().exists()


def test_a_log_that_is_not_the_sessions_is_not_read(crashed, tmp_path, conversation):
    """A saved session has none; one beside it is left from another of that name."""
    from socket_workbench.journal.storage.copying import save_copy

    log = beside(crashed, LOG).read_bytes()
    with closing(Store(tmp_path / "other.swb")) as other:
        other.write([], conversation[:1])
        save_copy(other.path, tmp_path / "saved.swb", go_on)
    beside(tmp_path / "saved.swb", LOG).write_bytes(log)
    assert read(tmp_path / "saved.swb") == 1
    assert beside(tmp_path / "saved.swb", LOG).read_bytes() == log


@pytest.mark.parametrize("sort", ["folder", "pipe", "link"])
def test_a_log_that_is_no_plain_file_is_none(crashed, sort):
    log = beside(crashed, LOG)
    log.unlink()
    if sort == "folder":
        log.mkdir()
    elif sort == "pipe":
        os.mkfifo(log)
    else:
        log.symlink_to("/dev/zero")
    assert read(crashed) == 8


def test_a_running_session_is_read_where_it_is(store: Store, conversation):
    with closing(Reader(store.path)) as reader:
        store.write([], conversation)
        assert reader.count() == 8
    assert not data_folder().exists()


@pytest.mark.needs("symbolic links")
def test_a_link_to_a_session_leads_to_its_log(crashed, tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "link.swb").symlink_to(crashed)
    assert read(folder / "link.swb") == 16


def test_copying_can_be_followed_and_given_up(crashed, no_links):
    told = []

    def follow(*parts):
        told.append(parts)
        return True

    lend(crashed, follow).release()
    assert told[-1][0] == told[-1][1] > crashed.stat().st_size
    with pytest.raises(CancelledError):
        lend(crashed, lambda done, total: False)
    assert not (data_folder() / "opened").exists()


def test_where_nothing_can_be_copied_a_sentence_says_where_the_rows_are(
    crashed, own_home, monkeypatch
):
    (own_home / "data").write_text("no folder")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(own_home / "data"))
    with pytest.raises(JournalOpenError, match=r"newest rows are in .*crashed\.swb-wal") as caught:
        lend(crashed, go_on)
    assert f"cannot be made in {own_home / 'data'} " in str(caught.value)


@pytest.mark.parametrize("room", [[], ["tmp"]])
def test_a_log_whose_index_has_no_room_on_its_disk_is_copied_to_another(
    crashed, monkeypatch, room, own_home
):
    write = Path.write_bytes

    def write_with_room(self: Path, content: bytes) -> int:
        if self.name.endswith("-shm") and not (room and "data" not in self.parts):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(self, content)

    monkeypatch.setattr(Path, "write_bytes", write_with_room)
    if room:
        assert read(crashed) == 16
    else:
        with pytest.raises(JournalOpenError, match=os.strerror(errno.ENOSPC)) as caught:
            read(crashed)
        assert str(crashed) in str(caught.value)
        assert tempfile.gettempdir() in str(caught.value)
    assert not (data_folder() / "opened").exists()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: None, "There is no file"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: os.mkfifo(path), "is a device or a pipe"),
        pytest.param(
            lambda path: path.symlink_to("/dev/null"),
            "is a device or a pipe",
            marks=pytest.mark.needs("device files"),
        ),
        pytest.param(
            lambda path: path.symlink_to("/dev/zero"),
            "is a device or a pipe",
            marks=pytest.mark.needs("device files"),
        ),
        pytest.param(
            lambda path: path.symlink_to(path.name),
            "symbolic links",
            marks=pytest.mark.needs("symbolic links"),
        ),
        (lambda path: path.parent.joinpath("x" * 255, "y" * 300), "There is no file"),
    ],
)
def test_what_cannot_be_opened_is_said_with_its_name(tmp_path, make, sentence):
    path = tmp_path / "thing.swb"
    path = make(path) or path
    with pytest.raises(JournalOpenError, match=sentence) as caught:
        lend(path, go_on)
    assert str(path) in str(caught.value)


@pytest.mark.needs("symbolic links")
def test_a_name_that_leads_nowhere_is_not_said_to_be_the_disks_matter(crashed):
    loop = crashed.with_name("loop")
    loop.symlink_to("loop")
    for path in (loop, crashed.with_name("x" * 300), crashed / "beyond", Path("a\0b")):
        with pytest.raises(JournalOpenError) as caught:
            lend(path, go_on)
        assert str(caught.value).endswith(". See that its name is right.")


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO])
def test_a_file_that_the_system_does_not_give_is_named(crashed, monkeypatch, code):
    beside(crashed, LOG).unlink()

    def refuse(*arguments: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "read", refuse)
    with pytest.raises(JournalOpenError, match=os.strerror(code)) as caught:
        lend(crashed, go_on)
    assert str(crashed) in str(caught.value)
    assert LOCK not in "".join(path.name for path in crashed.parent.iterdir())
    assert [end for end in BESIDE if beside(crashed, end).exists()] == []
