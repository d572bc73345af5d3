"""The choice of a server's dialogue, and the form of its parameters."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from socket_workbench.dialogues.registry import DialogueKind
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.panes.dialogue_parameters import DialogueParameters
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.gui.widgets.labels import RowLabel
from socket_workbench.language import tr

Values = dict[str, str | bool]


class DialogueChoice(QWidget):
    """A label and a combo box of the dialogues that a transport supports.

    The parameters of a dialogue are kept while another one is chosen.

    Args:
        kinds: every dialogue, in the order of the list.

    Attributes:
        parameter_form: the parameters of the chosen dialogue. The owner places this widget too,
            below the row; it is hidden if there are no parameters.

    Signals:
        choice_changed: another dialogue was chosen or set, or a parameter was.
    """

    choice_changed = Signal()

    def __init__(self, kinds: Sequence[DialogueKind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = {kind.name: kind for kind in kinds}
        self._values: dict[str, Values] = {}
        self._combo = Combo()
        self._combo.setAccessibleName(tr("Dialogue"))
        self._label = RowLabel(tr("Dialogue"))
        self._label.setBuddy(self._combo)
        self.parameter_form = DialogueParameters()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._label)
        row.addWidget(self._combo, 1)
        self.setFocusProxy(self._combo)
        self._combo.activated.connect(self._on_combo_activated)
        self.parameter_form.parameters_changed.connect(self._on_form_parameters_changed)
        self.set_transport("stream")

    def set_transport(self, transport: str) -> None:
        """Set the transport, `stream` or `datagram`; the choice is kept if that supports it."""
        before = self.choice()
        with QSignalBlocker(self._combo):
            self._combo.clear()
            for kind in self._kinds.values():
                if transport in kind.transports:
                    self._combo.addItem(tr(kind.title), kind.name)
                    last = self._combo.count() - 1
                    self._combo.setItemData(
                        last, plain_tooltip(tr(kind.summary)), Qt.ItemDataRole.ToolTipRole
                    )
            self._combo.setCurrentIndex(max(self._combo.findData(before), 0))
        self._show_chosen()

    def set_compact(self, compact: bool) -> None:
        """Set whether to leave out the label."""
        self._label.setVisible(not compact)

    def choice(self) -> str:
        """Return the chosen dialogue's name; empty if the transport has none."""
        name = self._combo.currentData()
        return name if isinstance(name, str) else ""

    def title_of(self, name: str) -> str:
        """Return the title of a dialogue."""
        return tr(self._kinds[name].title) if name in self._kinds else name

    def parameters(self) -> Values:
        """Return the parameters of the chosen dialogue."""
        return dict(self._values.get(self.choice(), {}))

    def mistake(self) -> str:
        """Return the error message of the parameters; empty if they are valid."""
        return self.parameter_form.mistake()

    def set_choice(self, name: str, parameters: Mapping[str, str | bool]) -> None:
        """Set the dialogue and its parameters; ignored if the transport does not support it."""
        index = self._combo.findData(name)
        if index < 0:
            return
        self._values[name] = {**self._defaults(name), **parameters}
        self._combo.setCurrentIndex(index)
        self._show_chosen()
        self.choice_changed.emit()

    def _defaults(self, name: str) -> Values:
        return {one.name: one.default for one in self._kinds[name].parameters}

    @Slot()
    def _show_chosen(self) -> None:
        name = self.choice()
        if not name:
            return
        kind = self._kinds[name]
        self._combo.setToolTip(plain_tooltip(tr(kind.summary)))
        values = self._values.setdefault(name, self._defaults(name))
        self.parameter_form.show_kind(kind, values)

    @Slot(int)
    def _on_combo_activated(self, index: int) -> None:
        self._show_chosen()
        self.choice_changed.emit()

    def _on_form_parameters_changed(self) -> None:
        self._values[self.choice()] = self.parameter_form.values()
        self.choice_changed.emit()
