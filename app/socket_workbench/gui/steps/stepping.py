"""The held calls of all panes, and what lets them go."""

from time import perf_counter_ns

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.stepping import MOST_LISTED
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.steps.row import HeldRow, held_row
from socket_workbench.gui.threads.pace import Pace


class Stepping(QObject):
    """Steps the calls of the endpoints that the panes run.

    Attributes:
        caller: the thread that is stepped, see `HeldRow.caller`; None for the one that is held for
            longest.

    Signals:
        changed(): calls were held or let go, or step mode was switched.
    """

    changed = Signal()

    def __init__(self, board: PaneBoard, session: Session, parent: QObject | None = None) -> None:
        """Watch the panes.

        Args:
            board: the panes.
            session: says whether what is started is stepped.
            parent: the parent object.
        """
        super().__init__(parent)
        self._board = board
        self._session = session
        self._watched: set[Pane] = set()
        self.caller: tuple[str, str] | None = None
        self._pace = Pace(self)
        self._pace.due.connect(self.changed)
        board.changed.connect(self._on_board_changed)
        self._on_board_changed()

    # Looking

    @property
    def is_all(self) -> bool:
        """Whether the calls of all endpoints that are started are held."""
        return self._session.steps_calls

    @property
    def count(self) -> int:
        """How many calls are held."""
        return sum(running.gate.count for running in self._running())

    @property
    def is_stepping(self) -> bool:
        """Whether the calls of any running endpoint are held, or will be at a chosen one."""
        return any(not running.gate.is_open for running in self._traced())

    @property
    def until(self) -> str:
        """The name of the call until which calls go on; empty if there is none."""
        return next((running.gate.until for running in self._traced() if running.gate.until), "")

    def untraced(self) -> list[str]:
        """Return the names of endpoints that run without a trace, and so cannot be stepped."""
        traced = self._traced()
        live = (running for running in self._running() if running.state.is_live)
        return [running.settings.name for running in live if running not in traced]

    def held(self) -> list[HeldRow]:
        """Return the held calls, the one that is held for longest first."""
        now = perf_counter_ns()
        rows = []
        for running in self._running():
            if not running.gate.count:
                continue
            peers = {view.source: view.peer for view in running.connections() if view.is_open}
            address = str(running.address)
            rows += [
                held_row(call, running.settings.name, peers.get(call.source, address), now)
                for call in running.gate.held()
            ]
        rows.sort(key=lambda row: row.number)
        return rows[:MOST_LISTED]

    def chosen(self, rows: list[HeldRow]) -> HeldRow | None:
        """Return which of the held calls the next step makes; None if none is held."""
        of_caller = (row for row in rows if row.caller == self.caller)
        return next(of_caller, None) or (rows[0] if rows else None)

    # Stepping

    @Slot()
    def step(self) -> None:
        """Make the chosen call, else the one that is held for longest.

        If none is held, and calls go on, the next ones are held again.
        """
        chosen = self.chosen(self.held())
        if chosen is None:
            self._hold_again()
            return
        for running in self._running():
            if running.gate.step(chosen.number):
                break
        self._pace.ask()

    @Slot()
    def go_on(self) -> None:
        """Let all calls go, and those that follow."""
        self.go_on_until("")

    def go_on_until(self, name: str, endpoint: str = "") -> None:
        """Let calls go until one of this name is begun.

        Args:
            name: the name of the call; empty to hold none.
            endpoint: the name of the only endpoint whose calls go on; empty for all.
        """
        for running in self._traced():
            if endpoint in ("", running.settings.name):
                running.gate.go_on(until=name)
        self._pace.ask()

    def set_all(self, is_all: bool) -> None:
        """Hold the calls of everything that is started from now on, and of what is traced."""
        self._session.steps_calls = is_all
        for running in self._traced():
            running.step_calls(is_all)
        for pane in self._board.panes():
            # They say whether their next start is stepped.
            pane.refresh()
        self.changed.emit()

    def _hold_again(self) -> None:
        traced = self._traced()
        if not traced:
            self.set_all(True)
        for running in traced:
            running.gate.hold_calls()
        self._pace.ask()

    def _running(self) -> list[RunningEndpoint]:
        return [pane.running for pane in self._board.panes() if pane.running is not None]

    def _traced(self) -> list[RunningEndpoint]:
        return [
            running
            for running in self._running()
            if running.state.is_live and running.settings.options.is_traced
        ]

    @Slot()
    def _on_board_changed(self) -> None:
        panes = set(self._board.panes())
        for pane in panes - self._watched:
            pane.refreshed.connect(self._on_pane_refreshed)
        self._watched = panes
        self._pace.ask()

    @Slot()
    def _on_pane_refreshed(self) -> None:
        self._pace.ask()
