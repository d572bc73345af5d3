import sqlite3
from contextlib import closing

import pytest

from socket_workbench.journal.event import UNTOLD, Event, Kind, Role, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.store import Store
from socket_workbench.journal.storage.unsent import Unsent, with_unsent

SOURCE = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:1", 1, "127.0.0.1:1", "127.0.0.1:2")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "session.swb"


def rows(path):
    with closing(Reader(path)) as reader:
        return reader.rows(0, 100)


def test_a_row_says_how_much_of_its_message_was_sent(path):
    journal = Journal([Store(path)])
    source = journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:1", 1).number
    journal.append(source, Kind.SENT, b"whole")
    half = journal.append(source, Kind.SENT, b"0123456789")
    none = journal.append(source, Kind.SENT, b"")
    journal.flush()
    journal.note_unsent(Unsent(half, source, 4))
    journal.note_unsent(Unsent(none, source, 0))
    journal.append(source, Kind.ERROR, b"", "It broke.")
    last = journal.append(source, Kind.SENT, b"in one batch with what became of it")
    journal.note_unsent(Unsent(last, source, 0))
    untold = journal.append(source, Kind.SENT, b"by sendall")
    journal.note_unsent(Unsent(untold, source, UNTOLD))
    journal.close()
    assert [row.taken for row in rows(path)] == [None, 4, 0, None, 0, UNTOLD]


def test_nothing_is_kept_where_all_was_sent(path):
    store = Store(path)
    store.write([SOURCE], [Event(1, 1, Kind.SENT, b"x")])
    with closing(Reader(path)) as reader:
        assert reader.unsent.count() == 0
        assert reader.rows(0, 1)[0].taken is None
        # A reader that is open sees what is added.
        store.take_unsent([Unsent(1, 1, 0)])
        store.write([], [Event(2, 1, Kind.ERROR, b"", "It broke.")])
        assert reader.unsent.count() == 1
        assert reader.rows(0, 1)[0].taken == 0
    store.close()


def test_only_messages_are_told_and_only_of_that_source(path):
    store = Store(path)
    other = Source(2, Role.SERVER, "other", "tcp://127.0.0.1:1")
    store.take_unsent([Unsent(7, 1, 3)])
    store.write(
        [SOURCE, other],
        [Event(7, 2, Kind.SENT, b"other"), Event(7, 1, Kind.NOTE), Event(7, 1, Kind.SENT, b"this")],
    )
    store.close()
    assert [row.taken for row in rows(path)] == [None, None, 3]


def test_a_full_disk_keeps_what_became_of_messages_for_the_next_batch(path, monkeypatch):
    store = Store(path)
    store.take_unsent([Unsent(1, 1, 0)])
    commit = store._commit

    def fail(batch):
        raise sqlite3.OperationalError("disk is full")

    monkeypatch.setattr(store, "_commit", fail)
    with pytest.raises(Exception, match="Recording has stopped"):
        store.write([SOURCE], [Event(1, 1, Kind.SENT, b"x")])
    monkeypatch.setattr(store, "_commit", commit)
    store.write([], [Event(1, 1, Kind.SENT, b"x")])
    store.close()
    assert rows(path)[-1].taken == 0


def test_events_in_memory_are_told_too():
    events = [Event(1, 1, Kind.SENT, b"abc"), Event(2, 1, Kind.SENT, b"d")]
    assert [each.taken for each in with_unsent(events, [Unsent(1, 1, 2)])] == [2, None]
