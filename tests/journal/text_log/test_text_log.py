import os
import shutil
import socket

import pytest

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import TextLogError
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.known_sources import KnownSources
from socket_workbench.journal.storage.unsent import Unsent
from socket_workbench.journal.text_log.text_log import TextLog

PEER = Source(1, Role.CLIENT, "client", "udp://127.0.0.1:9", 1, "127.0.0.1:8", "127.0.0.1:9")


def sent(*payloads):
    return Batch.of_events(
        [Event(1_000_000 * n, 1, Kind.SENT, payload) for n, payload in enumerate(payloads)]
    )


@pytest.fixture
def log_in():
    """Opens logs, and closes them."""
    logs = []

    def opened(path, *limits, **others):
        log = TextLog(path, *limits, **others)
        logs.append(log)
        return log

    yield opened
    for log in logs:
        log.close()


def payloads(path):
    return [line.split()[-1] for line in path.read_text("utf-8").splitlines()]


def test_each_event_is_a_line_at_once(tmp_path, log_in):
    log = log_in(tmp_path / "log.txt")
    log.write_batch([PEER], sent(b"one", b"two\n"))

    assert payloads(tmp_path / "log.txt") == ["one", r"two\n"]
    log.write_batch([], sent(b"three"))
    assert payloads(tmp_path / "log.txt")[2] == "three"


def test_a_file_that_is_there_is_gone_on_with(tmp_path, log_in):
    for word in (b"one", b"two"):
        log_in(tmp_path / "log.txt").write_batch([PEER], sent(word))

    assert payloads(tmp_path / "log.txt") == ["one", "two"]


def test_full_files_are_put_aside_and_the_oldest_go(tmp_path, log_in):
    log = log_in(tmp_path / "log.txt", 300, 2)
    words = [b"word%d" % number for number in range(12)]
    log.write_batch([PEER], sent(*words[:5]))
    for word in words[5:]:
        log.write_batch([], sent(word))

    files = [tmp_path / name for name in ("log.txt.2", "log.txt.1", "log.txt")]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    assert all(path.stat().st_size <= 300 for path in files)
    kept = [word for path in files for word in payloads(path)]
    assert kept == [word.decode() for word in words[-len(kept) :]]
    assert len(kept) > 4


@pytest.mark.parametrize("number", [1, 2])
def test_a_file_of_another_sort_is_never_replaced(tmp_path, log_in, number):
    path, other = tmp_path / "log", tmp_path / f"log.{number}"
    other.write_text("1. Buy bread\n")
    with pytest.raises(TextLogError, match=rf"log\.{number} would be replaced"):
        log_in(path, 100, 2)
    assert not path.exists()

    other.unlink()
    log = log_in(path, 100, 2)
    log.write_batch([PEER], sent(b"a"))
    other.mkdir()
    with pytest.raises(TextLogError, match="would be replaced"):
        log.write_batch([], sent(b"b" * 90))
    assert payloads(path) == ["a"]


def test_an_empty_file_may_be_replaced(tmp_path, log_in):
    (tmp_path / "log.1").touch()
    log = log_in(tmp_path / "log", 100, 1)
    log.write_batch([PEER], sent(b"a", b"b"))
    assert payloads(tmp_path / "log.1") == ["a"]


def test_none_is_kept_where_none_is_wanted(tmp_path, log_in):
    log_in(tmp_path / "log.txt", 150, 0).write_batch([PEER], sent(b"one", b"two", b"three"))

    assert [path.name for path in tmp_path.iterdir()] == ["log.txt"]
    assert payloads(tmp_path / "log.txt") == ["three"]


def test_a_line_longer_than_the_limit_has_a_file_of_its_own(tmp_path, log_in):
    log_in(tmp_path / "log.txt", 200, 5).write_batch([PEER], sent(b"a", b"b" * 500, b"c"))

    assert payloads(tmp_path / "log.txt.1") == ["b" * 500]
    assert payloads(tmp_path / "log.txt") == ["c"]


def test_a_source_from_before_is_known(tmp_path, log_in):
    sources = KnownSources()
    sources.add([PEER])
    log_in(tmp_path / "log.txt", sources=sources).write_batch([], sent(b"one"))

    assert "  client " in (tmp_path / "log.txt").read_text()


def test_a_source_that_nobody_knows_is_unknown(tmp_path, log_in):
    log_in(tmp_path / "log.txt").write_batch([], sent(b"one"))

    assert "  unknown " in (tmp_path / "log.txt").read_text()


def test_how_much_was_kept_and_sent_of_a_message_is_said(tmp_path, log_in):
    log = log_in(tmp_path / "log.txt")
    log.take_unsent([Unsent(1_000_000, 1, 4)])
    log.write_batch([PEER], sent(b"0123456789", b"0123456789").cut(2))
    log.write_batch([], sent(b"0", b"1"))

    lines = (tmp_path / "log.txt").read_text("utf-8").splitlines()
    assert [line.split()[-2] for line in lines] == ["2/10", "4/10", "1", "1"]


def test_a_full_disk_ends_it_with_a_sentence_and_whole_lines(tmp_path, log_in, small_files):
    resource = pytest.importorskip("resource", reason="there are no resource limits here")
    log = log_in(tmp_path / "log.txt")
    log.write_batch([PEER], sent(b"one"))
    size = (tmp_path / "log.txt").stat().st_size
    small_files(size + 50)
    with pytest.raises(TextLogError) as caught:
        log.write_batch([], sent(b"two"))
    small_files(resource.RLIM_INFINITY)

    assert str(caught.value).startswith(f"The text log {tmp_path / 'log.txt'} has ended: ")
    assert caught.value.lasting
    assert payloads(tmp_path / "log.txt") == ["one"]


@pytest.mark.needs("open files removed")
def test_a_folder_that_has_vanished_ends_it_and_traffic_goes_on(tmp_path, log_in):
    class Counting:
        def __init__(self):
            self.events = 0

        def write_batch(self, sources, batch):
            self.events += len(batch)

        def close(self):
            pass

    (tmp_path / "folder").mkdir()
    faults, counting = [], Counting()
    journal = Journal(
        [log_in(tmp_path / "folder" / "log.txt"), counting],
        on_fault=lambda sink, error: faults.append(str(error)),
    )
    source = journal.add_source(Role.SERVER, "server", "tcp://h:1")
    journal.append(source.number, Kind.NOTE, b"", "before")
    journal.flush()
    shutil.rmtree(tmp_path / "folder")
    for _ in range(3):
        journal.append(source.number, Kind.NOTE, b"", "after")
        journal.flush()
    journal.close()

    assert len(faults) == 1
    assert "has ended: No such file or directory." in faults[0]
    assert counting.events == 4


@pytest.mark.needs("open files removed")
def test_a_file_that_was_removed_begins_anew(tmp_path, log_in):
    log = log_in(tmp_path / "log.txt")
    log.write_batch([PEER], sent(b"one"))
    (tmp_path / "log.txt").unlink()
    log.write_batch([], sent(b"two"))

    assert payloads(tmp_path / "log.txt") == ["two"]


@pytest.mark.parametrize("name", ["no/folder.txt", ".", "pipe", "x" * 300])
def test_a_place_that_cannot_be_written_to_is_a_sentence(tmp_path, name):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(TextLogError, match="Choose another place") as caught:
        TextLog(tmp_path / name)

    assert str(tmp_path / name) in str(caught.value)


@pytest.mark.needs("unix sockets")
def test_what_is_no_file_is_said_to_be_none(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
    for name in ("pipe", "socket"):
        with pytest.raises(TextLogError, match="cannot be written: it is not a file"):
            TextLog(tmp_path / name)
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(TextLogError, match="cannot be written: it is not a file"):
            TextLog(tmp_path / "pipe")
    finally:
        os.close(reader)


@pytest.mark.needs("permission bits")
def test_new_files_have_the_permissions_of_the_one_before(tmp_path, log_in):
    path = tmp_path / "log.txt"
    path.touch(mode=0o600)
    path.chmod(0o640)
    log = log_in(path, 150, 1)
    log.write_batch([PEER], sent(b"one", b"two", b"three"))
    path.chmod(0o600)
    path.unlink()
    log.write_batch([], sent(b"four"))

    assert payloads(path) == ["four"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.with_name("log.txt.1").stat().st_mode & 0o777 == 0o640
