"""The window of a recorded session."""

import contextlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.card.record_card import RecordCard
from socket_workbench.gui.looks.theme import Theme
from socket_workbench.gui.looks.wording import byte_size
from socket_workbench.gui.session.settings import Settings, Values
from socket_workbench.gui.sessions.checking import Loan, check_session
from socket_workbench.gui.sessions.saving import Saving
from socket_workbench.gui.threads.job import Job
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.widgets.tab_order import ReadingOrderWindow
from socket_workbench.gui.window.actions import Entry, Menus
from socket_workbench.gui.window.layout.part_zoom import PartZoom
from socket_workbench.gui.window.notice_bar import NoticeBar
from socket_workbench.gui.window.pages import LOG, RECORDED_PAGES, log_shown
from socket_workbench.gui.window.shared_entries import find_entries, zoom_entries
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.claim import Claim
from socket_workbench.language import tr, trn

if TYPE_CHECKING:
    from socket_workbench.gui.exports.exporting import Exporting

LOOK_INTERVAL = 1000
"""Milliseconds between checks whether another process has recorded more into the file."""

_GEOMETRY = "session window/geometry"
_CARD = "session window/card"

_SIZE = QSize(1120, 720)
_FRAME = QSize(4, 40)


class SessionWindow(ReadingOrderWindow):
    """Shows a session's file in a record card.

    Recorded data is never changed; marks, notes and encodings are written to the file. The window
    is shown once the file is known to be a session; damage is reported when all of it was read.

    Attributes:
        path: the file.
        card: the record card; None until the file is open.
        notice: shows messages about the file.
        saving: saves a copy of the file.
        part_zoom: zooms pages alone.

    Signals:
        opened: the file is a session, and the window is shown.
        refused(str): the file is not a session or cannot be read; carries a sentence.
        closed: the window was closed.
    """

    opened = Signal()
    refused = Signal(str)
    closed = Signal()

    def __init__(self, path: Path, theme: Theme, *, claimed: bool = False) -> None:
        """Create a hidden window; `open` shows it.

        Args:
            path: the session's file.
            theme: the size of all type, which its menu changes.
            claimed: whether it is in the folder of unsaved sessions and must not be removed while
                it is shown.
        """
        super().__init__()
        self.path = path
        self.card: RecordCard | None = None
        self._exporting: Exporting | None = None
        self._card_state = b""
        self._reader: Reader | None = None
        self._claim: Claim | None = None
        if claimed:
            with contextlib.suppress(OSError):
                self._claim = Claim(path, alone=False)
        self._loan = Loan()
        self._check = Job("check session", partial(check_session, path, self._loan), self)
        self._check.progressed.connect(self._on_check_progressed)
        self._check.told.connect(self._on_check_told)
        self._check.succeeded.connect(self._on_check_succeeded)
        self._check.failed.connect(self.refused)
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_INTERVAL)
        self._clock.timeout.connect(self.look_again)
        self.show_title()
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - _FRAME))
        self.notice = Notice()
        self._words = PlainLabel("", "small", selectable=True)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(8, 8, 8, 0)
        self._column.setSpacing(8)
        self.setCentralWidget(content)
        self.statusBar().addWidget(self._words, 1)
        self.statusBar().setContentsMargins(12, 0, 0, 0)
        NoticeBar(self).add(self.notice)
        self.saving = Saving(self, path, self.notice)
        self.part_zoom = PartZoom(self, self._parts)
        self._fill_menus(theme)

    def show_title(self, *, with_folder: bool = False) -> None:
        """Set the title.

        Args:
            with_folder: whether to say in which folder the file is, since another window shows one
                of the same name.
        """
        title = f"{self.path.stem} — {self.path.parent}" if with_folder else self.path.stem
        # Qt replaces `[*]` in the title depending on `windowModified`.
        self.setWindowTitle(title.replace("[*]", "[*][*]"))

    def _fill_menus(self, theme: Theme) -> None:
        menus = Menus(self, self.menuBar())
        menus.add(
            tr("&File"),
            [
                Entry(tr("&Save a copy…"), self.saving.save_as, ("Ctrl+S",), "save"),
                Entry(tr("&Export…"), self.show_export, ("Ctrl+E",), "save"),
                None,
                Entry(tr("&Close"), self.close, ("Ctrl+W",), "x"),
            ],
        )
        menus.add(tr("&Edit"), find_entries(lambda: self.card))
        menus.add(tr("&View"), zoom_entries(theme, lambda: self.part_zoom))
        self.menus = menus

    def _parts(self) -> Iterable[QWidget]:
        return () if self.card is None else self.card.parts().values()

    def open(self) -> None:
        """Open the file in a job; `opened` or `refused` follows."""
        self._check.start()

    def restore_state(self, settings: Settings) -> None:
        """Restore the state of the session window closed last; call it before `open`."""
        self.restoreGeometry(settings.bytes(_GEOMETRY))
        self._card_state = bytes(settings.bytes(_CARD).data())

    def state(self) -> Values:
        """Return size, position and columns, for the next session window."""
        card = self._card_state if self.card is None else self.card.save_state()
        return {_GEOMETRY: self.saveGeometry(), _CARD: QByteArray(card)}

    @Slot()
    def show_export(self) -> None:
        """Open the export dialog; do nothing before the file is open."""
        if self.card is None:
            return
        if self._exporting is None:
            from socket_workbench.gui.exports.exporting import Exporting

            self._exporting = Exporting(self.path, partial(log_shown, self.card), self.notice, self)
        self._exporting.show_dialog()

    @Slot()
    def look_again(self) -> None:
        """Show rows that another process has recorded since."""
        if self.card is None or self._reader is None:
            return
        with contextlib.suppress(JournalError):
            count = self._reader.count()
            if count > self.card.page(LOG).model.journal_count:
                self.card.rows_committed(count)
                self._show_words(count)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop all reading from the file."""
        super().closeEvent(event)
        self._clock.stop()
        self._check.drop()
        if self._exporting is not None:
            self._exporting.cancel()
        if self.card is not None:
            self.card.close_pages()
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self._loan.end()
        if self._claim is not None:
            self._claim.release(ended=True)
            self._claim = None
        self.closed.emit()

    def _show_words(self, count: int) -> None:
        events = trn("{count:,} event", "{count:,} events", count)
        with contextlib.suppress(OSError):
            events += f" · {byte_size(self.path.stat().st_size)}"
        self._words.setText(f"{events} · {self.path}")

    @Slot(object, object)
    def _on_check_progressed(self, done: int, total: int) -> None:
        """Show the progress of a copy; closing the window cancels it."""
        if not total:
            return
        self._words.setText(
            tr(
                "Copying {path} to read it: {percent} %",
                path=self.path,
                percent=done * 100 // total,
            )
        )
        self.show()

    @Slot(object)
    def _on_check_told(self, part: int | str) -> None:
        if isinstance(part, str):
            self.notice.show_error(part)
        else:
            self._show(part)

    def _show(self, count: int) -> None:
        """Show the file with this number of rows."""
        try:
            self._reader = Reader(self.path)
            self.card = RecordCard(self.path, RECORDED_PAGES)
        except JournalError as error:
            self.refused.emit(str(error))
            return
        self.card.export_requested.connect(self.show_export)
        self.card.annotations.failed.connect(self.notice.show_error)
        self._column.addWidget(self.card, 1)
        self.card.restore_state(self._card_state)
        self._show_words(count)
        self._clock.start()
        self.show()
        self.part_zoom.start()
        self.opened.emit()

    @Slot(object)
    def _on_check_succeeded(self, sentence: str) -> None:
        if sentence:
            self.notice.show_error(sentence)
