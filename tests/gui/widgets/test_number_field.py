from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractSpinBox

from socket_workbench.gui.exports.text_log_choice import TextLogChoice
from socket_workbench.gui.exports.text_log_dialog import TextLogDialog
from socket_workbench.gui.panes.options.form import OptionsForm
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.session.session_settings import SessionSettings
from socket_workbench.gui.sessions.settings_dialog import SettingsDialog
from socket_workbench.gui.widgets.number_field import INDENT, NumberField
from socket_workbench.sockets.options import ServerOptions


def test_a_number_is_within_its_range_and_grouped(qtbot):
    field = NumberField(1, 5000, 9000, " MB")
    qtbot.addWidget(field)
    assert (field.value(), field.text()) == (5000, "5,000 MB")


@pytest.mark.parametrize("make", ["options", "repeating", "log", "settings"])
def test_no_number_touches_the_border_of_its_field(qtbot, make):
    def repeating():
        bar = SendBar()
        assert not bar.repeating.is_running
        return bar

    def options():
        form = OptionsForm(ServerOptions)
        form.more_button.setChecked(True)
        return form

    made = {
        "options": options,
        "repeating": repeating,
        "log": lambda: TextLogDialog(TextLogChoice(True, Path("/tmp/log"), 1, 2)),
        "settings": lambda: SettingsDialog(SessionSettings(), Path("/tmp")),
    }[make]()
    qtbot.addWidget(made)
    fields = made.findChildren(QAbstractSpinBox)
    assert fields
    assert {field.lineEdit().textMargins().left() for field in fields} == {INDENT}
