"""The view of a scenario's results."""

from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.buttons import IconButton
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.language import tr, trn
from socket_workbench.payload.text import printable

_MOST_LINES = 10_000
_MOST_BYTES = 64 * 1024
_LONGEST_LINE = 2_000


class ResultView(QWidget):
    """A list of results as text, the newest at the end; hidden while empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setProperty("type", "mono")
        self._text.setAccessibleName(tr("Results"))
        self._text.setMaximumBlockCount(_MOST_LINES)
        self._text.setTabChangesFocus(True)
        copy = IconButton("copy", tr("Copy the results"), small=True)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(tr("Result"), "dim"))
        head.addStretch(1)
        head.addWidget(copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._text)
        copy.clicked.connect(self._on_copy_clicked)
        self.hide()

    def add_result(self, content: bytes) -> None:
        r"""Append a result; bytes that are not UTF-8 become `\xNN`.

        A long result is truncated, and its long lines are broken.
        """
        lines = content[:_MOST_BYTES].decode("utf-8", "backslashreplace").splitlines() or [""]
        shown = [
            printable(line[start : start + _LONGEST_LINE])
            for line in lines
            for start in range(0, max(len(line), 1), _LONGEST_LINE)
        ]
        more = len(content) - _MOST_BYTES
        if more > 0:
            shown.append(trn("… and {count:,} more byte", "… and {count:,} more bytes", more))
        self._text.appendPlainText("\n".join(shown))
        self._text.moveCursor(QTextCursor.MoveOperation.End)
        self.show()

    def text(self) -> str:
        """Return the whole text."""
        return self._text.toPlainText()

    def clear(self) -> None:
        """Remove all results."""
        self._text.clear()
        self.hide()

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
