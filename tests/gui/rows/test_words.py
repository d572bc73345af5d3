import pytest

from socket_workbench.gui.conversation.model import ConversationModel
from socket_workbench.gui.log.copy import rows_text
from socket_workbench.gui.message.footer import footer_text
from socket_workbench.gui.rows.line import log_line
from socket_workbench.gui.rows.words import (
    connection_name,
    cut_words,
    direction_words,
    kind_word,
    other_name,
    with_missing,
)
from socket_workbench.journal.batch import Batch
from socket_workbench.journal.errors import JournalDamagedError
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.row import Direction, Row
from socket_workbench.journal.storage.unsent import Unsent


def test_every_kind_has_its_own_words():
    words = [kind_word(kind) for kind in Kind]
    assert len(set(words)) == len(Kind)
    assert kind_word(Kind.END_OF_STREAM) == "end of stream"


def test_kinds_are_translated(pseudo_language):
    assert all(kind_word(kind).startswith("⟦") for kind in Kind)


def test_directions_are_said_in_words():
    assert direction_words(Direction.TO_SERVER) == "client to server"
    assert direction_words(Direction.TO_CLIENT) == "server to client"


WORDS = "1,232 bytes not recorded"


def test_what_is_cut_is_said_in_words():
    assert cut_words(0) == ""
    assert cut_words(1) == "1 byte not recorded"


def test_what_was_not_sent_stands_before_the_text_and_what_was_cut_behind(recording, reader):
    recording.store.take_unsent([Unsent(1, 3, 4), Unsent(2, 3, 0)])
    source = recording.client.number
    events = [Event(time, source, Kind.SENT, b"0123456789") for time in (1, 2, 3)]
    recording.store.write_batch([], Batch.of_events(events).cut(2))
    assert [with_missing("01", row) for row in reader.rows(0, 3)] == [
        "[4 of 10 bytes sent] 01 [8 bytes not recorded]",
        "[not sent] 01 [8 bytes not recorded]",
        "01 [8 bytes not recorded]",
    ]


def test_from_how_many_reads_a_message_is_stands_before_the_text(recording):
    row = Row(0, 1, recording.accepted, Kind.MESSAGE, 2, b"hi", "3")
    assert with_missing("hi", row) == "[from 3 reads] hi"
    assert with_missing("hi", row._replace(kind=Kind.ERROR)) == "hi"


def test_every_view_of_a_row_says_how_much_of_it_was_not_sent(qtbot, recording, reader):
    recording.store.take_unsent([Unsent(1, recording.client.number, 4)])
    recording.store.write([], [Event(1, recording.client.number, Kind.SENT, b"0123456789")])
    (row,) = reader.rows(0, 1)
    line = log_line(row, None)
    assert line.text == "[4 of 10 bytes sent] 0123456789"
    assert footer_text(line, "").startswith(
        "10 bytes · 4 of 10 bytes sent · client → 127.0.0.1:13145"
    )
    assert rows_text([row], lambda row: reader.payload(row.number)).endswith(line.text)
    model = ConversationModel()
    model.add_rows([row])
    texts = [model.line(place).texts[-1] for place in range(model.rowCount())]
    assert texts == ["0123456789", "[4 of 10 bytes sent]"]


def test_every_view_of_a_cut_row_says_how_much_was_cut(qtbot, recording, reader):
    payload = b"x" * 2000
    event = Event(0, recording.client.number, Kind.SENT, payload)
    recording.store.write_batch([], Batch.of_events([event]).cut(768))
    (row,) = reader.rows(0, 1)
    line = log_line(row, None)
    assert line.text.endswith(f" … [{WORDS}]")
    assert footer_text(line, "").startswith(f"2000 bytes · {WORDS} · client → 127.0.0.1:13145")
    assert rows_text([row], lambda row: reader.payload(row.number)).endswith(f"xx [{WORDS}]")
    model = ConversationModel()
    model.add_rows([row])
    texts = [model.line(place).texts[-1] for place in range(model.rowCount())]
    assert texts[-2:] == ["… 512 more bytes", f"[{WORDS}]"]


def source(role, local, peer, connection=4):
    return Source(9, role, "name", "tcp://127.0.0.1:13145", connection, local, peer)


@pytest.mark.parametrize(
    ("role", "local", "peer"),
    [(Role.SERVER, "127.0.0.1:13145", "[::1]:51342"), (Role.CLIENT, "[::1]:51342", "h:13145")],
)
def test_a_connection_is_called_by_its_number_and_its_clients_address(role, local, peer):
    assert connection_name(source(role, local, peer)) == "conn:4 [::1]:51342"


def test_a_connection_without_a_clients_address_is_called_by_its_number():
    assert connection_name(source(Role.SERVER, "/tmp/s.sock", "")) == "conn:4"


def test_the_other_end_has_a_name_only_where_it_is_one_of_ours(recording, reader, monkeypatch):
    recording.receive(b"x")
    assert other_name(reader, recording.accepted) == recording.client.name
    assert other_name(reader, source(Role.SERVER, "127.0.0.1:1", "127.0.0.1:2")) == ""

    def fail(source):
        raise JournalDamagedError("It is damaged.")

    monkeypatch.setattr(reader.other_ends, "of", fail)
    assert other_name(reader, recording.accepted) == ""
