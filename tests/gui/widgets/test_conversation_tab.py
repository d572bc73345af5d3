import pytest

from socket_workbench.gui.models.log_conversation import ConversationColumn
from socket_workbench.gui.widgets.conversation_tab import ConversationTab
from socket_workbench.journal.event import Kind


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
