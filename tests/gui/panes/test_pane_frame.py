from socket_workbench.gui.panes.pane_frame import LEAST_HEIGHT, PaneFrame
from socket_workbench.gui.panes.server_pane import ServerPane


def test_a_pane_with_all_its_options_asks_for_no_more_height_than_a_bare_one(qtbot, session):
    pane = ServerPane(session, "server")
    frame = PaneFrame(pane)
    qtbot.addWidget(frame)
    frame.resize(600, 300)
    frame.show()
    pane.options.more_button.click()
    pane.notice.show_error("A long sentence about a mistake. " * 10)
    assert frame.minimumSizeHint().height() == LEAST_HEIGHT
    assert frame.minimumSizeHint().width() >= pane.minimumSizeHint().width()
    assert frame.sizeHint() == pane.sizeHint()
    qtbot.waitUntil(lambda: frame.verticalScrollBar().maximum() > 0)
