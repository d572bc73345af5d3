"""Enter acts once, in every field: Qt hands it on from a field to whatever is around it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
)

from socket_workbench.dialogues.registry import dialogue_kinds
from socket_workbench.gui.exports.dialog import ExportDialog
from socket_workbench.gui.exports.text_log_choice import TextLogChoice
from socket_workbench.gui.exports.text_log_dialog import TextLogDialog
from socket_workbench.gui.filter.bar import FilterBar
from socket_workbench.gui.find.bar import FindBar
from socket_workbench.gui.panes.address_field import AddressField
from socket_workbench.gui.panes.dialogue_choice import DialogueChoice
from socket_workbench.gui.panes.options.fields import ScaleField, TextField
from socket_workbench.gui.panes.options.form import OptionsForm
from socket_workbench.gui.panes.options.framing_choice import FramingChoice
from socket_workbench.gui.panes.remedies import address_mistake
from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.gui.scenarios.gallery import Gallery
from socket_workbench.gui.scenarios.listing import gallery_entries
from socket_workbench.gui.script.question_form import QuestionForm
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.sending.editor import MessageEditor
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.sending.outgoing import Link
from socket_workbench.gui.session.session_settings import SessionSettings
from socket_workbench.gui.sessions.settings_dialog import SettingsDialog
from socket_workbench.gui.watch.form import ProgramForm
from socket_workbench.gui.widgets.name_editor import NameEditor
from socket_workbench.journal.export.format import export_formats
from socket_workbench.sockets.options import ClientOptions

FORMATS = export_formats()

TEXT = TextLogChoice(True, Path("/tmp/log.txt"), 16, 4)


def address():
    field = AddressField(address_mistake)
    return field, field.findChild(QLineEdit), field.address_committed


def framing():
    choice = FramingChoice()
    choice.set_framing("fixed:8")
    return choice, choice.findChild(QLineEdit), choice.value_changed


def parameter():
    choice = DialogueChoice(dialogue_kinds())
    choice.set_choice("fixed-reply", {})
    form = choice.parameter_form
    return form, form.findChild(QLineEdit), form.parameters_changed, choice


def option(title, kind=ScaleField):
    form = OptionsForm(ClientOptions)
    form.more_button.click()
    [field] = [one for one in form.findChildren(kind) if one.accessibleName() == title]
    return form, field, field.value_changed


def filter_text():
    bar = FilterBar(SessionSources(Path("nowhere")))
    return bar, bar.text_field, bar.filter_changed


def find_text():
    bar = FindBar()
    bar.open_bar()
    return bar, bar.field, bar.find_requested


def find_syntax():
    bar = FindBar()
    bar.open_bar()
    return bar, bar.syntax, bar.find_requested


def message():
    bar = SendBar()
    bar.set_link(Link.OPEN)
    return bar, bar.findChild(MessageField), bar.message_ready


def question(*choices):
    form = QuestionForm()
    form.ask("Which?", choices)
    form.show()
    return form, form.findChild(QLineEdit), form.answered


def gallery(kind):
    dialog = Gallery(gallery_entries())
    return dialog, dialog.findChild(kind), dialog.run_requested


def export_path():
    dialog = ExportDialog(Path("/tmp/x.csv"), FORMATS["csv"], frozenset(), None, 5)
    return dialog, dialog.path_field.edit, dialog.export_requested


def text_log_path():
    dialog = TextLogDialog(TEXT)
    return dialog, dialog.path_field.edit, dialog.choice_made


def text_log_size():
    dialog = TextLogDialog(TEXT)
    return dialog, dialog.megabytes, dialog.choice_made


def pane_name():
    editor = NameEditor("before")
    return editor, editor, editor.finished


def watched_program(field):
    form = ProgramForm()
    form.name.setText("a.py")
    return form, getattr(form, field), form.run_requested


def kept():
    dialog = SettingsDialog(SessionSettings(), Path("/tmp"))
    return dialog, dialog.kept, dialog.changed


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize(
    ("make", "typed"),
    [
        (address, "13145"),
        (framing, "9"),
        (parameter, "x"),
        (lambda: option("Local address", TextField), "::1"),
        (lambda: option("Local port"), "7"),
        (lambda: option("Connect timeout"), "20ms"),
        (filter_text, "apple"),
        (find_text, "apple"),
        (find_syntax, ""),
        (message, "hello"),
        (question, "2.5"),
        (lambda: gallery(QLineEdit), "echo"),
        (lambda: gallery(QListView), ""),
        (export_path, "x"),
        (text_log_path, "x"),
        (text_log_size, "7"),
        (kept, "7"),
        (pane_name, "mine"),
        (lambda: watched_program("name"), "b.py"),
        (lambda: watched_program("arguments"), "x"),
    ],
)
def test_enter_acts_once(make, typed, key, qtbot, theme):
    widget, field, acted, *_owner = make()
    if isinstance(widget, QDialog):
        window = widget
    else:
        # A dialog around it: what Enter is handed on to has a button of its own.
        window = QDialog()
        column = QVBoxLayout(window)
        column.addWidget(widget)
        column.addWidget(QPushButton("OK"))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    field.setFocus()
    qtbot.waitUntil(lambda: field.hasFocus() or field.isAncestorOf(QApplication.focusWidget()))
    if isinstance(field, QLineEdit | QAbstractSpinBox):
        field.selectAll()
    qtbot.keyClicks(field, typed)
    happened = []
    acted.connect(lambda *values: happened.append(values))
    qtbot.keyPress(field, key)
    # What is told when a field is left must not be told again.
    field.clearFocus()

    assert len(happened) == 1


def test_control_and_enter_send_once(qtbot, theme):
    editor = MessageEditor()
    qtbot.addWidget(editor)
    happened = []
    editor.send_requested.connect(lambda: happened.append(editor.toPlainText()))
    editor.setPlainText("hello")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert happened == ["hello"]
