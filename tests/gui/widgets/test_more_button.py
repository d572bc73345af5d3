from PySide6.QtCore import Qt

from socket_workbench.gui.widgets.more_button import MoreButton


def test_it_says_what_a_press_would_do(qtbot):
    button = MoreButton()
    qtbot.addWidget(button)

    assert button.text() == "More"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (button.text(), button.isChecked()) == ("Less", True)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert (button.text(), button.isChecked()) == ("More", False)
    assert button.accessibleName() == "More options"
