import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QLabel, QMainWindow

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

    assert share() == pytest.approx(0.365, abs=0.01)
    for shares in (0.365, 0.6):
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
