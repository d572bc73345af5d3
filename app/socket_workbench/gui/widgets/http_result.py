"""Shows an HTTP response: status and headers apart from the body."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.widgets.buttons import PlainButton
from socket_workbench.gui.widgets.file_writing import FileWriting
from socket_workbench.gui.widgets.labels import ElidedLabel, RowLabel
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.widgets.state_chip import StateChip
from socket_workbench.gui.wording import byte_size
from socket_workbench.language import tr
from socket_workbench.payload.hexdump import hexdump
from socket_workbench.payload.http_response import HttpResponse, HttpResponseError, parse_response

_LEAST_HEIGHT = 48
_MOST_TEXT = 256 * 1024
_LONGEST_LINE = 2_000
_MOST_HEADER_LINES = 8
_MOST_HEX = 16 * 1024
_TONES = {"2": Tone.OPEN, "3": Tone.WAITING, "4": Tone.ERROR, "5": Tone.ERROR}
_EXTENSIONS = {
    "text/html": "html",
    "application/json": "json",
    "text/plain": "txt",
    "text/css": "css",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
}


class HttpResult(QWidget):
    """A status line, the headers, the body, and a button that saves the body.

    Signals:
        body_saved: the body has been written to a file; carries its path.
    """

    body_saved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = b""
        self._name = "body"
        self._chip = StateChip()
        self._status = ElidedLabel("", "mono")
        self._size = RowLabel("")
        self._save = PlainButton(tr("Save body…"), "save")
        self._notice = Notice()
        self._headers = _reading_field(tr("Headers"))
        self._content = _reading_field(tr("Body"))
        self._writing = FileWriting(self)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._chip)
        head.addWidget(self._status, 1)
        head.addWidget(self._size)
        head.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addWidget(self._headers)
        column.addWidget(self._content, 1)
        self._save.clicked.connect(self._on_save_clicked)
        self._writing.written.connect(self._on_writing_written)
        self._writing.failed.connect(self._notice.show_error)
        self.hide()

    def show_response(self, data: bytes) -> None:
        """Show everything that was received, up to the end of the stream."""
        self._notice.clear()
        try:
            response = parse_response(data)
        except HttpResponseError as error:
            self._notice.show_error(str(error))
            response = HttpResponse("", "", "", (), data)
        self._show(response)
        self.show()

    def body(self) -> bytes:
        """Return the body's bytes."""
        return self._body

    def save_body(self, path: Path) -> None:
        """Write the body to a file in the background; `body_saved` or an error shown follows."""
        self._writing.begin(path, self._body)

    def clear(self) -> None:
        """Forget the response."""
        self._body = b""
        self.hide()

    def _show(self, response: HttpResponse) -> None:
        self._body = response.body
        self._name = f"body.{_extension(response)}"
        tone = _TONES.get(response.status[:1], Tone.IDLE)
        self._chip.show_state(tone, f"{response.status} {response.reason}".strip())
        self._status.setText(response.version)
        self._size.setText(byte_size(len(response.body)))
        self._headers.setPlainText(
            "\n".join(f"{name}: {value}" for name, value in response.headers)
        )
        self._headers.setVisible(bool(response.headers))
        lines = min(len(response.headers), _MOST_HEADER_LINES)
        self._headers.setFixedHeight(self._headers.fontMetrics().lineSpacing() * lines + 20)
        self._content.setPlainText(_shown_body(response))
        self._save.setEnabled(bool(response.body))
        if response.problem:
            self._notice.show_error(response.problem)

    def _on_save_clicked(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Save body"), self._name)
        if path:
            self.save_body(Path(path))

    def _on_writing_written(self, path: str) -> None:
        self._notice.show_success(tr("The body was saved as {path}.", path=path))
        self.body_saved.emit(path)


def _reading_field(name: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setReadOnly(True)
    field.setProperty("type", "mono")
    field.setAccessibleName(name)
    field.setTabChangesFocus(True)
    field.setMinimumHeight(_LEAST_HEIGHT)
    return field


def _shown_body(response: HttpResponse) -> str:
    """The body as text or as a hex dump, the beginning of it where it is long."""
    if response.is_text:
        text = response.text()
        if len(text) <= _MOST_TEXT:
            return _in_short_lines(text)
        shown = _in_short_lines(text[:_MOST_TEXT])
        return shown + "\n" + tr("… and more; save the body to see all of it.")
    dump = hexdump(response.body[:_MOST_HEX])
    if len(response.body) <= _MOST_HEX:
        return dump
    return dump + "\n" + tr("… and more; save the body to see all of it.")


def _in_short_lines(text: str) -> str:
    """Break long lines: Qt takes seconds to lay out one of some hundred thousand characters."""
    return "\n".join(
        line[start : start + _LONGEST_LINE]
        for line in text.split("\n")
        for start in range(0, max(len(line), 1), _LONGEST_LINE)
    )


def _extension(response: HttpResponse) -> str:
    kind = response.header("Content-Type").partition(";")[0].strip().lower()
    return _EXTENSIONS.get(kind, "bin" if not response.is_text else "txt")
