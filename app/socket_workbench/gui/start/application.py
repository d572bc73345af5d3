"""Opens the window and runs the application."""

import math
import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, SignalInstance

from socket_workbench.engine.threads import share_turns
from socket_workbench.gui.looks.theme import Theme
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.session.session_settings import SessionSettings
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start import memory
from socket_workbench.gui.start.beginning import Beginning
from socket_workbench.gui.start.crash import CrashReport
from socket_workbench.gui.start.crash_file import CrashFile
from socket_workbench.gui.start.garbage import GarbageCollector
from socket_workbench.gui.start.instance import Instance, Request
from socket_workbench.gui.start.leaving import Leaving
from socket_workbench.gui.start.signals import SignalWatch
from socket_workbench.gui.start.window_place import WindowNumber, WindowPlace
from socket_workbench.gui.window.first_paint import FirstPaint
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.language import tr
from socket_workbench.user_folders import log_file, windows_folder

if TYPE_CHECKING:
    from argparse import Namespace
    from types import SimpleNamespace


def open_window(
    begun: Beginning, parsed: "Namespace | SimpleNamespace", complain: Callable[[str], None]
) -> int:
    """Open the window; return after it was closed.

    Args:
        begun: what `begin` returned.
        parsed: `.scenario` (a name or file, or None), `.run`, `.serve` (endpoints with dialogues)
            `.connect` (endpoints) and `.open` (files): what to open in the window; `.safe_mode`.
        complain: prints a sentence on standard error.

    Returns:
        The exit code.
    """
    share_turns(1)
    Settings.are_off = parsed.safe_mode
    crash_file = CrashFile(log_file().parent)
    crash = CrashReport(begun.application)
    crash.install()
    try:
        return _run(begun, crash, crash_file.left, parsed, complain)
    except Exception as error:
        crash.report(type(error), error, error.__traceback__)
        raise
    finally:
        crash.remove()
        crash_file.close()


def _run(
    begun: Beginning,
    crash: CrashReport,
    left: str,
    parsed: "Namespace | SimpleNamespace",
    complain: Callable[[str], None],
) -> int:
    """Open the window and run the event loop; return the exit code.

    Args:
        begun: see `open_window`.
        crash: handles exceptions.
        left: what an earlier process that crashed has left, see `CrashFile.left`.
        parsed: see `open_window`.
        complain: see `open_window`.
    """
    application = begun.application
    garbage = GarbageCollector(application)
    settings = Settings()
    theme = Theme(application)
    memory.restore_looks(theme, settings)
    try:
        session = Session(capture_limit=SessionSettings.load(settings).capture_limit)
    except JournalOpenError as error:
        complain(str(error))
        return 1
    is_asked = parsed.scenario or parsed.serve or parsed.connect or parsed.safe_mode
    place = None if is_asked else WindowPlace(windows_folder(), application)
    own = settings if place is None else place.settings
    with theme.unstyled():
        window = MainWindow(session, theme)
    number = WindowNumber(windows_folder())
    window.setWindowTitle(number.title())
    signals = SignalWatch(window.close)
    fill = _restore(window, own, place, parsed)
    leaving = Leaving(application, window, session, place)
    application.commitDataRequest.connect(leaving.keep)
    painted = FirstPaint(window).painted
    painted.connect(partial(_tell_crashes, window, crash, left))
    painted.connect(partial(_go_on, window, fill, settings.fault or own.fault, parsed))
    painted.connect(garbage.begin)
    painted.connect(partial(_keep, window, settings, own, leaving))
    # Trim first: sessions that are removed must not be offered.
    session.trimmed.connect(window.sessions.offer_left_sessions)
    painted.connect(partial(session.trim, _room(settings)))
    _answer_starts(window, begun.instance, painted)
    if begun.splash is not None:
        painted.connect(begun.splash.close)
    if place is not None and not session.warning:
        place.keeping_failed.connect(window.notice.show_error)
    window.show()
    application.exec()
    signals.close()
    number.release()
    _log_end(session, leaving.stuck)
    code = _exit_code(leaving.stuck, complain)
    garbage.close()
    session.folder.trim(_room(settings))
    return code


def _restore(
    window: MainWindow,
    own: Settings,
    place: WindowPlace | None,
    parsed: "Namespace | SimpleNamespace",
) -> Callable[[], None]:
    """Restore the window from its settings, and return what creates its panes after it is painted.

    Args:
        window: the window.
        own: its settings.
        place: keeps its panes; None if others are asked for.
        parsed: what is asked for, see `open_window`.
    """
    memory.restore_window(window, own)
    memory.expect_panes(window, own, are_kept=place is not None)
    if place is None:
        return partial(_open_as_asked, window, parsed)
    return partial(memory.restore_panes, window, own, partial(place.watch, window))


def _keep(window: MainWindow, settings: Settings, own: Settings, leaving: Leaving) -> None:
    """Store the looks in the settings of all windows, and the window in its own, as they change."""
    from socket_workbench.gui.window.keeping import Keeping

    looks = partial(memory.looks_state, window.theme)
    states = [(settings, looks), (own, partial(memory.window_state, window))]
    leaving.keeping = Keeping(states, window)
    leaving.keeping.start()


def _room(settings: Settings) -> float:
    """Return how many bytes unsaved sessions may take; without settings, all that there are.

    Nothing is removed because a setting could not be read.
    """
    return SessionSettings.load(settings).kept_bytes if settings.is_read else math.inf


def _go_on(
    window: MainWindow,
    fill: Callable[[], None],
    fault: str,
    parsed: "Namespace | SimpleNamespace",
) -> None:
    """Create the panes and open the files; called after the first paint.

    Args:
        window: the window; if it is being closed, nothing is done.
        fill: creates the panes.
        fault: what is wrong with the settings file; empty if nothing is.
        parsed: what is asked for, see `open_window`.
    """
    if window.is_ending:
        return
    window.complete()
    fill()
    if fault:
        window.notice.show_error(fault)
    elif parsed.safe_mode:
        window.notice.show_info(
            tr("Safe mode: defaults are used, and nothing that is set here is kept.")
        )
    window.sessions.open_files(parsed.open)


def _answer_starts(window: MainWindow, instance: Instance | None, painted: SignalInstance) -> None:
    """Answer other starts from the first paint until the window is being closed.

    Args:
        window: the window.
        instance: tells what they ask for; None if no start is answered.
        painted: emitted at the first paint.
    """
    if instance is None:
        return
    instance.requested.connect(partial(_open_for_another_start, window))
    painted.connect(instance.listen)
    window.ending_started.connect(instance.close)


def _open_for_another_start(window: MainWindow, request: Request) -> None:
    """Open what another start has asked for, and bring the window to the front."""
    window.sessions.open_files(request.files)
    if request.scenario:
        window.scenario_control.open(request.scenario, runs=request.run)
    if request.token:
        # Qt takes it from there when a window is activated under Wayland.
        os.environ["XDG_ACTIVATION_TOKEN"] = request.token
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _tell_crashes(window: MainWindow, crash: CrashReport, left: str) -> None:
    """Log the start, and show from now on what fails; called after the first paint."""
    from socket_workbench.gui.reports.fault_text import without_folders
    from socket_workbench.gui.reports.program_log import program_log
    from socket_workbench.gui.start.crash_notice import CrashNotice
    from socket_workbench.gui.window.about import about_text

    log = program_log()
    log.info("started\n%s", about_text())
    notice = CrashNotice(crash, window, window.notices)
    if left:
        left = without_folders(left)
        log.error("an earlier process crashed\n%s", left)
        notice.tell_earlier(left)


def _log_end(session: Session, stuck: list[str]) -> None:
    from socket_workbench.gui.reports.program_log import program_log

    log = program_log()
    if session.fault:
        log.warning("recording was incomplete: %s", session.fault)
    if stuck:
        log.warning("these threads did not stop: %s", ", ".join(stuck))
    log.info("ended")


def _open_as_asked(window: MainWindow, parsed: "Namespace | SimpleNamespace") -> None:
    """Set up and start what the command line asks for."""
    if parsed.scenario:
        window.scenario_control.open(parsed.scenario, runs=parsed.run)
    window.board.portions.add(_start_as_asked(window, parsed))
    window.board.expect_nothing()


def _start_as_asked(window: MainWindow, parsed: "Namespace | SimpleNamespace") -> Iterator[None]:
    """Start the servers and clients; yields after each."""
    from socket_workbench.engine.settings import ServerSettings

    for endpoint, dialogue in parsed.serve:
        server = window.board.add_server()
        settings = ServerSettings(server.name, endpoint)
        if dialogue:
            settings = ServerSettings(server.name, endpoint, dialogue=dialogue)
        server.load(settings)
        server.start()
        yield
    for endpoint in parsed.connect:
        client = window.board.add_client()
        client.address.set_text(str(endpoint))
        client.start()
        yield


def _exit_code(stuck: list[str], complain: Callable[[str], None]) -> int:
    """Report threads that have not stopped; they end with the process, which ends here."""
    if not stuck:
        return 0
    complain(tr("These threads did not stop: {names}.", names=", ".join(stuck)))
    # Destroying a running QThread aborts the process.
    os._exit(1)
