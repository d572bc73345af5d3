import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.conversation.tools import ConversationTools
from socket_workbench.gui.rows.text import Notation
from socket_workbench.journal.row import Direction


@pytest.fixture
def tools(qtbot):
    tools = ConversationTools()
    qtbot.addWidget(tools)
    return tools


def test_the_notation_is_chosen(tools, qtbot):
    notations = [tools.notation]
    with qtbot.waitSignal(tools.notation_changed):
        tools.set_notation(Notation.BOTH)
    notations.append(tools.notation)
    assert notations == [Notation.TEXT, Notation.BOTH]
    with qtbot.waitSignal(tools.notation_changed):
        qtbot.mouseClick(tools.reads, Qt.MouseButton.LeftButton)


def test_encodings_are_offered_for_an_endpoint(tools, qtbot):
    assert not tools.encoding.isEnabled()
    tools.show_endpoint("server", "big5")
    assert tools.encoding.text() == "Big5"
    with qtbot.waitSignal(tools.encoding_chosen) as chosen:
        tools.encoding.menu().actions()[0].trigger()
    assert chosen.args == ["server", "utf-8"]


def test_a_file_is_asked_for(tools, qtbot, answer_dialog, tmp_path):
    tools.show_endpoint("server", "utf-8")
    entries = tools.save.menu().actions()
    assert [entry.text() for entry in entries] == [
        "client → server…",
        "server → client…",
        "Both directions…",
    ]
    entries[1].trigger()
    with qtbot.assertNotEmitted(tools.save_requested):
        answer_dialog(tools, None)
    entries[1].trigger()
    with qtbot.waitSignal(tools.save_requested) as requested:
        assert answer_dialog(tools, tmp_path / "out") == "conversation.bin"
    assert requested.args == [tmp_path / "out", Direction.TO_CLIENT]
