import os
import signal
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from socket_workbench.journal.errors import CancelledError, JournalError
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.export.errors import ExportError, FileThereError
from socket_workbench.journal.export.format import export_formats
from socket_workbench.journal.export.to_file import export
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.store import Store

FORMATS = export_formats()


def write(reader, path, *, cancelled=lambda: False, rows=None, replace=True):
    export(reader, rows, FORMATS["csv"], path, lambda done, total: None, cancelled, replace=replace)


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


@pytest.fixture
def small_files():
    """Let no file grow beyond a few bytes, as on a full disk."""
    resource = pytest.importorskip("resource", reason="there are no resource limits here")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, ignored)


def test_the_file_holds_everything_and_nothing_else_is_left(reader, folder):
    write(reader, folder / "a.csv")

    assert len((folder / "a.csv").read_bytes().split(b"\r\n")) == 13
    assert left_in(folder) == ["a.csv"]


@pytest.mark.needs("permission bits")
def test_the_file_may_be_read_by_whom_the_umask_lets(reader, folder):
    before = os.umask(0o027)
    write(reader, folder / "a.csv")
    os.umask(before)

    assert stat.S_IMODE((folder / "a.csv").stat().st_mode) == 0o640


@pytest.mark.needs("permission bits")
def test_a_file_that_was_there_keeps_its_permissions(reader, folder):
    (folder / "a.csv").touch(mode=0o600)

    write(reader, folder / "a.csv")

    assert stat.S_IMODE((folder / "a.csv").stat().st_mode) == 0o600


def test_the_name_is_taken_at_the_end(reader, folder):
    (folder / "a.csv").write_text("old")
    seen = []

    def look(done, total):
        seen.append((folder / "a.csv").read_text())

    export(reader, None, FORMATS["csv"], folder / "a.csv", look, lambda: False)

    assert set(seen) == {"old"}
    assert (folder / "a.csv").read_text().startswith("time,since")


def test_a_file_that_is_there_is_replaced_only_where_that_is_wanted(reader, folder):
    (folder / "a.csv").write_text("old")

    with pytest.raises(FileThereError, match=r"a\.csv already exists\."):
        write(reader, folder / "a.csv", replace=False)

    assert (folder / "a.csv").read_text() == "old"
    write(reader, folder / "b.csv", replace=False)
    assert left_in(folder) == ["a.csv", "b.csv"]


@pytest.mark.needs("symbolic links")
def test_what_a_link_leads_to_is_replaced(reader, folder):
    (folder / "b.csv").write_text("old")
    (folder / "a.csv").symlink_to("b.csv")

    write(reader, folder / "a.csv")

    assert (folder / "a.csv").is_symlink()
    assert (folder / "b.csv").read_text().startswith("time,since")


def test_nothing_is_left_when_it_is_cancelled(reader, folder):
    with pytest.raises(CancelledError):
        write(reader, folder / "a.csv", cancelled=lambda: True)

    assert left_in(folder) == []


def test_nothing_is_left_when_the_session_cannot_be_read(reader, folder):
    def broken():
        yield 0
        raise JournalError("damaged")

    with pytest.raises(JournalError):
        write(reader, folder / "a.csv", rows=broken())

    assert left_in(folder) == []


def test_a_full_disk_is_one_sentence_and_nothing_is_left(reader, folder, small_files):
    resource = pytest.importorskip("resource", reason="there are no resource limits here")
    small_files(100)
    with pytest.raises(ExportError) as caught:
        write(reader, folder / "a.csv")
    small_files(resource.RLIM_INFINITY)

    assert str(caught.value).startswith(f"{folder / 'a.csv'} could not be written: ")
    assert left_in(folder) == []


@pytest.mark.parametrize("place", ["missing/a.csv", "file/a.csv", "", "a" * 300])
def test_a_place_that_cannot_be_written_to_is_one_sentence(reader, folder, place):
    (folder / "file").write_text("")

    with pytest.raises(ExportError) as caught:
        write(reader, folder / place)

    assert str(caught.value).endswith((".", "file."))
    assert left_in(folder) == ["file"]


@pytest.mark.needs("symbolic links")
def test_links_in_a_circle_are_one_sentence_and_stay(reader, folder):
    (folder / "circle").symlink_to("circle")

    with pytest.raises(ExportError, match=r"\.$"):
        write(reader, folder / "circle")

    assert left_in(folder) == ["circle"]


def _link_to(session, link):
    link.symlink_to(session)
    return link


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(lambda session, link: session, id="its name"),
        pytest.param(_link_to, marks=pytest.mark.needs("symbolic links"), id="a link"),
    ],
)
def test_the_session_itself_is_not_overwritten(reader, session, folder, name):
    before = session.read_bytes()

    with pytest.raises(ExportError, match="the session itself"):
        write(reader, name(session, folder / "link"))

    assert session.read_bytes() == before


def test_a_device_stays_a_device(reader):
    write(reader, Path(os.devnull))

    assert Path(os.devnull).is_char_device()
    with pytest.raises(ExportError, match="No space left"):
        write(reader, Path("/dev/full"))


def test_a_pipe_is_written_to(reader, folder):
    os.mkfifo(folder / "pipe")
    read = []
    listener = threading.Thread(target=lambda: read.append((folder / "pipe").read_bytes()))
    listener.start()

    write(reader, folder / "pipe")

    listener.join()
    assert read[0].startswith(b"time,since")


def test_a_message_that_no_pipe_takes_at_once_is_written_whole(sources, tmp_path, folder):
    store = Store(tmp_path / "long.swb")
    store.write(list(sources), [Event(1, 2, Kind.SENT, bytes(range(256)) * 2000)])
    store.close()
    os.mkfifo(folder / "pipe")
    read = []
    listener = threading.Thread(target=lambda: read.append((folder / "pipe").read_bytes()))
    listener.start()
    with closing(Reader(tmp_path / "long.swb")) as reader:
        write(reader, folder / "pipe")
        write(reader, folder / "file")
    listener.join()
    assert read == [(folder / "file").read_bytes()]
    assert len(read[0]) > 512_000


def test_a_pipe_that_nobody_reads_can_be_given_up(reader, folder):
    os.mkfifo(folder / "pipe")
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(CancelledError):
        write(reader, folder / "pipe", cancelled=cancelled)


def test_a_pipe_whose_reader_stops_can_be_given_up(reader, folder):
    os.mkfifo(folder / "pipe")
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) > 50

    stopped = os.open(folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        os.write(filler := os.open(folder / "pipe", os.O_WRONLY | os.O_NONBLOCK), bytes(1 << 20))
        os.close(filler)
        with pytest.raises(CancelledError):
            write(reader, folder / "pipe", cancelled=cancelled)
    finally:
        os.close(stopped)
