"""The dialog that asks for the values of a scenario's variables."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.looks.fonts import TEXT_SIZE, pixel_size
from socket_workbench.gui.looks.plain import plain_line
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import ElidedLabel, PlainLabel, WrappedLabel
from socket_workbench.gui.widgets.mistake import MistakeLabel
from socket_workbench.gui.widgets.whole_line import WholeLine, too_long
from socket_workbench.language import tr, trn
from socket_workbench.scenarios.model import Scenario, VariableDocument
from socket_workbench.scenarios.variables import as_document, variable_values

MOST_SHOWN = 100
"""The most variables that have a field; the others have their defaults."""

_WIDTH = 480
_MOST_HEIGHT = 560
_ROOM = 64
"""Pixels for summaries of two lines and for mistakes."""


class VariablesDialog(Dialog):
    """Asks for a value of each variable, checked by its type; the document is not changed.

    It stays open until `accept` is called, so that whoever reads the document with the values can
    show what is wrong with them.

    Args:
        scenario: the document.
        given: the values chosen before, by name.
        parent: the parent window.

    Attributes:
        fields: the field of each variable, by name.
        use_button: emits `chosen`.
        defaults_button: puts the defaults into the fields.
        mistake: what is wrong with the values together.

    Signals:
        chosen(dict): carries values by name, each of its type.
    """

    chosen = Signal(object)

    def __init__(
        self, scenario: Scenario, given: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Variables"))
        self._kept = {name: given[name] for name in given if name in scenario.variables}
        documents = {name: as_document(one) for name, one in scenario.variables.items()}
        # Those that have to be given come first where there are too many.
        shown = sorted(documents, key=lambda name: documents[name].default is not None)[:MOST_SHOWN]
        self._documents = {name: documents[name] for name in documents if name in shown}
        self._mistakes = {name: MistakeLabel() for name in self._documents}
        self.fields: dict[str, WholeLine | Combo] = {}
        for name, document in self._documents.items():
            self.fields[name] = _field(name, document)
        self.mistake = WrappedLabel("", "mistake")
        self.mistake.hide()
        self.defaults_button = PlainButton(tr("Defaults"), "undo-2")
        self.use_button = PrimaryButton(tr("Use these values"))
        self.use_button.setDefault(True)
        self._cancel = PlainButton(tr("Cancel"))
        self._arrange(scenario.title, len(documents) - len(shown))
        self._put(given)
        self._connect()

    def _arrange(self, title: str, left_out: int) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(12)
        for name, document in self._documents.items():
            rows.addLayout(self._row(name, document))
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.defaults_button)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.use_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(ElidedLabel(plain_line(title), "title"))
        column.addWidget(area, 1)
        if left_out:
            words = trn(
                "{count} more variable has its default.",
                "{count} more variables have their defaults.",
                left_out,
            )
            column.addWidget(PlainLabel(words, "dim"))
        column.addWidget(self.mistake)
        column.addLayout(buttons)
        needed = inside.sizeHint().height() + column.sizeHint().height() - area.sizeHint().height()
        usual = round((needed + _ROOM) * TEXT_SIZE / pixel_size(self.font()))
        self.set_usual_size(_WIDTH, min(usual, _MOST_HEIGHT))

    def _row(self, name: str, document: VariableDocument) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ElidedLabel(plain_line(name), "mono"), 1)
        head.addWidget(PlainLabel(_type_words(document), "dim"))
        row = QVBoxLayout()
        row.setSpacing(4)
        row.addLayout(head)
        if document.summary:
            row.addWidget(WrappedLabel(plain_line(document.summary, 400), "dim"))
        row.addWidget(self.fields[name])
        row.addWidget(self._mistakes[name])
        return row

    def _connect(self) -> None:
        for field in self.fields.values():
            if isinstance(field, WholeLine):
                field.editingFinished.connect(self._on_field_editing_finished)
                field.textChanged.connect(self._on_field_text_changed)
                field.refused.connect(self._on_field_refused, Qt.ConnectionType.QueuedConnection)
        self.use_button.clicked.connect(self._on_use_button_clicked)
        self.defaults_button.clicked.connect(self._on_defaults_button_clicked)
        self._cancel.clicked.connect(self.reject)

    def _put(self, values: Mapping[str, str]) -> None:
        for name, document in self._documents.items():
            default = "" if document.default is None else str(document.default)
            value = values.get(name, default)
            field = self.fields[name]
            if isinstance(field, WholeLine):
                field.set_text(value)
            else:
                field.setCurrentIndex(max(field.findData(value), 0))

    def values(self) -> dict[str, str]:
        """Return the values in the fields, and those given before of variables without a field."""
        return self._kept | {name: _written(field) for name, field in self.fields.items()}

    def show_mistake(self, sentence: str) -> None:
        """Show what is wrong with the values together."""
        self.mistake.setText(sentence)
        self.mistake.setVisible(bool(sentence))

    def mistakes(self) -> dict[str, str]:
        """Return the sentences shown below fields, by the names of the variables."""
        return {name: label.text() for name, label in self._mistakes.items() if label.text()}

    def _check(self, name: str) -> bool:
        """Show what is wrong with a field; return whether nothing is."""
        sentence = ""
        try:
            variable_values({name: self._documents[name]}, {name: _written(self.fields[name])})
        except ValueError as error:
            sentence = str(getattr(error, "problem", error))
        self._mistakes[name].show_mistake(self.fields[name], sentence)
        return not sentence

    @Slot()
    def _on_field_editing_finished(self) -> None:
        for name, field in self.fields.items():
            if field is self.sender():
                self._check(name)

    @Slot()
    def _on_field_text_changed(self) -> None:
        for name, field in self.fields.items():
            if field is self.sender() and self._mistakes[name].text():
                self._check(name)

    @Slot()
    def _on_field_refused(self) -> None:
        for name, field in self.fields.items():
            if field is self.sender():
                self._mistakes[name].show_mistake(field, too_long())

    @Slot()
    def _on_defaults_button_clicked(self) -> None:
        self._put({})
        for name in self.fields:
            self._mistakes[name].show_mistake(self.fields[name], "")

    @Slot()
    def _on_use_button_clicked(self) -> None:
        self.show_mistake("")
        wrong = [name for name in self.fields if not self._check(name)]
        if wrong:
            self.fields[wrong[0]].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.chosen.emit(self.values())


def _field(name: str, document: VariableDocument) -> WholeLine | Combo:
    """Return an empty field for a variable."""
    field: WholeLine | Combo
    if document.choices is None:
        field = WholeLine()
    else:
        field = Combo()
        for choice in document.choices:
            field.addItem(plain_line(str(choice)), str(choice))
    field.setAccessibleName(name)
    field.setAccessibleDescription(document.summary)
    return field


def _written(field: WholeLine | Combo) -> str:
    return field.text() if isinstance(field, WholeLine) else str(field.currentData())


def _type_words(document: VariableDocument) -> str:
    """Say of which type a variable is, and what its default is."""
    kind = {"text": tr("text"), "number": tr("whole number"), "hex": tr("hex")}[document.type]
    if document.default is None:
        return tr("{type}, needed", type=kind)
    default = plain_line(str(document.default), 40)
    return tr("{type}, default {default}", type=kind, default=default) if default else kind
