"""The field for an address."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.widgets.completion import Completion, Completions
from socket_workbench.gui.widgets.mistake import mark_mistake
from socket_workbench.language import tr

_SHORT_ADDRESS = "127.0.0.1:13145"
"""A text that always fits into the field."""


class AddressField(QWidget):
    """A line edit for an address, which is checked when the field is left or Enter is pressed.

    The text is never rewritten while the user types. A mistake is marked in the field, with its
    sentence as the tooltip; the owner shows the sentence, where that moves nothing.

    Args:
        check: returns a sentence that says what is wrong with a text; empty for a valid address.

    Signals:
        text_changed: the text was edited or set.
        mistake_found: the address was found to be invalid; carries the sentence.
        address_committed: a valid address was entered: Enter was pressed, or the field was left
            with another address than the last committed one.
        start_requested: Enter was pressed at a valid address, which is committed.
    """

    text_changed = Signal()
    mistake_found = Signal(str)
    address_committed = Signal(str)
    start_requested = Signal()

    def __init__(self, check: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self._committed = ""
        self._history: Sequence[str] = ()
        self._line = QLineEdit()
        self._line.setProperty("type", "mono")
        self._line.setAccessibleName(tr("Address"))
        self._line.setPlaceholderText(tr("host:port, udp://host:port or unix:///path"))
        self._warning = QAction(icon("circle-alert", "error"), "", self)
        self._mistake = ""
        self._completion = Completion(self._line, self._completions)
        self.setFocusProxy(self._line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._line)
        self._make_room()
        self._line.returnPressed.connect(self._on_line_return_pressed)
        self._line.editingFinished.connect(self._on_line_editing_finished)
        self._line.textEdited.connect(self._on_line_text_edited)
        self._line.textChanged.connect(self.text_changed)

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def _make_room(self) -> None:
        room = self._line.fontMetrics().horizontalAdvance(_SHORT_ADDRESS)
        self._line.setMinimumWidth(room + self._line.minimumSizeHint().width())

    def text(self) -> str:
        """Return the text of the field, valid or not, without surrounding white space."""
        return self._line.text().strip()

    def set_text(self, address: str) -> None:
        """Set the committed address, and clear any error."""
        self._line.setText(address)
        self._line.setCursorPosition(0)
        self._committed = address.strip()
        self._set_mistake("")

    def mistake(self) -> str:
        """Return what is wrong with the address; empty if nothing is, or it was not checked yet."""
        return self._mistake

    def _set_mistake(self, sentence: str) -> None:
        self._mistake = sentence
        if sentence:
            self.mistake_found.emit(sentence)
        mark_mistake(self._line, sentence)
        self._warning.setToolTip(plain_tooltip(sentence))
        if sentence:
            self._line.addAction(self._warning, QLineEdit.ActionPosition.TrailingPosition)
        else:
            self._line.removeAction(self._warning)

    def validate(self) -> bool:
        """Check the address now, mark any mistake, and return whether it is valid."""
        self._set_mistake(self._check(self.text()))
        return not self._mistake

    def set_history(self, addresses: Sequence[str]) -> None:
        """Set the addresses offered for completion, the most recent first."""
        self._history = tuple(addresses)

    def _completions(self, text: str, cursor: int, asked: bool) -> Completions:
        """Return the addresses with the text in them; all of them if the user asks for some."""
        typed = text.strip().casefold()
        has_it = [each for each in self._history if typed and typed in each.casefold()]
        every = [each for each in self._history if asked and each not in has_it]
        return Completions([*has_it, *every], 0, len(text))

    def set_read_only(self, read_only: bool) -> None:
        """Set whether the address cannot be edited, because it is in use."""
        self._line.setReadOnly(read_only)

    def select_all(self) -> None:
        """Give the field the focus and select the whole address."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def _on_line_return_pressed(self) -> None:
        if not self._line.isReadOnly() and self.validate():
            self._commit()
            self.start_requested.emit()

    def _on_line_editing_finished(self) -> None:
        # Also emitted after `returnPressed`, when the address is committed already.
        if self.text() != self._committed and self.validate():
            self._commit()

    def _on_line_text_edited(self) -> None:
        if self._mistake:
            self._set_mistake(self._check(self.text()))

    def _commit(self) -> None:
        self._committed = self.text()
        self.address_committed.emit(self._committed)
