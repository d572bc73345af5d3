"""The form that asks which program to watch."""

import shlex

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.session.watched_programs import Program
from socket_workbench.gui.widgets.buttons import PlainButton
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.file_dialogs import ask_for_file
from socket_workbench.gui.widgets.labels import WrappedLabel
from socket_workbench.gui.widgets.mistake import MistakeLabel
from socket_workbench.gui.widgets.whole_line import WholeLine, too_long
from socket_workbench.language import tr

_WIDTH = 440


class ProgramForm(Dialog):
    """Asks for a program and how to run it. Only its Run button runs anything.

    Signals:
        run_requested(Program): the user has pressed Run.
    """

    run_requested = Signal(object)

    def __init__(self, program: Program | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, _WIDTH)
        self.setWindowTitle(tr("Watch a program"))
        self.name = WholeLine()
        self.name.setPlaceholderText("server.py")
        self.browse_button = PlainButton(tr("Browse…"), "folder-open")
        self.is_module = QCheckBox(tr("It is the name of a module (python -m)"))
        self.arguments = WholeLine()
        self.python = WholeLine()
        self.python.setPlaceholderText(tr("that of the nearest .venv, else of PATH"))
        self.folder = WholeLine()
        self.folder.setPlaceholderText(tr("the folder of the program"))
        self.is_stepped = QCheckBox(tr("Hold each call until it is stepped"))
        self._mistake = MistakeLabel()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.run_button = self.buttons.addButton(tr("Run"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._arrange()
        self.browse_button.clicked.connect(self._on_browse_button_clicked)
        for field in (self.name, self.arguments, self.python, self.folder):
            field.refused.connect(self._on_field_refused, Qt.ConnectionType.QueuedConnection)
        self.buttons.accepted.connect(self._on_buttons_accepted)
        self.buttons.rejected.connect(self.reject)
        if program is not None:
            self._fill(program)

    def program(self) -> Program:
        """Return what is in the fields."""
        return Program(
            self.name.text().strip(),
            self.is_module.isChecked(),
            self.arguments.text(),
            self.python.text().strip(),
            self.folder.text().strip(),
            self.is_stepped.isChecked(),
        )

    def mistake(self) -> str:
        """Return what is wrong, as it is shown; empty if nothing is."""
        return self._mistake.text()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.browse_button)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(tr("Program"), row)
        form.addRow("", self.is_module)
        for title, field in (
            (tr("Arguments"), self.arguments),
            (tr("Python"), self.python),
            (tr("Folder"), self.folder),
        ):
            field.setAccessibleName(title)
            form.addRow(title, field)
        form.addRow("", self.is_stepped)
        self.name.setAccessibleName(tr("Program"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        words = tr(
            "A Python program of yours runs in a process of its own, with your rights, and its"
            " socket calls are recorded with everything else. Nothing of it is changed."
        )
        column.addWidget(WrappedLabel(words, "dim"))
        column.addLayout(form)
        column.addWidget(self._mistake)
        column.addWidget(self.buttons)

    def _fill(self, program: Program) -> None:
        self.name.setText(program.name)
        # Another one may be typed in its place.
        self.name.selectAll()
        self.is_module.setChecked(program.is_module)
        self.arguments.setText(program.arguments)
        self.python.setText(program.python)
        self.folder.setText(program.folder)
        self.is_stepped.setChecked(program.is_stepped)

    @Slot()
    def _on_browse_button_clicked(self) -> None:
        folder = self.program().path().parent if self.program().name else None
        filters = [tr("Python programs (*.py)"), tr("All files (*)")]
        ask_for_file(self, tr("Watch a program"), self.name.setText, filters=filters, folder=folder)

    @Slot()
    def _on_field_refused(self) -> None:
        self._mistake.show_mistake(self.name, too_long())

    @Slot()
    def _on_buttons_accepted(self) -> None:
        field, sentence = self.name, ""
        if not self.program().name:
            sentence = tr("Choose the program to run.")
        try:
            shlex.split(self.arguments.text())
        except ValueError:
            field, sentence = self.arguments, tr("A quote in the arguments is not closed.")
        self._mistake.show_mistake(field, sentence)
        if not sentence:
            self.run_requested.emit(self.program())
            self.accept()
