from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from socket_workbench.gui.scenarios.folder_head import FolderHead


def test_it_names_the_folder_and_asks_to_close_it(qtbot, theme):
    head = FolderHead("/a/lessons")
    qtbot.addWidget(head)
    head.show()

    button = head.findChild(QPushButton)
    with qtbot.waitSignal(head.close_requested):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "/a/lessons" in head.label.text()
