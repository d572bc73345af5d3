import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel, QMainWindow

from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start.memory import restore_window, window_state
from socket_workbench.gui.window.dock import WorkDock, add_docks


def test_a_dock_has_a_grip_and_floating_the_systems_frame(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    dock = WorkDock("log", "Log", QLabel("content"), window)
    window.addDockWidget(dock.allowedAreas().BottomDockWidgetArea, dock)
    window.show()
    grip = dock.titleBarWidget()
    assert grip.isVisible()
    dock.setFloating(True)
    assert dock.titleBarWidget() is None
    dock.setFloating(False)
    assert dock.titleBarWidget() is grip
    assert (dock.objectName(), dock.windowTitle()) == ("log", "Log")


def test_panes_and_card_keep_their_shares_whatever_the_windows_size(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(800, 700)
    servers, clients, card = add_docks(window, *map(QLabel, ("servers", "clients", "card")))
    window.show()

    def share():
        QCoreApplication.processEvents()
        assert servers.height() == clients.height()
        return servers.height() / (servers.height() + card.height())

    assert share() == pytest.approx(0.406, abs=0.01)
    for shares in (0.406, 0.6):
        window.resizeDocks(
            [servers, card],
            [round(1000 * shares), round(1000 * (1 - shares))],
            Qt.Orientation.Vertical,
        )
        for height in (700, 1080, 500, 720, 1400, 700):
            window.resize(900, height)
            assert share() == pytest.approx(shares, abs=0.01), height
    assert servers.mapTo(window, QPoint()).y() == clients.mapTo(window, QPoint()).y()
    assert abs(servers.width() - clients.width()) <= 1


def test_a_dock_floats_by_a_double_click_and_comes_back_by_another(qtbot, window):
    servers = window.docks[0]
    place = servers.geometry()
    grip = servers.titleBarWidget()
    qtbot.mouseDClick(grip, Qt.MouseButton.LeftButton, pos=grip.rect().center())
    assert servers.isFloating()
    assert window.board.servers.isVisible()

    # What window systems with title bars of their own send; elsewhere Qt draws one.
    place_in, left = QPointF(servers.width() / 2, 8), Qt.MouseButton.LeftButton
    kind, keys = QEvent.Type.NonClientAreaMouseButtonDblClick, Qt.KeyboardModifier.NoModifier
    click = QMouseEvent(kind, place_in, servers.mapToGlobal(place_in), left, left, keys)
    QCoreApplication.sendEvent(servers, click)
    assert not servers.isFloating()
    qtbot.waitUntil(lambda: servers.geometry() == place)
    assert servers.titleBarWidget() is grip


def test_a_dock_floats_by_dragging(qtbot, window):
    log = window.docks[2]
    grip = log.titleBarWidget()
    middle = grip.rect().center()
    qtbot.mousePress(grip, Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 6):
        qtbot.mouseMove(grip, middle - QPoint(0, 40 * step))
    qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=middle - QPoint(0, 200))
    qtbot.waitUntil(log.isFloating)


def test_a_floating_dock_is_remembered(qtbot, window, tmp_path):
    clients = window.docks[1]
    clients.setFloating(True)
    settings = Settings(tmp_path / "window.ini")
    settings.update(window_state(window))
    clients.setFloating(False)
    restore_window(window, settings)
    assert clients.isFloating()
    # The title bar of a floating dock, not the grip.
    assert clients.titleBarWidget() is None


def places(window):
    return [edge for dock in window.docks for edge in dock.geometry().getRect()]


def test_everything_returns_to_its_first_place(qtbot, window):
    servers, clients, log = window.docks
    qtbot.waitUntil(lambda: not window.splits._fitting.isActive())
    before = places(window)
    window.tabifyDockWidget(servers, log)
    servers.setFloating(True)
    clients.hide()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, log)
    QCoreApplication.processEvents()

    window.menus.actions["Everythin&g in its first place"].trigger()
    # Qt rounds the shares of docks.
    qtbot.waitUntil(lambda: places(window) == pytest.approx(before, abs=1))
    assert not any(dock.isFloating() for dock in window.docks)
    assert clients.toggleViewAction().isChecked()


def test_panes_behind_one_row_of_tabs_stay_there_in_their_first_place(qtbot, window):
    window.resize(window.minimumSizeHint().width(), window.height())
    window.board.add_client()
    qtbot.waitUntil(lambda: window.pane_fold.is_folded)
    window.menus.actions["Everythin&g in its first place"].trigger()
    qtbot.waitUntil(lambda: window.pane_fold.is_folded)
    assert not window.docks[1].isVisible()
    assert window.docks[1].toggleViewAction().isChecked()
