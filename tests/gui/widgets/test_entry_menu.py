from PySide6.QtWidgets import QWidget

from socket_workbench.gui.widgets.entry_menu import MenuEntry, entry_menu


def test_entries_are_as_the_state_says_and_act_when_chosen(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    chosen = []
    menu = entry_menu(
        parent,
        [
            MenuEntry("Start", lambda: chosen.append("start")),
            None,
            MenuEntry("Stop", lambda: chosen.append("stop"), False),
            MenuEntry("Trace", lambda: chosen.append("trace"), is_on=True),
        ],
    )
    start, line, stop, trace = menu.actions()
    assert line.isSeparator()
    assert [each.isEnabled() for each in (start, stop, trace)] == [True, False, True]
    assert [each.isCheckable() for each in (start, stop, trace)] == [False, False, True]
    assert trace.isChecked()
    for action in (start, stop, trace):
        action.trigger()
    assert chosen == ["start", "trace"]
