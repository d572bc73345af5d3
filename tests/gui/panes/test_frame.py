import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.frame import PaneFrame, PaneTiles
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.sending.mistake_line import MistakeLine


def held(qtbot, pane):
    """Return a frame of 600 by 300 pixels around a pane."""
    frame = PaneFrame()
    frame.hold(pane)
    qtbot.addWidget(frame)
    assert not frame.is_filled
    frame.fill()
    frame.resize(600, 300)
    frame.show()
    return frame


def is_seen(widget, window):
    place = widget.rect().translated(widget.mapTo(window, QPoint()))
    return widget.isVisible() and window.rect().contains(place)


@pytest.mark.parametrize("kind", [ServerPane, ClientPane])
@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.5])
def test_the_send_bar_stays_whatever_the_pane_contains(qtbot, session, theme, kind, zoom):
    theme.set_zoom(zoom)
    pane = kind(session, "a name of a pane")
    frame = held(qtbot, pane)

    def needed():
        return QSize(frame.minimumSizeHint().width(), frame.needed_height())

    # In a narrow pane, words become icons, with which it can be narrower still, and a bar may have
    # two rows, which need a greater height.
    for _ in range(10):
        frame.resize(frame.minimumSizeHint())
        QCoreApplication.processEvents()
    least = needed()
    frame.resize(least)
    qtbot.waitUntil(lambda: is_seen(pane.send_bar, frame) and is_seen(pane.address, frame))

    pane.options.more_button.click()
    pane.notice.show_error("A long sentence about a mistake. " * 10)
    frame.resize(least.expandedTo(needed()))
    scrolled = pane.middle.verticalScrollBar()
    qtbot.waitUntil(lambda: scrolled.maximum() > 0)

    # It may be less: a bar that has become wider has one row.
    assert frame.needed_height() <= least.height()
    assert is_seen(pane.send_bar, frame)
    assert is_seen(pane.address, frame)
    # In a lower one, all but the bar scrolls.
    frame.resize(frame.minimumSizeHint())
    qtbot.waitUntil(lambda: pane.middle.isAncestorOf(pane.address))
    assert is_seen(pane.send_bar, frame)
    pane.middle.ensureWidgetVisible(pane.setup)
    qtbot.waitUntil(lambda: scrolled.value() > 0)
    frame.resize(least)
    qtbot.waitUntil(lambda: is_seen(pane.address, frame))
    assert not pane.middle.isAncestorOf(pane.address)
    pane.close_readers()


@pytest.mark.parametrize("kind", [ServerPane, ClientPane])
@pytest.mark.parametrize("zoom", [1.0, 2.5])
def test_no_part_that_scrolls_is_within_another_while_a_form_is_open(
    qtbot, session, theme, kind, zoom
):
    theme.set_zoom(zoom)
    pane = kind(session, "a name of a pane")
    frame = held(qtbot, pane)
    width = round(1.2 * frame.minimumSizeHint().width())
    frame.resize(width, frame.height())
    QCoreApplication.processEvents()
    # At this width: the send bar may have two rows.
    least = frame.needed_height()
    pane.options.more_button.setChecked(True)
    scrolled = pane.middle.verticalScrollBar()
    shown = pane.list_place.row.itemAt(0).widget()
    seen = set()
    for height in range(least, 4 * least, least // 4):
        frame.resize(width, height)
        QCoreApplication.processEvents()
        seen.add(shown.isVisible())
        assert not shown.isVisible() or scrolled.maximum() == 0
        assert not shown.isVisible() or is_seen(shown, frame)
    assert seen == {True, False}
    # A mistake is seen without the list, too.
    frame.resize(width, least)
    pane.notice.show_error("A mistake.")
    qtbot.waitUntil(lambda: is_seen(pane.notice, frame))
    pane.options.more_button.setChecked(False)
    qtbot.waitUntil(lambda: shown.isVisible() and scrolled.maximum() == 0)
    pane.close_readers()


def test_the_list_shrinks_to_two_rows_and_nothing_else_scrolls(qtbot, session):
    pane = ServerPane(session, "server")
    frame = held(qtbot, pane)
    scrolled = pane.middle.verticalScrollBar()
    least = pane.list_place.minimumHeight()
    heights = []
    for height in range(300, frame.needed_height() - 4, -4):
        frame.resize(600, height)
        heights.append((pane.table.height(), scrolled.maximum()))
    assert heights[0][0] > 2 * least > heights[-1][0] >= least
    assert {hidden for _, hidden in heights} == {0}
    rows = least - pane.table.horizontalHeader().height()
    assert rows >= 2 * pane.table.verticalHeader().defaultSectionSize()


def test_a_sentence_about_a_mistake_covers_the_end_of_the_list_and_moves_nothing(qtbot, session):
    pane = ServerPane(session, "server")
    frame = held(qtbot, pane)
    pane.send_bar.set_text("a")
    before = pane.table.geometry(), pane.send_bar.geometry()

    pane.send_bar.show_error("Nobody is connected, so nothing can be sent.")

    (line,) = pane.findChildren(MistakeLine)
    qtbot.waitUntil(lambda: is_seen(line, frame))
    assert (pane.table.geometry(), pane.send_bar.geometry()) == before
    assert line.geometry().bottom() + 1 == pane.send_bar.y()
    assert line.width() == pane.send_bar.width()
    frame.resize(500, 280)
    assert line.geometry().bottom() + 1 == pane.send_bar.y()
    assert line.width() == pane.send_bar.width()
    # Closing it leaves no mark at the field.
    line.clear()
    assert not any(each.property("mistaken") for each in pane.findChildren(QWidget))
    pane.send_bar.show_error("Again.")
    assert line.isVisible()


def test_tiles_scroll_and_never_ask_for_the_width_of_their_panes(qtbot, session):
    tiles = PaneTiles()
    qtbot.addWidget(tiles)
    for number in range(4):
        frame = PaneFrame()
        frame.hold(ServerPane(session, f"server {number}"))
        frame.fill()
        tiles.splitter.addWidget(frame)
        frame.show()
    tiles.resize(600, 300)
    tiles.show()

    qtbot.waitUntil(lambda: tiles.horizontalScrollBar().maximum() > 0)
    assert tiles.minimumSizeHint().width() < 300
    assert tiles.splitter.orientation() == Qt.Orientation.Horizontal
    assert tiles.needed_height() > tiles.splitter.minimumSizeHint().height()
    tiles.resize(600, tiles.needed_height())
    first = tiles.splitter.widget(0)
    assert isinstance(first, PaneFrame)
    assert is_seen(first.pane.send_bar, tiles)
    assert tiles.verticalScrollBar().maximum() == 0
    # No pane forces a window to be higher than a small screen.
    least = tiles.minimumSizeHint().height()
    assert least < first.needed_height()
    tiles.resize(600, least)
    qtbot.waitUntil(lambda: first.height() < 120)
    assert tiles.verticalScrollBar().maximum() == 0
    assert is_seen(first.pane.send_bar, tiles)
