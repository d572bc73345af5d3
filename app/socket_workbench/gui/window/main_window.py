"""The main window: panes above, the record card below."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent

from socket_workbench.gui.card.record_card import RecordCard
from socket_workbench.gui.looks.theme import Theme
from socket_workbench.gui.panes.area import Arrangement
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.scenarios.choice import ScenarioChoice
from socket_workbench.gui.scenarios.listing import FIRST, listed_scenarios
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.gui.widgets.tab_order import ReadingOrderWindow
from socket_workbench.gui.window.actions import Menus
from socket_workbench.gui.window.dock import add_docks, restore_docks
from socket_workbench.gui.window.menus import fill_menus
from socket_workbench.gui.window.notice_bar import NoticeBar
from socket_workbench.gui.window.pages import CONVERSATION, LOG, PAGES, PYTHON, log_shown
from socket_workbench.gui.window.run_place import RunPlace
from socket_workbench.gui.window.scenario_control import ScenarioControl
from socket_workbench.gui.window.sessions import WindowSessions
from socket_workbench.gui.window.status_line import StatusLine
from socket_workbench.gui.window.tool_bar import RunBar
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.counters.counters import Counters
    from socket_workbench.gui.exports.exporting import Exporting
    from socket_workbench.gui.exports.text_logging import TextLogging
    from socket_workbench.gui.panes.pane import Pane
    from socket_workbench.gui.panes.pane_actions import PaneActions
    from socket_workbench.gui.scenarios.place import GalleryPlace
    from socket_workbench.gui.window.layout.pane_fold import PaneFold
    from socket_workbench.gui.window.layout.part_zoom import PartZoom
    from socket_workbench.gui.window.layout.splits import Splits
    from socket_workbench.gui.window.step_control import StepControl
    from socket_workbench.gui.window.traffic_watch import TrafficWatch
    from socket_workbench.gui.window.watch_place import WatchPlace

STATUS_INTERVAL = 0.4
"""The least number of seconds between updates of the status line, so that it can be read."""

_SIZE = QSize(1360, 860)
_FRAME = QSize(4, 40)
"""An estimate of the size of the window frame and title bar, in pixels."""


class MainWindow(ReadingOrderWindow):
    """The main window with servers, clients and their log.

    Attributes:
        board: the panes.
        card: the record card.
        log: the log page.
        counters: the traffic counters.
        scenarios: the choice of the scenario to run.
        scenario_control: sets up and runs scenarios.
        run_place: where Run will connect, and how the last run has ended.
        notice: shows messages of the window; `notices` is where it and others are shown.
        sessions: saves the session and opens others.
        docks: the dock widgets.
        theme: the colours and the font size.
        arrangement: how several panes are arranged.
        kept_split: what `Splits.save_state` returned before the program was started.

    Signals:
        ending_started(): the window is being closed; running jobs should be cancelled.
        ended(list): the window was closed and everything has stopped; carries the names of threads
            that did not stop in time.
    """

    ending_started = Signal()
    ended = Signal(list)

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self.theme = theme
        self._is_ending = False
        self._has_ended = False
        self.arrangement = Arrangement.AUTOMATIC
        self.kept_split: dict[str, object] = {}
        self.setObjectName("main window")
        self.setWindowTitle(tr("Socket Workbench"))
        self.resize(_SIZE.boundedTo(self.screen().availableSize() - _FRAME))
        self.setContentsMargins(8, 0, 8, 0)
        self.board = PaneBoard(session, self)
        self.card = RecordCard(session.path, PAGES, self._parts_for_pages)
        self.log = self.card.page(LOG)
        self.scenarios = ScenarioChoice(listed_scenarios())
        self.notice = Notice()
        self.scenario_control = ScenarioControl(self.board, self.scenarios, self.notice, self)
        self.status = StatusLine()
        self.run_place = RunPlace(self.board)
        self.tool_bar = RunBar(self.scenarios, self.run_place, self)
        self.run_button, self.stop_button = self.tool_bar.run_button, self.tool_bar.stop_button
        self.addToolBar(self.tool_bar)
        self.docks = add_docks(self, self.board.servers, self.board.clients, self.card)
        self.statusBar().addWidget(self.status, 1)
        self.notices = NoticeBar(self, self.status.chip)
        self.notices.add(self.notice)
        self.sessions = WindowSessions(self, self.notice, self.notices, session, theme)
        self.menus = Menus(self, self.menuBar())
        fill_menus(self.menus, self)
        self._connect()
        self.stop_button.setEnabled(False)

    @Slot()
    def complete(self) -> None:
        """Start what is not needed for the first paint: the updates of counts and rates."""
        self.text_logging.resume()
        from socket_workbench.gui.window.row_sending import RowSending

        self.row_sending = RowSending(self._session.path, self.card, self.board, self.notice, self)
        self._offer_first_steps()
        # Says that a pane was closed, from the first one on.
        self.pane_actions.toast.hide()
        self._session.ticker.ticked.connect(self._on_ticker_ticked)
        self.theme.changed.connect(self.pane_fold.fit)
        self.theme.changed.connect(self.splits.fit)
        self.pane_fold.folded.connect(self.splits.fit)
        self.splits.restore_state(self.kept_split)
        self.part_zoom.start()
        self.refresh_status()

    def _offer_first_steps(self) -> None:
        from socket_workbench.gui.window.first_steps import FirstSteps

        steps = FirstSteps(self.log.view)
        steps.run_requested.connect(partial(self.scenario_control.choose_and_run, FIRST))
        steps.server_requested.connect(lambda: self.board.add_server().start())
        steps.client_requested.connect(self.add_client)
        steps.program_requested.connect(lambda: self.watching.ask())
        steps.last_requested.connect(self.sessions.open_last)
        self.sessions.last_found.connect(steps.offer_last)
        self._session.rows_committed.connect(steps.rows_committed)

    # Created on first use, to keep the start of the program short.

    @cached_property
    def counters(self) -> "Counters":
        """The traffic counters, created on first use."""
        from socket_workbench.gui.counters.counters import Counters

        return Counters(self.board, self._session.ticker, self)

    @cached_property
    def pane_actions(self) -> "PaneActions":
        """What can be done with the pane in use, or with all."""
        from socket_workbench.gui.panes.pane_actions import PaneActions

        return PaneActions(self.board, self)

    @cached_property
    def pane_fold(self) -> "PaneFold":
        """Puts all panes behind one row of tabs while the window is narrow."""
        from socket_workbench.gui.window.layout.pane_fold import PaneFold

        return PaneFold(self.docks[0], self.docks[1], self.board, self)

    @cached_property
    def splits(self) -> "Splits":
        """Keeps the split of the docks."""
        from socket_workbench.gui.window.layout.splits import Splits

        card = self.card
        return Splits(self, self.docks, self.pane_fold.needed_height, lambda: card.lent_height)

    @cached_property
    def step_control(self) -> "StepControl":
        """Steps calls, created on first use."""
        from socket_workbench.gui.window.step_control import StepControl

        return StepControl(self.board, self._session, self.card, self.tool_bar.step_button, self)

    @cached_property
    def watching(self) -> "WatchPlace":
        """The watched programs, created on first use."""
        from socket_workbench.gui.window.watch_place import WatchPlace

        place = WatchPlace(self, self._session, self.card, self.docks[-1], self.pane_fold)
        self.menus.menus[tr("&View")].addAction(place.dock.toggleViewAction())
        place.fold.folded.connect(self.splits.fit)
        return place

    @cached_property
    def part_zoom(self) -> "PartZoom":
        """Zooms panes and pages alone."""
        from socket_workbench.gui.window.layout.part_zoom import PartZoom

        return PartZoom(self, lambda: [*self.board.panes(), *self.card.parts().values()])

    @cached_property
    def gallery(self) -> "GalleryPlace":
        """The gallery, and the folder of scenarios that is open in it."""
        from socket_workbench.gui.scenarios.place import GalleryPlace

        place = GalleryPlace(self.scenarios, self)
        self.sessions.serve_gallery(place)
        place.run_requested.connect(self.scenario_control.choose_and_run)
        place.set_up_requested.connect(self.scenario_control.choose)
        self.ending_started.connect(place.folder.drop)
        return place

    @cached_property
    def exporting(self) -> "Exporting":
        """Exports the session."""
        from socket_workbench.gui.exports.exporting import Exporting

        exporting = Exporting(self._session.path, partial(log_shown, self.card), self.notice, self)
        self.ending_started.connect(exporting.cancel)
        return exporting

    @cached_property
    def text_logging(self) -> "TextLogging":
        """Starts and stops the continuous text log."""
        from socket_workbench.gui.exports.text_logging import TextLogging

        return TextLogging(self._session, self.notice, self)

    @cached_property
    def _traffic(self) -> "TrafficWatch":
        from socket_workbench.gui.window.traffic_watch import TrafficWatch

        return TrafficWatch()

    def _parts_for_pages(self) -> tuple[object, ...]:
        return self.board, self.counters, self._session, self.step_control.stepping

    def _connect(self) -> None:
        self.run_button.clicked.connect(self.scenario_control.run)
        self.stop_button.clicked.connect(self.stop_all)
        self.tool_bar.step_button.clicked.connect(lambda: self.step_control.toggle())
        self.tool_bar.server_button.clicked.connect(self.add_server)
        self.tool_bar.client_button.clicked.connect(self.add_client)
        self.scenario_control.gallery_requested.connect(lambda: self.gallery.show())
        self.sessions.scenario_chosen.connect(self.scenario_control.choose)
        self.sessions.folder_chosen.connect(lambda name: self.gallery.show_folder(name))
        self.ended.connect(self.sessions.close_windows)
        self.board.connection_chosen.connect(self._on_board_connection_chosen)
        self.board.source_chosen.connect(lambda n: self.card.show_page(LOG).show_only_source(n))
        self.board.changed.connect(self._on_board_changed)
        self.board.duplicate_requested.connect(lambda pane: self.pane_actions.add_copy(pane))
        self.board.program_requested.connect(self._on_board_program_requested)
        self.run_place.row_requested.connect(self._on_run_place_row_requested)
        self.card.export_requested.connect(self.show_export)
        self.card.front_requested.connect(self.docks[-1].bring_to_front)
        self.board.set_encodings(self.card.annotations.encoding)
        self.card.annotations.encoding_changed.connect(self.board.use_encodings)
        self._session.row_marked.connect(self.card.annotations.mark_moment)
        self.card.annotations.failed.connect(self.notice.show_error)
        self._session.rows_committed.connect(self.card.rows_committed)
        self.status.losses_requested.connect(self._on_status_losses_requested)
        self._session.recording_failed.connect(self.notice.show_error)
        self._session.programs.changed.connect(self._on_board_changed)
        self._session.programs.run_requested.connect(lambda program: self.watching.run(program))

    @property
    def is_ending(self) -> bool:
        """Whether the window is being closed or was closed."""
        return self._is_ending

    # Panes

    @Slot()
    def add_server(self) -> None:
        """Add an empty server pane."""
        self.board.add_server().address.select_all()

    @Slot()
    def add_client(self) -> None:
        """Add an empty client pane."""
        self.board.add_client().address.select_all()

    @Slot()
    def stop_all(self) -> None:
        """Stop every server, client and watched program."""
        self.pane_actions.cancel_start()
        self.board.stop_all()
        if "watching" in self.__dict__:
            self.watching.stop_all()

    def arrange_panes(self, arrangement: Arrangement) -> None:
        """Set the arrangement of panes."""
        self.arrangement = arrangement
        self.board.set_arrangement(arrangement)

    @Slot()
    def restore_places(self) -> None:
        """Show servers, clients and the card where they are in a new window."""
        self.pane_fold.unfold()
        restore_docks(self, self.docks)
        self.splits.choose_first()
        self.pane_fold.fit()

    @Slot()
    def show_export(self) -> None:
        """Open the export dialog."""
        self.exporting.show_dialog()

    # Looks

    @Slot()
    def toggle_full_screen(self) -> None:
        """Enter or leave full screen mode."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # Status and end

    @Slot()
    def _on_ticker_ticked(self) -> None:
        if not self._has_ended and self._traffic.age() >= STATUS_INTERVAL:
            self.refresh_status()

    def refresh_status(self) -> None:
        """Update the status line."""
        self.status.show_status(
            self._traffic.status(self.board, self._session, self.counters.median_reply())
        )

    @Slot()
    def _on_status_losses_requested(self) -> None:
        self.card.show_page(LOG).show_losses()

    @Slot(int)
    def _on_board_connection_chosen(self, number: int) -> None:
        self.card.show_page(CONVERSATION).show_connection(number)

    @Slot(object)
    def _on_board_program_requested(self, pane: "Pane") -> None:
        self.card.show_page(PYTHON).show_pane(pane)

    @Slot()
    def _on_board_changed(self) -> None:
        self.stop_button.setEnabled(self.board.is_live or self._session.programs.live_count > 0)

    @Slot(object)
    def _on_run_place_row_requested(self, time: int) -> None:
        self.card.show_page(LOG).show_moment(time)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything; `ended` is emitted when all has stopped, or after `PATIENCE`.

        Accepted at once: on macOS, a window that ignores it cancels a log-out.
        """
        event.accept()
        if not self._is_ending:
            self._is_ending = True
            self.ending_started.emit()
            self.scenario_control.opening.close()
            self.board.portions.drop()
            self.stop_all()
            # Jobs that wait for rows would be waited for.
            self.board.close_readers()
            self.card.close_pages()
            self._wait_for_threads()

    def _wait_for_threads(self) -> None:
        from socket_workbench.gui.window.ending import Ending

        ending = Ending(self._session, self)
        ending.ended.connect(self._on_ending_ended)
        ending.begin()

    @Slot(list)
    def _on_ending_ended(self, stuck: list[str]) -> None:
        self._has_ended = True
        self.ended.emit(stuck)
