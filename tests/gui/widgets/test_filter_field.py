from PySide6.QtCore import Qt

from socket_workbench.gui.widgets.filter_field import FilterField


def undo(qtbot, field):
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    # Else Ctrl counts as held down from then on.
    qtbot.keyRelease(field, Qt.Key.Key_Control)


def test_undoing_goes_back_once_nothing_is_left_to_undo(qtbot):
    field = FilterField()
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field, "x")
    with qtbot.assertNotEmitted(field.back_requested):
        undo(qtbot, field)
    assert field.text() == ""
    with qtbot.waitSignal(field.back_requested):
        undo(qtbot, field)


def test_it_explains_itself(qtbot):
    field = FilterField()
    qtbot.addWidget(field)
    assert "kind:received,sent" in field.toolTip()
    assert field.accessibleName()
