import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest

from socket_workbench.gui.looks.zoom import ZOOMS
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start.memory import restore_window, window_state
from socket_workbench.gui.window.dock import SHARE_OF_PANES
from socket_workbench.gui.window.main_window import MainWindow


def settle():
    """Lay out what is due, and what that lays out in turn."""
    for _ in range(8):
        QCoreApplication.processEvents()


def drag(window, at, by):
    """Drag a separator of the window, or the handle of a splitter."""
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(window, at + by / 2)
    QTest.mouseMove(window, at + by)
    settle()
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=at + by)
    settle()


def below(dock):
    """The middle of the separator below a dock."""
    place = dock.geometry()
    return QPoint(place.center().x(), place.bottom() + 4)


def beside(dock):
    place = dock.geometry()
    return QPoint(place.right() + 4, place.center().y())


def standing(window):
    """The window's size, and where what the user can divide stands."""
    docks = [dock.geometry().getRect() for dock in window.docks]
    return window.size().toTuple(), docks, window.card.places.sizes()


def zoomed(window, *zooms):
    for zoom in zooms:
        window.theme.set_zoom(zoom)
        settle()


@pytest.fixture(params=[(1280, 720)], ids=lambda size: f"{size[0]}")
def show(window, request):
    """A window of 1280 x 720 pixels with a server and a client."""
    window.resize(*request.param)
    window.board.add_server()
    window.board.add_client()
    settle()
    assert (window.width(), window.height()) == request.param
    return window


SMALL = pytest.mark.parametrize("show", [(1024, 700), (1280, 720)], indirect=True)


def test_all_is_as_it_was_after_the_largest_type(show):
    before = standing(show)
    larger = ZOOMS[ZOOMS.index(1.0) + 1 :]
    zoomed(show, *larger, *larger[::-1], 1.0)
    assert standing(show) == before
    zoomed(show, 2.5, 1.0)
    assert standing(show) == before


def test_a_window_that_had_to_grow_is_small_again(show):
    show.resize(760, 560)
    settle()
    before = standing(show)
    zoomed(show, 2.0, 2.5)
    assert show.height() > before[0][1]
    zoomed(show, 1.5, 1.0)
    assert standing(show) == before
    # What the user resizes at one size of type stays.
    zoomed(show, 2.0)
    show.resize(1100, 720)
    settle()
    zoomed(show, 1.0)
    assert show.size().toTuple() == (1100, 720)


def test_what_was_dragged_is_as_it_was_after_the_largest_type(show):
    usual = standing(show)
    drag(show, below(show.docks[0]), QPoint(0, 30))
    drag(show, beside(show.docks[0]), QPoint(60, 0))
    places = show.card.places
    handle = places.handle(1)
    is_beside = places.orientation() is Qt.Orientation.Horizontal
    drag(handle, handle.rect().center(), QPoint(-40, 0) if is_beside else QPoint(0, -20))
    before = standing(show)
    assert all(was != now for was, now in zip(usual[1], before[1], strict=True))
    assert usual[2] != before[2]
    zoomed(show, 2.5, 1.0)
    assert standing(show) == before


def test_what_is_dragged_at_one_size_of_type_applies_to_all(show):
    share = show.docks[0].height() / (show.docks[0].height() + show.docks[2].height())
    zoomed(show, 1.1)
    drag(show, below(show.docks[0]), QPoint(0, 40))
    zoomed(show, 1.0)
    now = show.docks[0].height() / (show.docks[0].height() + show.docks[2].height())
    assert now == pytest.approx(share + 40 / show.height(), abs=0.02)


@SMALL
def test_no_type_makes_the_window_larger_than_it_was(show):
    size = show.size()
    for count in (1, 2):
        for zoom in (1.5, 2.0, 2.5):
            zoomed(show, zoom)
            assert show.size() == size, (count, zoom)
            least = show.minimumSizeHint()
            assert (least.width() <= size.width(), least.height() <= size.height()) == (True, True)
        zoomed(show, 1.0)
        show.board.add_server().notice.show_error("Wrong.")
        show.board.add_client().options.more_button.click()
        settle()


@SMALL
def test_panes_have_two_rows_and_do_not_scroll_at_one_and_a_half_times_the_type(show):
    zoomed(show, 1.5)
    server = show.board.servers.panes()[0]
    show.board.servers.choose(server)
    settle()
    assert show.board.servers._tiles.verticalScrollBar().maximum() == 0
    assert server.middle.verticalScrollBar().maximum() == 0
    row = server.table.verticalHeader().defaultSectionSize()
    assert server.table.viewport().height() >= 2 * row


def test_a_split_pressed_by_large_type_is_kept_as_it_was_chosen(
    show, session, theme, tmp_path, until
):
    drag(show, below(show.docks[0]), QPoint(0, -20))
    before = standing(show)
    zoomed(show, 2.5)
    settings = Settings(tmp_path / "window.ini")
    settings.update(window_state(show))
    other = MainWindow(session, theme)
    restore_window(other, settings)
    other.show()
    other.complete()
    other.board.add_server()
    other.board.add_client()
    zoomed(other, 1.0)
    # The screen of tests is smaller.
    other.resize(show.size())
    settle()
    assert standing(other)[:2] == before[:2]
    other.close()
    until(lambda: not other.isVisible())
    other.deleteLater()
    theme.set_zoom(1.0)


@pytest.mark.parametrize("kept", [{}, {"height": "a", "width": 0.5}, {"height": 7.0, "width": 0.5}])
def test_what_cannot_be_read_as_a_split_is_ignored(window, kept):
    before = window.splits.save_state()
    window.splits.restore_state(kept)
    assert window.splits.save_state() == before


def test_a_start_with_large_type_leaves_the_usual_split(session, theme, until):
    theme.set_zoom(2.5)
    window = MainWindow(session, theme)
    window.resize(1280, 720)
    window.show()
    settle()
    # Its docks stand elsewhere before anything asks for the split.
    window.board.add_server()
    window.pane_fold.fit()
    settle()
    assert window.docks[1].isHidden()
    window.complete()
    assert window.splits.save_state() == {"height": SHARE_OF_PANES, "width": 0.5}
    QTest.mouseClick(window, Qt.MouseButton.LeftButton)
    settle()
    assert window.splits.save_state()["width"] == 0.5
    window.close()
    until(lambda: not window.isVisible())
    window.deleteLater()
    theme.set_zoom(1.0)
