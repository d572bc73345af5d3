"""The view of a scenario's results."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.widgets.buttons import IconButton
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.gui.widgets.text_edit import TextEdit
from socket_workbench.language import tr, trn
from socket_workbench.payload.text import printable

_LEAST_LINES = 2
_MOST_LINES = 10_000
_MOST_BYTES = 64 * 1024
_LONGEST_LINE = 2_000


class ResultText(TextEdit):
    """A text to read, which needs two lines only, so that nothing around it has to scroll.

    Args:
        name: its accessible name.
        parent: the widget around it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setProperty("type", "mono")
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)

    def minimumSizeHint(self) -> QSize:
        """Return the height of two lines."""
        margins, inside = self.contentsMargins(), 2 * round(self.document().documentMargin())
        height = _LEAST_LINES * self.fontMetrics().lineSpacing() + inside
        return QSize(super().minimumSizeHint().width(), height + margins.top() + margins.bottom())


class ResultView(QWidget):
    """A list of results as text, the newest at the end; hidden while empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ResultText(tr("Results"))
        self._text.setMaximumBlockCount(_MOST_LINES)
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
        return self._text.text()

    def clear(self) -> None:
        """Remove all results."""
        self._text.clear()
        self.hide()

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
