import os
import stat
from contextlib import closing
from pathlib import Path

import pytest

from socket_workbench.journal.errors import JournalError, TextLogError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.export.errors import ExportError
from socket_workbench.journal.export.format import export_formats
from socket_workbench.journal.export.to_file import export
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.storage.claim import LOCK
from socket_workbench.journal.storage.copying import save_copy
from socket_workbench.journal.storage.database import go_on
from socket_workbench.journal.storage.parts import beside, parts_of
from socket_workbench.journal.storage.replacement import replacement
from socket_workbench.journal.storage.store import Store
from socket_workbench.journal.stream_file import StreamFileError, write_bytes, write_stream
from socket_workbench.journal.text_log.text_log import TextLog


def write(path, content=b"new"):
    with replacement(path) as file:
        file.write(content)


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.needs("linux")
def test_content_is_on_the_disk_before_its_name_and_its_name_at_the_end(tmp_path, monkeypatch):
    """After a loss of power there is the old file or all of the new one."""
    path = tmp_path / "a"
    path.write_bytes(b"old")
    synced = []

    def fsync(descriptor):
        kept = Path(f"/proc/self/fd/{descriptor}").resolve()
        synced.append((kept, kept.is_file() and kept.read_bytes(), path.read_bytes()))

    monkeypatch.setattr(os, "fsync", fsync)
    with replacement(path) as file:
        part = Path(file.name)
        file.write(b"new")
    assert synced == [(part, b"new", b"old"), (tmp_path, False, b"new")]


@pytest.mark.needs("permission bits")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o666, 0o700])
def test_a_file_that_was_there_keeps_its_permissions(tmp_path, umask, mode):
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(mode)

    with replacement(path) as file:
        file.write(b"new")
        (part,) = set(tmp_path.iterdir()) - {path}
        # Nobody else can read what is being written, either.
        assert mode_of(part) == 0o600

    assert (path.read_bytes(), mode_of(path)) == (b"new", mode)


@pytest.mark.needs("permission bits")
def test_a_new_file_may_be_read_by_whom_the_umask_lets(tmp_path, umask):
    write(tmp_path / "a")

    assert mode_of(tmp_path / "a") == 0o644


@pytest.mark.needs("permission bits")
def test_a_private_file_is_its_users_alone_whatever_the_umask_says(tmp_path, umask):
    with replacement(tmp_path / "a", private=True) as file:
        file.write(b"new")

    assert mode_of(tmp_path / "a") == 0o600


def test_the_file_can_be_written_by_its_name(tmp_path, umask):
    with replacement(tmp_path / "a") as file:
        Path(file.name).write_bytes(b"new")

    assert (tmp_path / "a").read_bytes() == b"new"


@pytest.mark.needs("permission bits")
def test_the_group_that_cannot_be_kept_gives_its_permissions_to_none(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o664)
    before = path.stat()

    def refuse(*given):
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse)
    in_other_group = os.stat_result((*before[:5], before.st_gid + 1, *before[6:]))
    monkeypatch.setattr(
        "socket_workbench.journal.storage.replacement._status", lambda path: in_other_group
    )
    write(path)

    assert mode_of(path) == 0o604


def test_an_exception_leaves_everything_as_it_was(tmp_path):
    (tmp_path / "a").write_text("old")

    def broken():
        yield b"x" * 1_000_000
        raise KeyboardInterrupt

    for name in ("a", "b"):
        with pytest.raises(KeyboardInterrupt), replacement(tmp_path / name) as file:
            file.writelines(broken())

    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "old"


@pytest.mark.needs("symbolic links")
def test_nothing_that_lies_beside_the_name_is_touched(tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("precious")
    beside = ["a.tmp", "a.part", ".a.part", "a-journal", "a-wal", "a~", ".a.swp"]
    for name in beside:
        (tmp_path / name).symlink_to(victim)

    write(tmp_path / "a")

    assert victim.read_text() == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a", "victim", *beside])


@pytest.mark.needs("symbolic links")
def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path):
    (tmp_path / "b").write_text("old")
    (tmp_path / "a").symlink_to("b")

    write(tmp_path / "a")

    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "b").read_text() == "new"


@pytest.mark.needs("any file name")
@pytest.mark.parametrize("name", ["n" * 255, "\udcff", "a\nb", "-o", " ", "…" * 80])
def test_any_name_that_a_file_can_have_is_taken(tmp_path, name):
    for content in (b"1", b"2"):
        write(tmp_path / name, content)

    assert [os.fsencode(path.name) for path in tmp_path.iterdir()] == [os.fsencode(name)]
    assert (tmp_path / name).read_bytes() == b"2"


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle").symlink_to("circle")
    before = sorted(tmp_path.iterdir())

    for place in ("pipe", "folder", "circle", "missing/a"):
        with pytest.raises(OSError):
            write(tmp_path / place)

    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o444)
    # Root may write everything.
    monkeypatch.setattr(os, "access", lambda place, how: how != os.W_OK)

    with pytest.raises(PermissionError):
        write(path)

    assert path.read_text() == "old"


def export_other(other, target):
    with closing(Reader(other)) as reader:
        export(reader, None, export_formats()["txt"], target, lambda *now: None, lambda: False)


def stream_other(other, target):
    with closing(Reader(other)) as reader:
        write_stream(reader, Filter(), target, lambda: False, lambda *now: None)


def log_into(other, target):
    TextLog(target).close()


WRITERS = {
    "replacement": lambda other, target: write(target),
    "a body": lambda other, target: write_bytes(target, b"new"),
    "a conversation": stream_other,
    "an export": export_other,
    "a copy": lambda other, target: save_copy(other, target, go_on),
    "a text log": log_into,
}


@pytest.mark.needs("symbolic links")
@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_nothing_is_written_over_a_session_that_is_recorded(store, tmp_path, writer):
    """Neither over its file nor what lies beside it, by whatever name."""
    store.write([], [Event(1, 1, Kind.NOTE, b"", "kept")])
    with closing(Store(tmp_path / "other.swb")) as other:
        other.write([], [Event(1, 1, Kind.NOTE)])
    (tmp_path / "link").symlink_to(store.path)
    (tmp_path / "same").hardlink_to(store.path)
    targets = [*parts_of(store.path)[:3], beside(store.path, LOCK)]
    targets += [tmp_path / "link", tmp_path / "same"]
    before = [target.read_bytes() for target in targets]

    for target in targets:
        with pytest.raises((OSError, ExportError, JournalError, StreamFileError, TextLogError)):
            writer(other.path, target)
    assert [target.read_bytes() for target in targets] == before
    with closing(Reader(store.path)) as reader:
        assert [row.text for row in reader.rows(0, 9)] == ["kept"]
