"""The field for an address."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyleOptionFrame,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.widgets.completion import Completion, Completions
from socket_workbench.gui.widgets.mistake import mark_mistake, reveal
from socket_workbench.language import tr

_TEXT_INSET = 2
"""Pixels between the contents of a line edit and its text, as in Qt's `QLineEdit`."""

_FRAME = 12
"""Pixels of border, padding and inset on each side of the text."""

_SHORT_ADDRESS = "127.0.0.1:13145"
"""A text that always fits into the field."""


class AddressLine(QLineEdit):
    """A line edit that elides its text in the middle while it is not edited.

    So the port of a long address can be read.
    """

    def shown_text(self) -> str:
        """Return the text as it is painted."""
        if self.hasFocus():
            return self.text()
        width = self._text_rect(self._option()).width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text; elided if it does not fit and is not edited."""
        shown = self.shown_text()
        is_elided = shown != self.text()
        self.setToolTip(plain_tooltip(self.text() if is_elided else ""))
        if not is_elided:
            super().paintEvent(event)
            return
        option, painter = self._option(), QPainter(self)
        panel = QStyle.PrimitiveElement.PE_PanelLineEdit
        self.style().drawPrimitive(panel, option, painter, self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._text_rect(option), flags, shown)

    def _option(self) -> QStyleOptionFrame:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        return option

    def _text_rect(self, option: QStyleOptionFrame) -> QRect:
        contents = QStyle.SubElement.SE_LineEditContents
        inside = self.style().subElementRect(contents, option, self)
        if self.actions():
            # Qt does not tell the room that it takes for their icons.
            inside.setRight(inside.right() - self.height())
        return inside.marginsRemoved(self.textMargins()).adjusted(_TEXT_INSET, 0, -_TEXT_INSET, 0)


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
        text_replaced: another text was set, or an address was committed.
    """

    text_changed = Signal()
    mistake_found = Signal(str)
    address_committed = Signal(str)
    start_requested = Signal()
    text_replaced = Signal()

    def __init__(self, check: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self._committed = ""
        self._history: Sequence[str] = ()
        self._line = AddressLine()
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
        self._line.setMinimumWidth(room + 2 * _FRAME)

    def text(self) -> str:
        """Return the text of the field, valid or not, without surrounding white space."""
        return self._line.text().strip()

    def set_text(self, address: str) -> None:
        """Set the committed address, and clear any error."""
        self._line.setText(address)
        self._line.setCursorPosition(0)
        self._committed = address.strip()
        self._set_mistake("")
        self.text_replaced.emit()

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
        """Give the field the focus, select the whole address, and scroll to it."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()
        reveal(self._line)

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
        self.text_replaced.emit()
