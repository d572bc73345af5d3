import shutil

import pytest

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import TextLogError
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.text_log.switch import TextLogSwitch


@pytest.fixture
def faults():
    return []


@pytest.fixture
def switch(faults):
    return TextLogSwitch(faults.append)


@pytest.fixture
def note(switch):
    """Records a note, through the switch."""
    journal = Journal([switch])
    source = journal.add_source(Role.SERVER, "my server", "tcp://h:1")

    def note(text):
        journal.append(source.number, Kind.NOTE, b"", text)
        journal.flush()

    yield note
    journal.close()


def notes(path):
    return [line.split()[-1] for line in path.read_text().splitlines()]


def test_what_happens_between_begin_and_end_is_logged(tmp_path, switch, note):
    note("before")
    switch.begin(tmp_path / "log.txt", 1000, 1)
    assert switch.path == tmp_path / "log.txt"
    note("between")
    switch.end()
    assert switch.path is None
    note("after")

    assert notes(tmp_path / "log.txt") == ["between"]
    # It was added before the log was begun.
    assert "  my server  " in (tmp_path / "log.txt").read_text()


def test_another_file_takes_the_place_of_the_one_before(tmp_path, switch, note):
    for name in ("one", "two"):
        switch.begin(tmp_path / name, 1000, 1)
        note(name)

    assert (notes(tmp_path / "one"), notes(tmp_path / "two")) == (["one"], ["two"])


def test_one_that_cannot_be_opened_leaves_the_one_before(tmp_path, switch, note):
    switch.begin(tmp_path / "one", 1000, 1)
    with pytest.raises(TextLogError):
        switch.begin(tmp_path / "no" / "two", 1000, 1)
    note("still")

    assert switch.path == tmp_path / "one"
    assert notes(tmp_path / "one") == ["still"]


@pytest.mark.needs("open files removed")
def test_a_fault_is_told_once_and_another_can_be_begun(tmp_path, switch, note, faults):
    (tmp_path / "folder").mkdir()
    switch.begin(tmp_path / "folder" / "log.txt", 1000, 1)
    shutil.rmtree(tmp_path / "folder")
    note("lost")
    note("lost")
    assert len(faults) == 1
    assert switch.path is None

    switch.begin(tmp_path / "log.txt", 1000, 1)
    note("kept")
    assert notes(tmp_path / "log.txt") == ["kept"]


def test_who_an_event_is_of_may_be_unknown(tmp_path, switch):
    switch.begin(tmp_path / "log.txt", 1000, 1)
    switch.write_batch([], Batch.of_events([Event(0, 7, Kind.NOTE, b"", "x")]))
    switch.close()

    assert "  unknown  " in (tmp_path / "log.txt").read_text()


def test_a_message_that_was_cut_has_the_length_it_had(tmp_path, switch):
    switch.begin(tmp_path / "log.txt", 1000, 1)
    switch.write_batch([], Batch.of_events([Event(0, 7, Kind.SENT, bytes(1234))]).cut(2))
    switch.close()

    assert " 2/1234 " in (tmp_path / "log.txt").read_text()


def test_only_those_who_still_say_something_are_remembered(tmp_path, switch):
    """A log may be begun at any time, and what is remembered until then does not grow."""
    peers = [Source(n, Role.SERVER, f"peer {n}", "tcp://h:1", n) for n in range(1, 1000)]
    switch.write_batch(peers, Batch.of_events([]))
    ends = [Event(n, n, Kind.CLOSED) for n in range(1, 999)]
    switch.write_batch([], Batch.of_events(ends))
    assert len(switch._sources._known) == 2

    switch.begin(tmp_path / "log.txt", 1000, 1)
    switch.write_batch([], Batch.of_events([Event(1000, 999, Kind.NOTE, b"", "x")]))
    switch.end()
    assert "  peer 999  " in (tmp_path / "log.txt").read_text()
