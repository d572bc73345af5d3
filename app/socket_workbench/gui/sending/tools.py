"""The controls of a message field: mode, line end, byte count, and two buttons."""

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.looks.wording import byte_count
from socket_workbench.gui.rows.encodings import encoding_title
from socket_workbench.gui.sending.composition import HEX, TEXT
from socket_workbench.gui.widgets.buttons import IconButton
from socket_workbench.gui.widgets.labels import RowLabel
from socket_workbench.language import tr
from socket_workbench.payload.line_end import LineEnd


class SendTools(QWidget):
    """The byte count, the mode, the line end, the file button and the switch to the large field.

    Attributes:
        file_button: opens a file to send.

    Signals:
        mode_chosen: the user chose `text` or `hex`.
        line_end_chosen: the user chose another line end.
        large_toggled: the user switched the large field on or off.
    """

    mode_chosen = Signal(str)
    line_end_chosen = Signal()
    large_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = RowLabel("")
        self._count.setAccessibleName(tr("Length of the message"))
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._mode = _combo(
            tr("Spelling"), tr("How the message is written: text with escapes, or hex.")
        )
        self._mode.addItem("", TEXT)
        self._mode.addItem(tr("Hex"), HEX)
        self._line_end = _combo(tr("Line end"), tr("What is added behind the message."))
        self._line_end.addItem(tr("no line end"), LineEnd.NONE.value)
        for name, one in (("LF", LineEnd.LF), ("CR", LineEnd.CR), ("CR LF", LineEnd.CRLF)):
            self._line_end.addItem(name, one.value)
        self.file_button = IconButton("paperclip", tr("Send a file…"))
        self._large = IconButton("maximize-2", tr("Several lines"))
        self._large.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._mode, self._line_end):
            row.addWidget(widget)
        row.addWidget(self._count, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self.file_button)
        buttons.addWidget(self._large)
        row.addLayout(buttons)
        self._mode.activated.connect(self._on_mode_activated)
        self._line_end.activated.connect(self._on_line_end_activated)
        self._large.clicked.connect(self._on_large_clicked)
        self._last_mode = TEXT
        self.show_encoding("utf-8")

    def show_encoding(self, encoding: str) -> None:
        """Show the encoding of text, unless it is UTF-8."""
        title = encoding_title(encoding)
        words = tr("Text") if encoding == "utf-8" else tr("Text ({encoding})", encoding=title)
        self._mode.setItemText(self._mode.findData(TEXT), words)

    def mode(self) -> str:
        """Return `text` or `hex`."""
        return cast("str", self._mode.currentData())

    def set_mode(self, mode: str) -> None:
        """Set the mode without emitting a signal."""
        self._mode.setCurrentIndex(self._mode.findData(mode))
        self._last_mode = mode
        # Hexadecimal gives every byte: no line end is added.
        self._line_end.setEnabled(mode == TEXT)

    def line_end(self) -> LineEnd:
        """Return the chosen line end."""
        return LineEnd(self._line_end.currentData())

    def set_line_end(self, line_end: LineEnd) -> None:
        """Set the line end without emitting a signal."""
        self._line_end.setCurrentIndex(self._line_end.findData(line_end.value))

    def set_large(self, large: bool) -> None:
        """Set whether the large field is on without emitting a signal."""
        self._large.setChecked(large)
        self._large.setIcon(icon("minimize-2" if large else "maximize-2", "dim"))

    def show_count(self, count: int | None) -> None:
        """Show the number of bytes; None for an invalid text."""
        self._count.setText(tr("— bytes") if count is None else byte_count(count))
        widest = self._count.fontMetrics().horizontalAdvance(byte_count(888))
        self._count.setMinimumWidth(widest)

    def _on_mode_activated(self) -> None:
        mode = self.mode()
        if mode != self._last_mode:
            self.set_mode(mode)
            self.mode_chosen.emit(mode)

    def _on_line_end_activated(self) -> None:
        self.line_end_chosen.emit()

    def _on_large_clicked(self, large: bool) -> None:
        self.set_large(large)
        self.large_toggled.emit(large)


def _combo(name: str, tooltip: str) -> QComboBox:
    combo = QComboBox()
    # Otherwise it keeps the width of its first text.
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.setAccessibleName(name)
    combo.setToolTip(plain_tooltip(tooltip))
    return combo
