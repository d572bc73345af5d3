"""What a failed step has expected and what came, side by side, with marks where they differ."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.dialogues.commands import Finished
from socket_workbench.dialogues.script_comparison import Comparison
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.wording import byte_count
from socket_workbench.gui.script.difference import Shown, as_hex, as_text, differences, is_text
from socket_workbench.gui.widgets.buttons import IconButton, QuietButton
from socket_workbench.gui.widgets.labels import ElidedLabel, PlainLabel
from socket_workbench.gui.widgets.text_edit import TextEdit
from socket_workbench.language import tr

_TEXT_CHARACTERS, _HEX_CHARACTERS = 52, 92
"""The average characters of the font beside which both texts stand side by side."""

_LEAST_LINES = 2
_MOST_LINES = 6


class DifferenceView(QWidget):
    """Two texts that can be selected and copied; hidden until there is a difference.

    Attributes:
        hex_button: shows both texts in hexadecimal.
        copy_button: copies both texts.
        close_button: hides the view.
        sentence: where the two begin to differ.
        expected: what was expected.
        received: what came.

    Signals:
        closed(): the user has closed it.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._comparison: Comparison | None = None
        self.sentence = ElidedLabel("", "dim", Qt.TextElideMode.ElideRight)
        self.hex_button = QuietButton(tr("Hex"))
        self.hex_button.setCheckable(True)
        self.hex_button.setToolTip(tr("Show the bytes in hexadecimal."))
        self.copy_button = IconButton("copy", tr("Copy what was expected and received"), small=True)
        self.close_button = IconButton("x", tr("Hide what was expected and received"), small=True)
        self.expected = _Side(tr("Expected"), "open", "open_chip")
        self.received = _Side(tr("Received"), "error", "error_chip")
        self._arrange()
        self.hex_button.toggled.connect(self._show)
        self.copy_button.clicked.connect(self._on_copy_button_clicked)
        self.close_button.clicked.connect(self._on_close_button_clicked)
        self.hide()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.sentence, 1)
        for button in (self.hex_button, self.copy_button, self.close_button):
            head.addWidget(button)
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._sides.setSpacing(8)
        self._sides.addWidget(self.expected, 1)
        self._sides.addWidget(self.received, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._sides)

    def show_difference(self, finished: Finished) -> None:
        """Show why a step has failed; hides the view where nothing was compared."""
        comparison = self._comparison = finished.comparison
        self.setVisible(comparison is not None)
        if comparison is None:
            return
        self._words = finished.expected
        sentence = comparison.describe() or tr("Something else came.")
        self.sentence.setText(sentence[:1].upper() + sentence[1:])
        pieces = (comparison.expected or b"", comparison.received)
        self.hex_button.setChecked(bool(comparison.mask) or not all(map(is_text, pieces)))
        for side in (self.expected, self.received):
            side.field.setAccessibleDescription(sentence)
        self._show()

    def clear(self) -> None:
        """Hide the view."""
        self._comparison = None
        self.hide()

    @Slot()
    def _show(self) -> None:
        comparison = self._comparison
        if comparison is None:
            return
        self._place()
        ranges = differences(comparison)
        received = self._shown(comparison.received, ranges[1], comparison.offset)
        if comparison.expected is None:
            expected = Shown(self._words, ())
            size = ""
        else:
            data, mask = comparison.expected, comparison.mask
            expected = self._shown(data, ranges[0], comparison.offset, mask)
            size = _size_words(comparison.offset, len(data), comparison.expected_size)
        self.expected.show_text(expected, size)
        came = len(comparison.received)
        words = _size_words(comparison.offset, came, comparison.received_size)
        self.received.show_text(received, words)
        lines = max(_LEAST_LINES, self.expected.lines(), self.received.lines())
        for side in (self.expected, self.received):
            side.set_lines(min(lines, _MOST_LINES))

    def _shown(
        self, data: bytes, ranges: list[tuple[int, int]], offset: int, mask: bytes = b""
    ) -> Shown:
        if self.hex_button.isChecked():
            return as_hex(data, ranges, offset, mask)
        return as_text(data, ranges)

    def text(self) -> str:
        """Return everything as text."""
        sides = (self.expected.text(), self.received.text())
        return "\n\n".join([self.sentence.text(), *sides]) + "\n"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put both texts side by side where there is room."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        characters = _HEX_CHARACTERS if self.hex_button.isChecked() else _TEXT_CHARACTERS
        directions = QBoxLayout.Direction
        is_wide = self.width() >= self.fontMetrics().averageCharWidth() * characters
        self._sides.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    @Slot()
    def _on_copy_button_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    @Slot()
    def _on_close_button_clicked(self) -> None:
        self.clear()
        self.closed.emit()


class _Side(QWidget):
    """A caption and a text with marks.

    Args:
        title: the caption.
        ink: the token of the colour of what is marked.
        ground: the token of the colour behind it.
    """

    def __init__(self, title: str, ink: str, ground: str) -> None:
        super().__init__()
        self._title, self._ink, self._ground = title, ink, ground
        self._shown = Shown("", ())
        self._caption = PlainLabel(title, "small")
        self.field = TextEdit()
        self.field.setReadOnly(True)
        self.field.setProperty("type", "mono")
        self.field.setAccessibleName(title)
        self.field.setTabChangesFocus(True)
        self.field.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._caption)
        column.addWidget(self.field)

    def show_text(self, shown: Shown, size: str) -> None:
        """Show a text, and how much of it there is."""
        self._shown = shown
        self._caption.setText(f"{self._title} · {size}" if size else self._title)
        self.field.setPlainText(shown.text)
        self._mark()

    def text(self) -> str:
        """Return the caption and the text."""
        return f"{self._caption.text()}\n{self._shown.text}"

    def lines(self) -> int:
        """Return how many lines the text has before it is wrapped."""
        return self.field.blockCount()

    def set_lines(self, lines: int) -> None:
        """Set how many lines are seen."""
        self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * lines + 20)

    def changeEvent(self, event: QEvent) -> None:
        """Use the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._mark()

    def _mark(self) -> None:
        # Underlined, too: colour alone says nothing to many.
        form = QTextCharFormat()
        form.setForeground(tokens().color(self._ink))
        form.setBackground(tokens().color(self._ground))
        form.setFontUnderline(True)
        selections = []
        for first, last in self._shown.marks:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.field.document())
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format = form
            selections.append(selection)
        self.field.setExtraSelections(selections)


def _size_words(offset: int, shown: int, size: int) -> str:
    """Say how many bytes there are, and which of them are shown where that is not all."""
    if offset == 0 and shown == size:
        return byte_count(size)
    return tr(
        "bytes {first:,} to {last:,} of {size:,}",
        first=offset + 1,
        last=offset + shown,
        size=size,
    )
