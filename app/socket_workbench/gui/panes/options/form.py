"""The form of options, which the More button opens."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.panes.options.fields import (
    CallsField,
    ChoiceField,
    FlagField,
    ScaleField,
    TextField,
)
from socket_workbench.gui.panes.options.framing_choice import FramingChoice
from socket_workbench.gui.widgets.buttons import MoreButton
from socket_workbench.gui.widgets.entry_menu import MenuEntry
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.gui.widgets.labels import LabelledField, WrappedLabel
from socket_workbench.gui.widgets.mistake import MistakeLabel, mark_mistake
from socket_workbench.language import tr
from socket_workbench.sockets.call_choice import Calls
from socket_workbench.sockets.option import Option, Options
from socket_workbench.sockets.option_kinds import Choice, Flag, FramingKind, Scale

OptionField = ScaleField | TextField | ChoiceField | FlagField | CallsField | FramingChoice

_TEXT_WIDTH = 128
_NUMBER_WIDTH = 96


class OptionsForm(QWidget):
    """A collapsible form with a field for each row of an option table.

    The fields are created when the form is first opened: that takes a third of the time of
    creating a pane, and most forms stay closed.

    Args:
        options: the options of a server or of a client.

    Attributes:
        more_button: opens and closes the form. The owner places it, in the row above the form.
        framing: the field for the framing. The owner places it too.

    Signals:
        values_changed: a field was edited, or values were set.
    """

    values_changed = Signal()

    def __init__(self, options: type[Options], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = options.rows()
        self.more_button = MoreButton()
        self.framing = FramingChoice()
        self._mistake = MistakeLabel()
        self._note = WrappedLabel("", "dim")
        self._note.hide()
        fields = QWidget()
        self._flow = FlowLayout(fields)
        self._values = {row.name: row.default for row in self._rows}
        self._fields: dict[str, OptionField] = {
            row.name: self.framing for row in self._rows if isinstance(row.kind, FramingKind)
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._note)
        column.addWidget(fields)
        column.addWidget(self._mistake)
        self.framing.value_changed.connect(self._show_mistakes)
        self.setVisible(False)
        self.more_button.toggled.connect(self._on_more_button_toggled)

    def values(self) -> dict[str, object]:
        """Return the values by option name; for an invalid field, its last valid value."""
        return {row.name: self._value(row.name) for row in self._rows}

    def written(self) -> dict[str, str]:
        """Return the values as written in a scenario document, by option name."""
        return {row.name: row.kind.write(self._value(row.name)) for row in self._rows}

    def is_tracing(self) -> bool:
        """Whether the calls of sockets are to be traced: step mode implies that."""
        return bool(self._value("trace")) or self.is_stepping()

    def is_stepping(self) -> bool:
        """Whether the calls of sockets are to be stepped."""
        return bool(self._value("step"))

    def call_entries(self, switch: Callable[[str, bool], object]) -> list[MenuEntry]:
        """Return the entries of a menu that say whether calls are traced and stepped.

        Args:
            switch: called with the name of an option and its new value.
        """
        traces, steps = self.is_tracing(), self.is_stepping()
        return [
            MenuEntry(tr("Trace calls"), partial(switch, "trace", not traces), not steps, traces),
            MenuEntry(tr("Step calls"), partial(switch, "step", not steps), is_on=steps),
        ]

    def show_note(self, sentence: str) -> None:
        """Show a sentence above the fields; an empty one hides it."""
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))

    def mistake(self) -> str:
        """Return the error message of the form; empty if all fields are valid."""
        return self.framing.mistake() or self._mistake.text()

    def set_values(self, values: Mapping[str, object]) -> None:
        """Set some options, from values or their written forms; the others stay unchanged.

        Raises:
            ValueError: a value is invalid; no field is changed then.
        """
        taken = {row.name: row.take(values[row.name]) for row in self._rows if row.name in values}
        self._values.update(taken)
        for name in taken.keys() & self._fields.keys():
            self._fields[name].set_value(taken[name])
        self._show_mistakes()

    def _value(self, name: str) -> object:
        field = self._fields.get(name)
        return self._values[name] if field is None else field.value()

    @Slot(bool)
    def _on_more_button_toggled(self, is_open: bool) -> None:
        if is_open:
            for row in self._rows:
                if row.name not in self._fields:
                    field = self._fields[row.name] = self._build(row)
                    field.set_value(self._values[row.name])
                    field.value_changed.connect(self._show_mistakes)
        self.setVisible(is_open)

    def _build(self, row: Option) -> OptionField:
        title = tr(row.title)
        field: ScaleField | TextField | ChoiceField | FlagField | CallsField
        match row.kind:
            case Flag(word=""):
                field = FlagField(title, row.default)
            case Flag() | Choice():
                field = ChoiceField(row.kind, row.default)
            case Scale():
                field = ScaleField(row.kind, row.default)
                field.setMinimumWidth(_NUMBER_WIDTH)
            case Calls():
                field = CallsField(row.default)
            case _:
                field = TextField(row.kind, row.default)
                field.setFixedWidth(_TEXT_WIDTH)
        field.setToolTip(plain_tooltip(row.sentence()))
        has_title = isinstance(field, FlagField)
        self._flow.addWidget(field if has_title else LabelledField(title, field))
        return field

    @Slot()
    def _show_mistakes(self) -> None:
        sentences = []
        for row in self._rows:
            field = self._fields.get(row.name)
            if field is not None and field is not self.framing:
                mark_mistake(field, field.mistake())
                sentences += [row.about(field.mistake())] if field.mistake() else []
        self._mistake.setText(" ".join(sentences))
        self._mistake.setVisible(bool(sentences))
        self.values_changed.emit()


def show_mistaken_field(around: QWidget, form: OptionsForm) -> None:
    """Give the focus to the field whose value is invalid; open a form if it is there."""
    mistaken = [each for each in around.findChildren(QWidget) if each.property("mistaken")]
    if any(form.isAncestorOf(each) for each in mistaken):
        form.more_button.setChecked(True)
    for field in mistaken:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
