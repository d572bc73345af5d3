from PySide6.QtWidgets import QLabel, QMainWindow

from socket_workbench.gui.window.dock import WorkDock


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
