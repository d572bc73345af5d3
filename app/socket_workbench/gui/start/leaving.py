"""Saves and stops everything when the application quits."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Slot
from PySide6.QtGui import QSessionManager

from socket_workbench.gui.session.session import Session
from socket_workbench.gui.start.window_place import WindowPlace
from socket_workbench.gui.window.main_window import MainWindow

if TYPE_CHECKING:
    from socket_workbench.gui.window.keeping import Keeping


class Leaving(QObject):
    """Saves the window's state and closes the session, whatever makes the application quit.

    It quits when the window has been closed, and when the desktop session ends. Then Windows ends
    the process as soon as the slots of `aboutToQuit` have returned (WM_ENDSESSION); macOS and
    X11's session managers send a Quit event, which closes the window. So all of it happens in a
    slot of `aboutToQuit`, which waits for the window's threads.

    Args:
        application: the application.
        window: its window.
        session: the session, closed last.
        place: keeps its panes; None if they are not kept.

    Attributes:
        keeping: stores the looks and the window; None before the window was painted.
        stuck: names of threads that were still running when the session was closed.
    """

    def __init__(
        self,
        application: QCoreApplication,
        window: MainWindow,
        session: Session,
        place: WindowPlace | None,
    ) -> None:
        super().__init__(application)
        self._window = window
        self._session = session
        self._place = place
        self._has_ended = False
        self.keeping: Keeping | None = None
        self.stuck: list[str] = []
        window.ended.connect(self._on_window_ended)
        application.aboutToQuit.connect(self._on_application_about_to_quit)

    @Slot(QSessionManager)
    def keep(self, request: QSessionManager | None = None) -> None:
        """Save the looks, and the window with its panes.

        Args:
            request: the desktop session that may be about to end; nothing is asked of it.
        """
        if self.keeping is not None:
            self.keeping.keep()
        if self._place is not None:
            self._place.keep_panes()

    @Slot(list)
    def _on_window_ended(self, stuck: list[str]) -> None:
        self._has_ended = True
        self.stuck = stuck
        QCoreApplication.quit()

    @Slot()
    def _on_application_about_to_quit(self) -> None:
        self.keep()
        if self.keeping is not None:
            self.keeping.stop()
        self._window.close()
        while not self._has_ended:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if self._place is not None:
            self._place.close()
        self._session.close()
