from socket_workbench.gui.conversation.model import ConversationModel
from socket_workbench.gui.log.copy import rows_text
from socket_workbench.gui.message.footer import footer_text
from socket_workbench.gui.rows.cut import cut_words, with_missing
from socket_workbench.gui.rows.line import log_line
from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.storage.unsent import Unsent

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


def test_every_view_of_a_row_says_how_much_of_it_was_not_sent(qtbot, recording, reader):
    recording.store.take_unsent([Unsent(1, recording.client.number, 4)])
    recording.store.write([], [Event(1, recording.client.number, Kind.SENT, b"0123456789")])
    (row,) = reader.rows(0, 1)
    line = log_line(row, None)
    assert line.texts[-1] == "[4 of 10 bytes sent] 0123456789"
    assert footer_text(line, "").startswith("10 bytes · 4 of 10 bytes sent · sent by client")
    assert rows_text([row], lambda row: reader.payload(row.number)).endswith(line.texts[-1])
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
    assert line.texts[-1].endswith(f" … [{WORDS}]")
    assert line.texts[-2] == "2,000"
    assert footer_text(line, "").startswith(f"2000 bytes · {WORDS} · sent by client")
    assert rows_text([row], lambda row: reader.payload(row.number)).endswith(f"xx [{WORDS}]")
    model = ConversationModel()
    model.add_rows([row])
    texts = [model.line(place).texts[-1] for place in range(model.rowCount())]
    assert texts[-2:] == ["… 512 more bytes", f"[{WORDS}]"]
