from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.session.session_settings import SessionSettings
from socket_workbench.gui.sessions.settings_dialog import SettingsDialog


@pytest.fixture
def open_dialog(qtbot):
    def open_dialog(settings):
        dialog = SettingsDialog(settings, Path("/data/sessions"))
        qtbot.addWidget(dialog)
        dialog.show()
        told: list[SessionSettings] = []
        dialog.changed.connect(told.append)
        return dialog, told

    return open_dialog


def test_a_person_changes_both(qtbot, open_dialog):
    dialog, told = open_dialog(SessionSettings())
    assert not dialog.limit.isEnabled()
    dialog.kept.selectAll()
    qtbot.keyClicks(dialog.kept, "500")
    qtbot.keyClick(dialog.limited, Qt.Key.Key_Space)
    assert dialog.limit.isEnabled()
    dialog.limit.selectAll()
    qtbot.keyClicks(dialog.limit, "256")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert told == [SessionSettings(500, 256)]
    assert dialog.isHidden()


def test_escape_changes_nothing(qtbot, open_dialog):
    dialog, told = open_dialog(SessionSettings(10, 3))
    assert dialog.limit.value() == 3
    dialog.limited.setChecked(False)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
    assert told == []


def test_what_is_as_before_is_not_told(qtbot, open_dialog):
    dialog, told = open_dialog(SessionSettings(10, None))
    dialog.accept()
    assert told == []
