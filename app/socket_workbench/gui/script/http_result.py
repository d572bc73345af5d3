"""The view of an HTTP response: status, headers and body."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.looks.wording import byte_size
from socket_workbench.gui.script.http_content import HttpContent, http_content
from socket_workbench.gui.script.result_view import ResultText
from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.gui.widgets.buttons import PlainButton
from socket_workbench.gui.widgets.file_dialogs import ask_where_to_save
from socket_workbench.gui.widgets.labels import ElidedLabel, RowLabel
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.widgets.state_chip import StateChip
from socket_workbench.journal.stream_file import StreamFileError, write_bytes
from socket_workbench.language import tr

_TONES = {"2": Tone.OPEN, "3": Tone.WAITING, "4": Tone.ERROR, "5": Tone.ERROR}


class HttpResult(QWidget):
    """Shows the status line, then headers and body in one text; a button saves the body.

    Signals:
        read: a response was parsed and is shown.
    """

    read = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = b""
        self._name = "body"
        self._chip = StateChip()
        self._status = ElidedLabel("", "mono")
        self._size = RowLabel("")
        self._save = PlainButton(tr("Save body…"), "save")
        self._notice = Notice()
        self._text = ResultText(tr("Headers and body"))
        self._reading: Job | None = None
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
        column.addWidget(self._text, 1)
        self._save.clicked.connect(self._on_save_clicked)
        self.hide()

    def show_response(self, data: bytes) -> None:
        """Show a response; `data` is everything received up to the end of the stream.

        It is parsed in a job and shown then; a later call drops the job of an earlier one.
        """
        self._drop_reading()
        self._reading = Job("read response", lambda token: http_content(data), self)
        self._reading.succeeded.connect(self._on_reading_succeeded)
        self._reading.start()

    def body(self) -> bytes:
        """Return the body's bytes."""
        return self._body

    def save_body(self, path: Path) -> None:
        """Write the body to a file in the background; a notice says how that ended."""
        body = self._body

        def write(token: Token) -> Path:
            write_bytes(path, body)
            return path

        writing = Job("write file", write, self, (StreamFileError,))
        writing.succeeded.connect(self._on_writing_succeeded)
        writing.failed.connect(self._notice.show_error)
        writing.start()

    def clear(self) -> None:
        """Remove the response."""
        self._drop_reading()
        self._body = b""
        self.hide()

    def _drop_reading(self) -> None:
        if self._reading is not None:
            self._reading.drop()

    @Slot(object)
    def _on_reading_succeeded(self, content: HttpContent) -> None:
        self._body = content.body
        self._name = f"body.{content.extension}"
        tone = _TONES.get(content.status[:1], Tone.IDLE)
        self._chip.show_state(tone, f"{content.status} {content.reason}".strip())
        self._status.setText(content.version)
        self._size.setText(byte_size(len(content.body)))
        head = "".join(f"{field}\n" for field in content.fields)
        self._text.setPlainText(f"{head}\n{content.shown}" if head else content.shown)
        self._save.setEnabled(bool(content.body))
        self._notice.clear()
        if content.problem:
            self._notice.show_error(content.problem)
        self.show()
        self.read.emit()

    def _on_save_clicked(self) -> None:
        ask_where_to_save(self, tr("Save body"), self._on_file_selected, self._name)

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        self.save_body(Path(name))

    @Slot(object)
    def _on_writing_succeeded(self, path: Path) -> None:
        self._notice.show_success(tr("The body was saved as {path}.", path=path))
