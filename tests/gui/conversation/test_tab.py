import pytest

from socket_workbench.gui.conversation.lines import ConversationForm
from socket_workbench.gui.conversation.model import ConversationColumn
from socket_workbench.gui.conversation.tab import ConversationTab
from socket_workbench.gui.rows.annotations import LogAnnotations
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Direction


@pytest.fixture
def tab(qtbot, recording, reader):
    recording.add(
        (recording.accepted, Kind.RECEIVED, b"zhangsan"),
        (recording.client, Kind.SENT, b"lisi"),
        (recording.accepted, Kind.SENT, b"Hello, zhangsan!"),
    )
    tab = ConversationTab(reader.sources, recording.path, recording.count)
    qtbot.addWidget(tab)
    yield tab
    tab.close_reader()


def texts(tab):
    model = tab.view.model
    column = ConversationColumn.TEXT
    return [model.index(line, column).data() for line in range(model.rowCount())]


def test_the_first_connection_is_shown_when_the_tab_is(tab, qtbot):
    assert tab.chooser.count() == 0
    tab.show()
    qtbot.waitUntil(lambda: texts(tab) == ["zhangsan", "Hello, zhangsan!"])


def test_another_connection_can_be_chosen(tab, qtbot):
    tab.show()
    tab.chooser.setCurrentIndex(1)
    qtbot.waitUntil(lambda: texts(tab) == ["lisi"])
    tab.show_connection(1)
    qtbot.waitUntil(lambda: texts(tab) == ["zhangsan", "Hello, zhangsan!"])
    assert tab.chooser.currentIndex() == 0


def test_it_goes_on_live(tab, recording, qtbot):
    tab.show()
    qtbot.waitUntil(lambda: len(texts(tab)) == 2)
    tab.grow(recording.receive(b"exit"))
    qtbot.waitUntil(lambda: texts(tab)[-1] == "exit")


def test_a_hidden_tab_catches_up_when_it_is_shown(tab, recording, qtbot):
    tab.show()
    qtbot.waitUntil(lambda: len(texts(tab)) == 2)
    tab.hide()
    tab.grow(recording.receive(b"exit"))
    tab.show()
    qtbot.waitUntil(lambda: texts(tab)[-1] == "exit")


def test_the_message_chosen_is_told(tab, qtbot):
    tab.show()
    qtbot.waitUntil(lambda: len(texts(tab)) == 2)
    with qtbot.waitSignal(tab.message_chosen) as chosen:
        tab.view.table.selectRow(1)
    assert chosen.args == [2]


@pytest.fixture
def japanese(qtbot, recording, reader):
    data = "日本".encode("shift_jis")
    recording.receive(data[:3], data[3:] + b"\n", b"x")
    annotations = LogAnnotations(recording.path)
    tab = ConversationTab(reader.sources, recording.path, recording.count, annotations=annotations)
    tab.annotations = annotations
    qtbot.addWidget(tab)
    tab.show()
    yield tab
    tab.close_reader()
    annotations.close()


def test_reads_are_one_stream_or_a_box_each(japanese, qtbot):
    tab = japanese
    tab.annotations.choose_encoding("server", "shift_jis")
    qtbot.waitUntil(lambda: texts(tab) == [r"日本\n", "x"])
    before = tab.view.grab().toImage()
    tab.tools.reads.click()
    qtbot.waitUntil(lambda: texts(tab) == ["日", r"本\n", "x"])
    assert tab.view.grab().toImage() != before


def test_text_hex_or_both(japanese, qtbot):
    tab = japanese
    tab.tools.set_form(ConversationForm.HEX)
    qtbot.waitUntil(lambda: texts(tab) == ["00000000  93 fa 96 7b 0a 78"])
    tab.tools.set_form(ConversationForm.BOTH)
    qtbot.waitUntil(lambda: "".join(texts(tab)).endswith("|...{.x|"))


def test_the_encoding_is_that_of_the_endpoint(japanese, qtbot):
    tab = japanese
    qtbot.waitUntil(lambda: tab.tools.encoding.isEnabled())
    entries = tab.tools.encoding.menu().actions()
    next(entry for entry in entries if entry.text() == "Shift_JIS").trigger()
    qtbot.waitUntil(lambda: texts(tab) == [r"日本\n", "x"])
    assert tab.tools.encoding.text() == "Shift_JIS"


def test_a_conversation_is_saved(tab, qtbot, tmp_path):
    tab.show()
    qtbot.waitUntil(lambda: len(texts(tab)) == 2)
    tab.tools.save_requested.emit(tmp_path / "out", Direction.TO_CLIENT)
    qtbot.waitUntil(lambda: not tab.saving.is_saving)
    assert (tmp_path / "out").read_bytes() == b"Hello, zhangsan!"
