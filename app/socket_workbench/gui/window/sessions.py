"""The session actions of the window: save, open, and recover after a crash."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu

from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.looks.theme import Theme
from socket_workbench.gui.looks.wording import byte_size
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.session.session_settings import SessionSettings
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.threads.portions import Portions
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.window.notice_bar import NoticeBar
from socket_workbench.journal.storage.claim import Claim
from socket_workbench.journal.storage.folder import SUFFIX, KeptSession
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.scenarios.copying import ScenarioCopying
    from socket_workbench.gui.scenarios.place import GalleryPlace
    from socket_workbench.gui.sessions.offer_notice import OfferNotice
    from socket_workbench.gui.sessions.saving import Saving
    from socket_workbench.gui.window.session_window import SessionWindow

MOST_AT_ONCE = 10
"""The most files that are opened together without asking."""


class WindowSessions(QObject):
    """Carries out the session actions of the main window's menus, keys, drops and notices.

    Attributes:
        windows: the open session windows.

    Signals:
        scenario_chosen(str): a scenario file was opened; carries its path.
        folder_chosen(str): a folder of scenarios was opened; carries its path.
        last_found(str): the session before this one is kept; carries the words that offer it.
    """

    scenario_chosen = Signal(str)
    folder_chosen = Signal(str)
    last_found = Signal(str)

    def __init__(
        self,
        window: QMainWindow,
        notice: Notice,
        notices: NoticeBar,
        session: Session,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._notice = notice
        self._notices = notices
        self._session = session
        self._theme = theme
        self._settings = Settings()
        self._left: list[KeptSession] = []
        self._last: KeptSession | None = None
        self._has_offered = False
        self._portions = Portions(self)
        self.windows: list[SessionWindow] = []
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @cached_property
    def saving(self) -> "Saving":
        """Saves the window's own session; made when that is first wanted."""
        from socket_workbench.gui.sessions.saving import Saving

        saving = Saving(self._window, self._session.path, self._notice)
        saving.saved.connect(self._on_saving_saved)
        return saving

    @cached_property
    def offer(self) -> "OfferNotice":
        """The notice that offers sessions left by a crash; made for the first."""
        from socket_workbench.gui.sessions.offer_notice import OfferNotice

        offer = OfferNotice()
        offer.setAccessibleDescription(tr("Sessions left by a crash"))
        self._notices.add(offer)
        offer.open_requested.connect(self._on_offer_open_requested)
        offer.discard_requested.connect(self._on_offer_discard_requested)
        offer.closed.connect(self._on_offer_closed)
        return offer

    def fill_menu(self, menu: QMenu, before: QAction) -> None:
        """Add recent and unsaved sessions to the File menu."""
        recent = QMenu(tr("Open &recent"), menu)
        unsaved = QMenu(tr("&Unsaved sessions"), menu)
        recent.aboutToShow.connect(lambda: self._fill(recent, self._recent()))
        unsaved.aboutToShow.connect(lambda: self._fill(unsaved, self._unsaved()))
        for submenu in (recent, unsaved):
            menu.insertMenu(before, submenu)

    # Opening

    @Slot(object)
    def copy_scenario(self, source: Path) -> None:
        """Ask where to save a copy of a scenario that comes with the program, and set it up."""
        self._copying.ask(source)

    @cached_property
    def _copying(self) -> "ScenarioCopying":
        from socket_workbench.gui.scenarios.copying import ScenarioCopying

        copying = ScenarioCopying(self._window)
        copying.copied.connect(self._on_copying_copied)
        copying.failed.connect(self._notice.show_error)
        return copying

    @Slot(object)
    def _on_copying_copied(self, name: str) -> None:
        self.scenario_chosen.emit(name)
        words = tr("{file} was written. Change it with a text editor, then open it.", file=name)
        self._notice.show_success(words)

    def serve_gallery(self, gallery: "GalleryPlace") -> None:
        """Open and copy the files that are asked for in the gallery, and say what it cannot."""
        gallery.open_requested.connect(self.ask_for_file)
        gallery.copy_requested.connect(self.copy_scenario)
        gallery.folder.refused.connect(self._notice.show_error)

    @Slot()
    def ask_for_file(self) -> None:
        """Open a file dialog for a session or a scenario."""
        from socket_workbench.gui.widgets.file_dialogs import ask_for_file

        target = self.saving.target
        ask_for_file(
            self._window,
            tr("Open"),
            self.open_file,
            filters=[
                tr("Sessions and scenarios (*{suffix} *.toml)", suffix=SUFFIX),
                tr("All files (*)"),
            ],
            folder=target.parent if target is not None else None,
        )

    @Slot(str)
    def open_file(self, name: str) -> None:
        """Open a scenario or a session, by its file's name, or a folder of scenarios."""
        if name.endswith(".toml"):
            self.scenario_chosen.emit(name)
        elif not name.endswith(SUFFIX) and Path(name).is_dir():
            self.folder_chosen.emit(name)
        else:
            self.open_session(Path(name))

    def open_files(self, names: Sequence[str]) -> None:
        """Open several files as `open_file` does; ask first if there are many."""
        if len(names) <= MOST_AT_ONCE:
            self._portions.add(self._open_each(names))
            return
        from socket_workbench.gui.window.open_all import OpenAllDialog

        question = OpenAllDialog(len(names), self._window)
        question.accepted.connect(lambda: self._portions.add(self._open_each(names)))
        question.finished.connect(question.deleteLater)
        question.open()

    def _open_each(self, names: Iterable[str]) -> Iterator[None]:
        """Open the files; yields after each."""
        for name in names:
            self.open_file(name)
            yield

    def open_session(self, path: Path) -> "SessionWindow":
        """Show a session in a new window; shows an error if that fails."""
        path = path.absolute()
        for window in self.windows:
            if window.path == path:
                window.activateWindow()
                return window
        from socket_workbench.gui.window.keeping import Keeping
        from socket_workbench.gui.window.session_window import SessionWindow

        unsaved = path.parent == self._session.folder.folder
        window = SessionWindow(path, self._theme, claimed=unsaved)
        window.restore_state(self._settings)
        keeping = Keeping([(self._settings, window.state)], window)
        window.opened.connect(keeping.start)
        window.closed.connect(keeping.stop)
        self.windows.append(window)
        window.opened.connect(self._on_session_window_opened)
        window.refused.connect(self._on_session_window_refused)
        window.closed.connect(self._on_session_window_closed)
        self._show_titles()
        window.open()
        return window

    def _show_titles(self) -> None:
        names = [window.path.stem for window in self.windows]
        for window, name in zip(self.windows, names, strict=True):
            window.show_title(with_folder=names.count(name) > 1)

    @Slot()
    def open_last(self) -> None:
        """Show the session before this one."""
        if self._last is not None:
            self.open_session(self._last.path)

    # Saving and settings

    @Slot()
    def show_settings(self) -> None:
        """Open the settings dialog of sessions."""
        from socket_workbench.gui.sessions.settings_dialog import SettingsDialog

        dialog = SettingsDialog(
            SessionSettings.load(self._settings), self._session.folder.folder, self._window
        )
        dialog.changed.connect(self._on_settings_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def _on_settings_changed(self, settings: SessionSettings) -> None:
        settings.keep(self._settings)
        self._session.set_capture_limit(settings.capture_limit)
        self._session.trim(settings.kept_bytes)

    @Slot(str, object)
    def _on_saving_saved(self, name: str, count: int) -> None:
        self._session.saved_rows = count
        from socket_workbench.gui.sessions.recent import keep_recent

        keep_recent(self._settings, Path(name))

    # What a crash has left

    @Slot()
    def offer_left_sessions(self) -> None:
        """Offer the last session, and those left by a crash; warn if this one cannot be kept.

        Only the first call has an effect: the session is trimmed again when its settings change.
        """
        if self._has_offered:
            return
        self._has_offered = True
        if self._session.warning:
            self._notice.show_error(self._session.warning)
        kept = self._session.folder.kept()
        self._last = next((session for session in kept if not session.crashed), None)
        if self._last is not None:
            time, size = self._last.ended.strftime("%x %H:%M"), byte_size(self._last.size)
            self.last_found.emit(tr("Open the last session ({time}, {size})", time=time, size=size))
        self._left = [session for session in kept if session.crashed]
        if self._left:
            self._offer_next()

    def _offer_next(self) -> None:
        if not self._left:
            self.offer.clear()
            return
        left = self._left[0]
        self.offer.show_info(
            tr(
                "The session that ended on {time} ({size}) was not closed properly: the program or "
                "the computer stopped. What was recorded is there.",
                time=left.ended.strftime("%x %H:%M"),
                size=byte_size(left.size),
            )
        )

    def _settle(self) -> None:
        """Go on to the next session left; a session that was decided on is not offered again."""
        left = self._left.pop(0)
        with contextlib.suppress(OSError):
            Claim(left.path, alone=True).release(ended=True)
        self._offer_next()

    @Slot()
    def _on_offer_open_requested(self) -> None:
        path = self._left[0].path
        self._settle()
        self.open_session(path)

    @Slot()
    def _on_offer_discard_requested(self) -> None:
        self._session.discard(self._left.pop(0).path)
        self._offer_next()

    @Slot()
    def _on_offer_closed(self) -> None:
        self._settle()

    # Menus

    def _recent(self) -> list[tuple[str, Path]]:
        from socket_workbench.gui.sessions.recent import recent_sessions

        return [(str(path), path) for path in recent_sessions(self._settings)]

    def _unsaved(self) -> list[tuple[str, Path]]:
        return [
            (f"{session.path.stem} · {byte_size(session.size)}", session.path)
            for session in self._session.folder.kept()
        ]

    def _fill(self, menu: QMenu, entries: list[tuple[str, Path]]) -> None:
        menu.clear()
        for text, path in entries:
            action = menu.addAction(plain_title(text))
            action.triggered.connect(lambda _checked=False, path=path: self.open_session(path))
        if not entries:
            menu.addAction(tr("None")).setEnabled(False)

    # Windows

    def _sending_window(self) -> "SessionWindow | None":
        sender = self.sender()
        return next((window for window in self.windows if window is sender), None)

    @Slot()
    def _on_session_window_opened(self) -> None:
        window = self._sending_window()
        if window is not None and window.path.parent != self._session.folder.folder:
            from socket_workbench.gui.sessions.recent import keep_recent

            keep_recent(self._settings, window.path)

    @Slot(str)
    def _on_session_window_refused(self, sentence: str) -> None:
        self._notice.show_error(sentence)
        window = self._sending_window()
        if window is not None:
            from socket_workbench.gui.sessions.recent import forget_recent

            forget_recent(self._settings, window.path)
            window.close()

    @Slot()
    def _on_session_window_closed(self) -> None:
        window = self._sending_window()
        if window is not None:
            self.windows.remove(window)
            self._show_titles()
            window.deleteLater()

    @Slot()
    def close_windows(self) -> None:
        """Close all session windows; blocks until running saves have finished."""
        self._portions.drop()
        for window in list(self.windows):
            window.saving.finish()
            window.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open files and folders that are dropped on the window."""
        if watched is self._window and isinstance(event, QDropEvent):
            paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
            if paths:
                event.acceptProposedAction()
                if not isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.Drop:
                    self.open_files(paths)
                return True
        return super().eventFilter(watched, event)
