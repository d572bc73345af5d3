"""How far a conversation has been saved, the button that stops it, and what came of it."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from socket_workbench.gui.conversation.saving import ConversationSaving
from socket_workbench.gui.looks.wording import byte_count, byte_size
from socket_workbench.gui.widgets.buttons import IconButton, QuietButton
from socket_workbench.gui.widgets.labels import ElidedLabel
from socket_workbench.journal.search.filter import Filter
from socket_workbench.language import tr

_STEPS = 1000


class SavingRow(QWidget):
    """Saves one file at a time; hidden while there is nothing to say."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        """Save nothing yet.

        Args:
            path: the journal's file.
            parent: the widget around it.
        """
        super().__init__(parent)
        self._path = path
        self._rows = 0
        self._saving: ConversationSaving | None = None
        self.bar = QProgressBar(self)
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.bar.setAccessibleName(tr("Saving the conversation"))
        self.words = ElidedLabel("", "small", Qt.TextElideMode.ElideMiddle)
        self.cancel = QuietButton(tr("Cancel"), "x")
        self.close_button = IconButton("x", tr("Close this notice"), small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar)
        row.addWidget(self.words, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.close_button)
        self.cancel.clicked.connect(self._on_cancel_clicked)
        self.close_button.clicked.connect(self.hide)
        self.hide()

    @property
    def is_saving(self) -> bool:
        """Whether a file is being written."""
        return self._saving is not None

    def begin(self, wanted: Filter, target: Path, rows: int) -> None:
        """Save the payloads of rows; nothing while another file is being written.

        Args:
            wanted: which rows.
            target: the file.
            rows: how many rows the session has.
        """
        if self._saving is not None:
            return
        self._rows = rows
        saving = self._saving = ConversationSaving(self._path, wanted, target, self)
        queued = Qt.ConnectionType.QueuedConnection
        saving.progressed.connect(self._on_progressed, queued)
        saving.saved.connect(self._on_saved, queued)
        saving.cancelled.connect(self._on_cancelled, queued)
        saving.failed.connect(self._on_failed, queued)
        self._show(True, tr("Saving {path}", path=target))
        self.bar.setValue(0)
        saving.start()

    def close_saving(self) -> None:
        """Stop writing and wait for the thread."""
        saving, self._saving = self._saving, None
        if saving is not None:
            saving.cancel()
            saving.wait()

    def _end(self, sentence: str) -> None:
        saving, self._saving = self._saving, None
        if saving is None:
            return
        saving.wait()
        saving.deleteLater()
        self._show(False, sentence)

    def _show(self, running: bool, words: str) -> None:
        self.bar.setVisible(running)
        self.cancel.setVisible(running)
        self.close_button.setVisible(not running)
        self.words.setText(words)
        self.show()

    @Slot()
    def _on_cancel_clicked(self) -> None:
        if self._saving is not None:
            self._saving.cancel()

    @Slot(object, object)
    def _on_progressed(self, written: int, rows: int) -> None:
        if self._saving is not None:
            self.bar.setValue(rows * _STEPS // max(self._rows, 1))
            path = self._saving.target
            self.words.setText(tr("Saving {path}: {size}", path=path, size=byte_size(written)))

    @Slot(object, bool)
    def _on_saved(self, written: int, is_damaged: bool) -> None:
        if self._saving is not None:
            path = self._saving.target
            sentence = tr("Saved {path}, {bytes}.", path=path, bytes=byte_count(written))
            if is_damaged:
                sentence += " " + tr("The session is damaged: bytes may be missing.")
            self._end(sentence)

    @Slot()
    def _on_cancelled(self) -> None:
        self._end(tr("Cancelled; nothing was saved."))

    @Slot(str)
    def _on_failed(self, sentence: str) -> None:
        self._end(sentence)
