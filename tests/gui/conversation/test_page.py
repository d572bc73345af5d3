import pytest

from socket_workbench.gui.conversation.model import ConversationColumn
from socket_workbench.gui.conversation.page import open_page
from socket_workbench.gui.rows.glyphs import LaidOutTexts
from socket_workbench.gui.rows.text import Notation
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Direction


@pytest.fixture
def page(qtbot, recording, page_context):
    recording.add(
        (recording.accepted, Kind.RECEIVED, b"zhangsan"),
        (recording.client, Kind.SENT, b"lisi"),
        (recording.accepted, Kind.SENT, b"Hello, zhangsan!"),
    )
    page = open_page(page_context)
    qtbot.addWidget(page)
    yield page
    page.close_page()


def texts(page):
    model = page.view.model
    column = ConversationColumn.TEXT
    return [model.index(line, column).data() for line in range(model.rowCount())]


def test_the_first_connection_is_shown_when_the_tab_is(page, qtbot):
    assert page.chooser.count() == 0
    page.show()
    qtbot.waitUntil(lambda: texts(page) == ["zhangsan", "Hello, zhangsan!"])


def test_another_connection_can_be_chosen(page, qtbot):
    page.show()
    qtbot.waitUntil(lambda: page.chooser.count() == 2)
    page.chooser.setCurrentIndex(1)
    qtbot.waitUntil(lambda: texts(page) == ["lisi"])
    page.show_connection(1)
    qtbot.waitUntil(lambda: texts(page) == ["zhangsan", "Hello, zhangsan!"])
    assert page.chooser.currentIndex() == 0


def test_it_goes_on_live(page, recording, qtbot):
    page.show()
    qtbot.waitUntil(lambda: len(texts(page)) == 2)
    page.rows_committed(recording.receive(b"exit"))
    qtbot.waitUntil(lambda: texts(page)[-1] == "exit")


def test_a_hidden_tab_catches_up_when_it_is_shown(page, recording, qtbot):
    page.show()
    qtbot.waitUntil(lambda: len(texts(page)) == 2)
    page.hide()
    page.rows_committed(recording.receive(b"exit"))
    page.show()
    qtbot.waitUntil(lambda: texts(page)[-1] == "exit")


def test_the_message_chosen_is_shown(page, page_context, qtbot):
    page.show()
    qtbot.waitUntil(lambda: len(texts(page)) == 2)
    page.view.table.selectRow(1)
    assert page_context.part(list) == [2]


@pytest.fixture
def japanese(qtbot, recording, page_context):
    data = "日本".encode("shift_jis")
    recording.receive(data[:3], data[3:] + b"\n", b"x")
    page = open_page(page_context)
    qtbot.addWidget(page)
    page.show()
    yield page
    page.close_page()


def test_reads_are_one_stream_or_a_box_each(japanese, page_context, qtbot):
    page = japanese
    page_context.annotations.choose_encoding("server", "shift_jis")
    qtbot.waitUntil(lambda: texts(page) == [r"日本\n", "x"])
    before = page.view.grab().toImage()
    page.controls.reads.click()
    qtbot.waitUntil(lambda: texts(page) == ["日", r"本\n", "x"])
    assert page.view.grab().toImage() != before


def test_text_hex_or_both(japanese, qtbot):
    page = japanese
    page.controls.set_notation(Notation.HEX)
    qtbot.waitUntil(lambda: texts(page) == ["00000000  93 fa 96 7b 0a 78"])
    page.controls.set_notation(Notation.BOTH)
    qtbot.waitUntil(lambda: "".join(texts(page)).endswith("|...{.x|"))


def test_in_a_dump_dots_and_digits_keep_the_order_of_the_bytes(page, recording, qtbot, monkeypatch):
    drawn = []
    lay_out = LaidOutTexts._lay_out

    def noted(texts, key, text):
        drawn.append(text)
        return lay_out(texts, key, text)

    monkeypatch.setattr(LaidOutTexts, "_lay_out", noted)
    page.resize(1200, 400)
    page.controls.set_notation(Notation.BOTH)
    page.show()
    page.rows_committed(recording.receive("א\0[31m".encode()))
    qtbot.waitUntil(lambda: any(text.endswith("|א\u200e.[31m|") for text in drawn))
    drawn.clear()
    page.controls.set_notation(Notation.TEXT)
    qtbot.waitUntil(lambda: "א\u200e\\0[31m" in drawn)


def test_the_encoding_is_that_of_the_endpoint(japanese, qtbot):
    page = japanese
    qtbot.waitUntil(lambda: page.controls.encoding.isEnabled())
    entries = page.controls.encoding.menu().actions()
    next(entry for entry in entries if entry.text() == "Shift_JIS").trigger()
    qtbot.waitUntil(lambda: texts(page) == [r"日本\n", "x"])
    assert page.controls.encoding.text() == "Shift_JIS"


def test_a_conversation_is_saved(page, qtbot, tmp_path):
    page.show()
    qtbot.waitUntil(lambda: len(texts(page)) == 2)
    page.controls.save_requested.emit(tmp_path / "out", Direction.TO_CLIENT)
    qtbot.waitUntil(lambda: not page.saving.is_saving)
    assert (tmp_path / "out").read_bytes() == b"Hello, zhangsan!"


def test_the_messages_that_a_framing_found_are_shown_in_boxes(page, recording, qtbot):
    framed = recording.accepted._replace(number=9, connection=9, framing="line")
    recording.add_source(framed)
    recording.add(
        (framed, Kind.RECEIVED, b"one\ntw"),
        (framed, Kind.MESSAGE, b"one\n"),
        (framed, Kind.RECEIVED, b"o\nth"),
        (framed, Kind.MESSAGE, b"two\n", "2"),
        (framed, Kind.SENT, b"ok\n"),
        (framed, Kind.INCOMPLETE, b"th"),
    )
    page.show()
    page.rows_committed(recording.count)
    page.show_connection(9)
    # One stream.
    qtbot.waitUntil(lambda: texts(page) == [r"one\n", r"two\n", "th", r"ok\n"])
    assert page.controls.messages.isEnabled()
    page.controls.reads.click()
    qtbot.waitUntil(lambda: texts(page) == [r"one\n", "tw", r"o\n", "th", r"ok\n"])
    page.controls.messages.click()
    assert not page.controls.reads.isChecked()
    qtbot.waitUntil(lambda: texts(page) == [r"one\n", r"two\n", r"ok\n", "th"])
    lines = [page.view.model.line(number) for number in range(4)]
    assert all(line.is_first and line.is_last for line in lines)
    assert [line.reads for line in lines] == ["", "from 2 reads", "", ""]
    page.controls.set_notation(Notation.HEX)
    qtbot.waitUntil(lambda: texts(page)[:1] == ["00000000  6f 6e 65 0a"])
    # Offsets are those in the stream.
    qtbot.waitUntil(lambda: texts(page)[3:] == ["00000008  74 68"])
    page.show_connection(1)
    qtbot.waitUntil(lambda: len(texts(page)) == 2)
    assert not page.controls.messages.isEnabled()
