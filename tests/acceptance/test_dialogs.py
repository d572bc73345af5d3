"""All dialogs of the program: which keys reach the window behind them, and how large they are."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog

from socket_workbench import gui
from socket_workbench.gui.card.note import NoteDialog
from socket_workbench.gui.exports.dialog import ExportDialog
from socket_workbench.gui.exports.text_log_choice import TextLogChoice
from socket_workbench.gui.exports.text_log_dialog import TextLogDialog
from socket_workbench.gui.licences.dialog import Licences
from socket_workbench.gui.panes.script_question import ScriptPlace, ScriptQuestion
from socket_workbench.gui.reports.dialog import LogFileDialog, ReportDialog
from socket_workbench.gui.scenarios.gallery import Gallery
from socket_workbench.gui.scenarios.listing import gallery_entries
from socket_workbench.gui.scenarios.variables_dialog import VariablesDialog
from socket_workbench.gui.session.session_settings import SessionSettings
from socket_workbench.gui.sessions.settings_dialog import SettingsDialog
from socket_workbench.gui.watch.form import ProgramForm
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.window.about import About
from socket_workbench.gui.window.keys import KeyList
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.gui.window.open_all import OpenAllDialog
from socket_workbench.gui.window.widget_keys import key_list
from socket_workbench.journal.export.format import export_formats
from socket_workbench.scenarios.model import Scenario, VariableDocument

SCREEN = QSize(1024, 700)

MANY: dict[str, str | int | VariableDocument] = {
    f"variable {number}": VariableDocument(summary="what it is for") for number in range(60)
}
PLACES = [
    ScriptPlace(f"Client {number}", b"", f"tcp://192.168.1.{number}:13145", "tcp://127.0.0.1:13145")
    for number in range(1, 30)
]

MAKES: dict[type[Dialog], Callable[[MainWindow], Dialog]] = {
    About: About,
    ExportDialog: lambda window: ExportDialog(
        Path("/folder/session.csv"), export_formats()["csv"], frozenset(), 3, 4, window
    ),
    Gallery: lambda window: Gallery(gallery_entries(), "", window),
    KeyList: lambda window: key_list(window.menus, window),
    Licences: Licences,
    LogFileDialog: LogFileDialog,
    NoteDialog: lambda window: NoteDialog(0, "A note", window),
    OpenAllDialog: lambda window: OpenAllDialog(12, window),
    ProgramForm: lambda window: ProgramForm(None, window),
    ReportDialog: lambda window: ReportDialog("Report", "A sentence. " * 20, "text", window),
    ScriptQuestion: lambda window: ScriptQuestion(PLACES, window),
    SettingsDialog: lambda window: SettingsDialog(SessionSettings(), Path("/folder"), window),
    TextLogDialog: lambda window: TextLogDialog(
        TextLogChoice(True, Path("/folder/log.txt"), 10, 3), window
    ),
    VariablesDialog: lambda window: VariablesDialog(
        Scenario(format=1, title="A device", variables=MANY), {}, window
    ),
}


def test_all_dialogs_are_here():
    sources = [path.read_text("utf-8") for path in Path(gui.__path__[0]).rglob("*.py")]
    named = re.findall(r"^class (\w+)\((?:Report)?Dialog\):", "\n".join(sources), re.MULTILINE)
    assert sorted(named) == sorted(kind.__name__ for kind in MAKES)


@pytest.fixture
def open_dialog(qtbot, window):
    """Opens a dialog of the window, which has the keyboard then."""
    opened = []

    def open_dialog(kind):
        dialog = MAKES[kind](window)
        opened.append(dialog)
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    yield open_dialog
    for dialog in opened:
        dialog.close()
        dialog.deleteLater()


@pytest.mark.parametrize("kind", MAKES, ids=lambda kind: kind.__name__)
def test_only_the_size_of_type_is_changed_by_keys_of_the_window(
    qtbot, window, theme, open_dialog, kind
):
    triggered: list[str] = []
    for text, action in window.menus.actions.items():
        action.triggered.connect(lambda _checked=False, text=text: triggered.append(text))
    dialog = open_dialog(kind)
    for action in [*window.menus.actions.values(), window.card.message_action]:
        for keys in action.shortcuts():
            if "Return" in keys.toString():
                # It presses the button that has the focus, whatever is pressed with it.
                continue
            focus = dialog.focusWidget() or dialog
            qtbot.keySequence(focus, keys)
            if isinstance(focus, QComboBox):
                # F4 opens its list.
                focus.hidePopup()
                qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
            assert dialog.isVisible()
            assert QApplication.activeModalWidget() is dialog
    assert set(triggered) == {"&Zoom in", "Zoom &out", "&Reset zoom"}
    assert window.card.message_action.isChecked()
    assert window.board.panes() == []
    assert window.findChildren(QDialog) == [dialog]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("kind", MAKES, ids=lambda kind: kind.__name__)
def test_a_projector_has_room_for_it_in_the_largest_type(
    qtbot, theme, open_dialog, monkeypatch, kind
):
    screen = SimpleNamespace(availableSize=lambda: SCREEN)
    monkeypatch.setattr(Dialog, "screen", lambda _: screen)
    dialog = open_dialog(kind)
    before, focus = dialog.size(), dialog.focusWidget()
    theme.set_zoom(2.5)
    qtbot.waitUntil(lambda: dialog.width() > before.width())
    qtbot.waitUntil(lambda: not dialog._fitting.isActive())
    assert dialog.size().boundedTo(SCREEN) == dialog.size()
    assert dialog.focusWidget() is focus
    theme.set_zoom(1.0)
    qtbot.waitUntil(lambda: dialog.size() == before)
