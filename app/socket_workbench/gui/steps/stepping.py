"""The held calls of all panes and watched programs, and what lets them go."""

from time import perf_counter_ns
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.stepping import MOST_LISTED, StepGate
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.steps.row import Caller, HeldRow, held_program_row, held_row
from socket_workbench.gui.threads.pace import Pace

if TYPE_CHECKING:
    from socket_workbench.watch.gate import Gate


class Stepping(QObject):
    """Steps the calls of the endpoints that the panes run, and of watched programs.

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
            session: says whether what is started is stepped, and has the watched programs.
            parent: the parent object.
        """
        super().__init__(parent)
        self._board = board
        self._session = session
        self._watched: set[Pane] = set()
        self.caller: Caller | None = None
        self._pace = Pace(self)
        self._pace.due.connect(self.changed)
        board.changed.connect(self._on_board_changed)
        session.programs.changed.connect(self._pace.ask)
        session.programs.refreshed.connect(self._pace.ask)
        self._on_board_changed()

    # Looking

    @property
    def is_all(self) -> bool:
        """Whether the calls of everything that is started are held."""
        return self._session.steps_calls

    @property
    def count(self) -> int:
        """How many calls are held."""
        held = sum(running.gate.count for running in self._running())
        return held + sum(gate.count for _, gate in self._programs())

    @property
    def is_stepping(self) -> bool:
        """Whether the calls of anything that runs are held, or will be at a chosen one."""
        return any(not gate.is_open for gate in self._gates())

    @property
    def until(self) -> str:
        """The name of the call until which calls go on; empty if there is none."""
        return next((gate.until for gate in self._gates() if gate.until), "")

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
                held_row(
                    call, running.settings.name, peers.get(call.source, address), now, running.gate
                )
                for call in running.gate.held()
            ]
        for name, gate in self._programs():
            rows += [held_program_row(call, name, now, gate) for call in gate.held()]
        rows.sort(key=lambda row: -row.seconds)
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
        chosen.make()
        self._pace.ask()

    @Slot()
    def go_on(self) -> None:
        """Let all calls go, and those that follow."""
        self.go_on_until("")

    def go_on_until(self, name: str, only: HeldRow | None = None) -> None:
        """Let calls go until one of this name is begun.

        Args:
            name: the name of the call; empty to hold none.
            only: a call of the only endpoint or program whose calls go on; None for all.
        """
        for gate in self._gates():
            if only is None or gate is only.gate:
                gate.go_on(until=name)
        self._pace.ask()

    def set_all(self, is_all: bool) -> None:
        """Hold the calls of everything that is started from now on, and of what is traced."""
        self._session.steps_calls = is_all
        for running in self._traced():
            running.step_calls(is_all)
        for program in self._session.programs.live():
            program.step_calls(is_all)
        for pane in self._board.panes():
            # They say whether their next start is stepped.
            pane.refresh()
        self.changed.emit()

    def _hold_again(self) -> None:
        gates = self._gates()
        if not gates:
            self.set_all(True)
        for gate in gates:
            gate.hold_calls()
        self._pace.ask()

    def _running(self) -> list[RunningEndpoint]:
        return [pane.running for pane in self._board.panes() if pane.running is not None]

    def _traced(self) -> list[RunningEndpoint]:
        return [
            running
            for running in self._running()
            if running.state.is_live and running.settings.options.is_traced
        ]

    def _programs(self) -> "list[tuple[str, Gate]]":
        """Return the names of the watched programs that run, and what holds their calls."""
        return [
            (each.program.title, each.gate)
            for each in self._session.programs.live()
            if each.gate is not None
        ]

    def _gates(self) -> "list[StepGate | Gate]":
        """Return what holds the calls of everything that runs and can be stepped."""
        return [*(each.gate for each in self._traced()), *(gate for _, gate in self._programs())]

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
