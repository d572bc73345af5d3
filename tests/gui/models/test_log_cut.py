from socket_workbench.gui.models.log_conversation import ConversationModel
from socket_workbench.gui.models.log_copy import rows_text
from socket_workbench.gui.models.log_cut import cut_words, with_cut
from socket_workbench.gui.models.log_line import log_line
from socket_workbench.gui.widgets.message_detail_footer import footer_text
from socket_workbench.journal.event import Event, Kind

WORDS = "1,232 bytes not recorded"


def test_what_is_cut_is_said_in_words():
    assert cut_words(0) == ""
    assert cut_words(1) == "1 byte not recorded"
    assert with_cut("text", 0) == "text"
    assert with_cut("text", 1232) == f"text [{WORDS}]"


def test_every_view_of_a_cut_row_says_how_much_was_cut(qtbot, recording, reader):
    recording.store.capture_limit = 768
    payload = b"x" * 2000
    recording.store.write([], [Event(0, recording.client.number, Kind.SENT, payload)])
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
