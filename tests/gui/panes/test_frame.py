from PySide6.QtCore import QPoint

from socket_workbench.gui.panes.frame import LEAST_HEIGHT, PaneFrame
from socket_workbench.gui.panes.list_place import LEAST_LIST
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.widgets.mistake import MistakeLabel


def test_a_pane_with_all_its_options_asks_for_no_more_height_than_a_bare_one(qtbot, session):
    pane = ServerPane(session, "server")
    frame = PaneFrame()
    frame.hold(pane)
    qtbot.addWidget(frame)
    assert frame.widget() is None
    frame.fill()
    frame.resize(600, LEAST_HEIGHT)
    frame.show()
    pane.options.more_button.click()
    pane.notice.show_error("A long sentence about a mistake. " * 10)
    assert frame.minimumSizeHint().height() == LEAST_HEIGHT
    assert frame.minimumSizeHint().width() >= pane.minimumSizeHint().width()
    assert frame.sizeHint() == pane.sizeHint()
    qtbot.waitUntil(lambda: frame.verticalScrollBar().maximum() > 0)


def test_a_sentence_about_a_mistake_is_seen_and_the_list_makes_room_for_it(qtbot, session):
    pane = ServerPane(session, "server")
    frame = PaneFrame()
    frame.hold(pane)
    qtbot.addWidget(frame)
    frame.fill()
    frame.resize(600, 300)
    frame.show()
    pane.send_bar.set_text("a")
    scrolled = frame.verticalScrollBar()
    qtbot.waitUntil(lambda: pane.table.height() > LEAST_LIST)
    assert scrolled.maximum() == 0

    pane.send_bar.show_error("Nobody is connected, so nothing can be sent.")

    sentence = pane.send_bar.findChild(MistakeLabel)
    qtbot.waitUntil(lambda: _is_seen(sentence, frame))
    assert scrolled.maximum() == 0

    frame.resize(600, 200)
    pane.options.more_button.click()
    qtbot.waitUntil(lambda: scrolled.maximum() > 50)
    scrolled.setValue(0)
    assert not _is_seen(sentence, frame)
    pane.send_bar.show_error("Still nobody is connected. " * 10)

    qtbot.waitUntil(lambda: _is_seen(sentence, frame))


def _is_seen(label, frame):
    place = label.geometry().translated(label.parentWidget().mapTo(frame.viewport(), QPoint()))
    return label.isVisible() and frame.viewport().rect().contains(place)
