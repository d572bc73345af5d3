import pytest
from PySide6.QtCore import QPoint, Qt

from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start.memory import restore_window, window_state
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.language import tr

WIDE, NARROW, HEIGHT = 1500, 1240, 900
"""Sizes at one and a half times the usual type."""


@pytest.fixture
def narrow(window, theme, until):
    """A narrow window with two servers and a client."""
    theme.set_zoom(1.5)
    window.resize(NARROW, HEIGHT)
    window.board.add_server()
    window.board.add_server()
    window.board.add_client()
    until(lambda: window.pane_fold.is_folded)
    return window


def panes_seen(window):
    return [pane.name for pane in window.board.panes() if pane.isVisible()]


def is_seen_whole(widget):
    return widget.visibleRegion().boundingRect() == widget.rect()


def is_inside(widget, window):
    place = widget.rect().translated(widget.mapTo(window, QPoint()))
    return widget.isVisible() and window.rect().contains(place)


def test_a_narrow_window_has_one_row_of_tabs_for_servers_and_clients(qtbot, narrow, until):
    tabs = narrow.pane_fold.tabs
    assert [pane.name for pane in tabs.panes()] == ["Server 1", "Server 2", "Client 1"]
    assert panes_seen(narrow) == ["Client 1"]
    assert not narrow.board.servers.tabs.isVisible()
    assert narrow.docks[1].isHidden()

    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert panes_seen(narrow) == ["Server 2"]
    narrow.board.add_client()
    assert panes_seen(narrow) == ["Client 2"]
    assert tabs.count() == 4
    tabs.current().removal_requested.emit()
    until(lambda: tabs.count() == 3)
    assert panes_seen(narrow) == ["Client 1"]

    narrow.resize(WIDE, HEIGHT)
    until(lambda: not narrow.pane_fold.is_folded)
    assert not tabs.isVisible()
    assert narrow.docks[1].isVisible()
    assert panes_seen(narrow) == ["Server 2", "Client 1"]
    assert narrow.board.servers.tabs.isVisible()


def test_without_panes_both_placeholders_are_seen(narrow, until, remove_panes):
    remove_panes(narrow.board)
    until(lambda: not narrow.pane_fold.is_folded)
    assert narrow.board.servers.isVisible()
    assert narrow.board.clients.isVisible()


def test_docks_that_were_hidden_or_taken_out_stay_so(narrow, until):
    servers, clients, _ = narrow.docks
    clients.toggleViewAction().trigger()
    assert not narrow.pane_fold.is_folded
    assert servers.isVisible()
    assert not clients.isVisible()
    narrow.resize(WIDE, HEIGHT)
    assert not clients.isVisible()
    narrow.resize(NARROW, HEIGHT)
    assert clients.isHidden()
    assert not narrow.pane_fold.is_folded
    clients.toggleViewAction().trigger()
    until(lambda: narrow.pane_fold.is_folded)


def test_the_menu_says_which_panes_are_seen_and_hides_them(narrow, until):
    servers, clients, _ = narrow.docks
    shows = [dock.toggleViewAction() for dock in (servers, clients)]
    assert [action.isChecked() for action in shows] == [True, True]
    assert set(shows) <= set(narrow.menus.menus[tr("&View")].actions())

    shows[1].trigger()
    assert [action.isChecked() for action in shows] == [True, False]
    assert panes_seen(narrow) == ["Server 2"]
    shows[1].trigger()
    until(lambda: narrow.pane_fold.is_folded)
    assert [action.isChecked() for action in shows] == [True, True]

    shows[0].trigger()
    assert [action.isChecked() for action in shows] == [False, True]
    assert panes_seen(narrow) == ["Client 1"]
    shows[0].trigger()
    until(lambda: narrow.pane_fold.is_folded)
    assert [action.isChecked() for action in shows] == [True, True]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_folded_window_comes_back_with_both_docks(narrow, session, theme, until, tmp_path, width):
    settings = Settings(tmp_path / "window.ini")
    settings.update(window_state(narrow))
    # Nothing moves where it is saved.
    assert narrow.pane_fold.is_folded

    other = MainWindow(session, theme)
    restore_window(other, settings)
    assert not other.docks[1].isHidden()
    other.resize(width, HEIGHT)
    other.board.add_server()
    other.show()
    other.complete()
    other.pane_fold.fit()
    assert other.pane_fold.is_folded == (width == NARROW)
    assert other.docks[1].isVisible() == (width == WIDE)
    other.close()
    until(lambda: not other.isVisible())
    other.deleteLater()


def test_the_window_fits_a_projector_at_one_and_a_half_times_the_type(window, theme, until):
    theme.set_zoom(1.5)
    window.resize(960, 700)
    window.board.add_server()
    window.board.add_client()
    until(lambda: window.pane_fold.is_folded)
    assert window.width() == 960
    assert window.minimumSizeHint().width() <= 960


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.5])
@pytest.mark.parametrize("count", [1, 4])
def test_panes_fit_into_every_window_and_show_their_send_bars(window, theme, until, zoom, count):
    theme.set_zoom(zoom)
    for _ in range(count):
        server = window.board.add_server()
        client = window.board.add_client()
    for width, height in ((1024, 700), (1280, 720), (1920, 1080)):
        window.resize(width, height)
        wanted = window.board.servers.narrowest() * 2
        until(lambda: window.pane_fold.is_folded is (width < wanted + 48))  # noqa: B023
        for pane, area in ((server, window.board.servers), (client, window.board.clients)):
            area.choose(pane)
            until(lambda: is_inside(pane.send_bar, window))  # noqa: B023
            assert is_inside(pane.send_bar, pane)
            # In a low pane, all but the bar scrolls; the head has room in any case.
            until(lambda: is_seen_whole(pane.address))  # noqa: B023
        tabs = window.pane_fold.tabs
        assert tabs is None or tabs.minimumSizeHint().width() <= width
        for area in (window.board.servers, window.board.clients):
            assert area.minimumSizeHint().width() <= width / 2
        # What is below the panes asks for more at the largest types.
        assert zoom > 1.0 or window.minimumSizeHint().width() <= width
