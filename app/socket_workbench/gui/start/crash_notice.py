"""Tells in the window what has failed in the program, however often it does."""

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QMainWindow

from socket_workbench.gui.reports.dialog import FaultNotice, ReportDialog
from socket_workbench.gui.start.crash import CrashReport
from socket_workbench.gui.window.notice_bar import NoticeBar
from socket_workbench.language import tr, trn
from socket_workbench.user_folders import log_file

PAUSE = 500
"""Milliseconds between updates of the notice."""


class CrashNotice(QObject):
    """One notice for all faults, with their number; it opens a dialog with the report.

    A user who has closed it sees it again when something else fails.

    Args:
        crash: the faults.
        window: the window.
        notices: where the notice is shown.

    Attributes:
        notice: the notice.
    """

    def __init__(self, crash: CrashReport, window: QMainWindow, notices: NoticeBar) -> None:
        super().__init__(window)
        self._crash = crash
        self._window = window
        self._earlier = ""
        self._shown = 0
        self._closed_kinds = 0
        self.notice = FaultNotice()
        notices.add(self.notice)
        self.notice.report_requested.connect(self._on_notice_report_requested)
        self.notice.closed.connect(self._on_notice_closed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._on_pause_timeout)
        # Queued: the thread that failed may be any.
        crash.added.connect(self._on_crash_added, Qt.ConnectionType.QueuedConnection)
        if crash.faults.count:
            self._on_crash_added()

    def tell_earlier(self, dump: str) -> None:
        """Tell that an earlier process crashed.

        Args:
            dump: what `faulthandler` has written of it.
        """
        self._earlier = dump
        if not self._shown:
            self.notice.show_error(
                tr("The program crashed when it was used before. What it had recorded is kept.")
            )

    @Slot()
    def _on_crash_added(self) -> None:
        if not self._pause.isActive():
            self._show()
            self._pause.start()

    @Slot()
    def _on_pause_timeout(self) -> None:
        self._crash.taken()
        if self._crash.faults.count > self._shown:
            self._on_crash_added()

    def _show(self) -> None:
        faults = self._crash.faults
        self._shown = faults.count
        if faults.kinds <= self._closed_kinds:
            return
        sentence = trn(
            "Something in the program failed. What is open goes on.",
            "Something in the program failed {count} times. What is open goes on.",
            faults.count,
        )
        if self._shown > 1 and not self.notice.isHidden():
            self.notice.reword(sentence)
        else:
            self.notice.show_error(sentence)

    @Slot()
    def _on_notice_closed(self) -> None:
        self._closed_kinds = self._crash.faults.kinds

    @Slot()
    def _on_notice_report_requested(self) -> None:
        text = self._crash.faults.report()
        if self._earlier:
            text += f"\n\n{self._earlier}"
        dialog = ReportDialog(
            tr("Report"),
            tr(
                "Nothing is sent anywhere. Copy this for those who maintain the program: it holds"
                " no contents of messages and none of your folders' names. It is also in the log,"
                " {path}.",
                path=log_file(),
            ),
            text,
            self._window,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
