"""What the calls of a pane's endpoint are doing, as marks on the lines of its program."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, Slot

from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.programs.recorded import RecordedCalls
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.widgets.source_view import LineMark, MarkKind, SourceView
from socket_workbench.programs.call_lines import Purpose, call_lines, purpose_of

_MOST_CONNECTIONS = 200
"""Connections that are looked at for what they wait in; the newest."""


class Moved(NamedTuple):
    """How often calls of an endpoint have returned, by what they are for."""

    accepted: int = 0
    received: int = 0
    sent: int = 0

    @classmethod
    def of(cls, running: RunningEndpoint | None) -> "Moved":
        """Return the counts of an endpoint now."""
        if running is None:
            return cls()
        traffic = running.traffic()
        return cls(traffic.connections, traffic.messages_in, traffic.messages_out)

    def returned_since(self, before: "Moved") -> set[Purpose]:
        """Return which calls have returned since another look at the same endpoint."""
        purposes = (Purpose.ACCEPT, Purpose.RECEIVE, Purpose.SEND)
        pairs = zip(purposes, self, before, strict=True)
        return {purpose for purpose, now, then in pairs if now > then}


def waiting_in(pane: Pane) -> set[Purpose]:
    """Return which calls of a pane's endpoint wait now, those held in step mode included."""
    running, state = pane.running, pane.state
    if running is None or not state.is_live:
        return set()
    if running.gate.count:
        held = {purpose_of(call.name) for call in running.gate.held()}
        return {purpose for purpose in held if purpose is not None}
    if state is EndpointState.CONNECTING:
        return {Purpose.CONNECT}
    waiting = set()
    if state is EndpointState.LISTENING:
        waiting.add(Purpose.ACCEPT if pane.is_stream else Purpose.RECEIVE)
    for view in running.connections()[-_MOST_CONNECTIONS:]:
        activity = view.activity if view.is_open else ""
        # With a selector, what waits for readiness stands for the call that receives.
        purpose = purpose_of(activity) or (Purpose.RECEIVE if activity else None)
        waiting |= {purpose} if purpose is not None else set()
    return waiting


def line_marks(
    lines: Mapping[Purpose, frozenset[int]],
    waiting: set[Purpose],
    returned: set[Purpose],
    chosen: Purpose | None = None,
) -> list[LineMark]:
    """Return the marks of a program's lines.

    Args:
        lines: what `call_lines` has returned.
        waiting: which calls wait.
        returned: which calls have returned last.
        chosen: what the call of the selected row was for.
    """
    kinds = (
        (returned, MarkKind.RETURNED),
        ({chosen} if chosen is not None else set(), MarkKind.CHOSEN),
        (waiting, MarkKind.WAITING),
    )
    return [
        LineMark(line, kind)
        for purposes, kind in kinds
        for purpose in purposes
        for line in lines.get(purpose, ())
    ]


class PaneMarks(QObject):
    """Marks the lines of a pane's program.

    While the pane runs, these are the calls that wait and those that have returned since the last
    look; after that the call that returned last, as it is recorded. The line of a chosen row is
    marked as well.
    """

    def __init__(self, view: SourceView, session: Session, parent: QObject | None = None) -> None:
        """Begin without a pane.

        Args:
            view: shows the program.
            session: what was recorded of the pane's endpoint.
            parent: the parent object.
        """
        super().__init__(parent)
        self._view = view
        self._recorded = RecordedCalls(session.path, session.journal.flush, self)
        self._pane: Pane | None = None
        self._lines: dict[Purpose, frozenset[int]] = {}
        self._moved = Moved()
        self._marked: RunningEndpoint | None = None
        self._ended: RunningEndpoint | None = None
        self._scrolled_to: set[int] = set()
        self._chosen: Purpose | None = None
        self._recorded.changed.connect(self.show)

    def follow(self, pane: Pane | None) -> None:
        """Mark what the calls of another pane do; None for no pane."""
        self._pane = pane
        self._moved = Moved.of(pane.running if pane is not None else None)
        self._ended = self._chosen = None
        self._recorded.forget()

    def use_program(self, text: str) -> None:
        """Mark the lines of another program, which the view shows."""
        self._lines = dict(call_lines(text))
        self._scrolled_to.clear()

    def choose(self, purpose: Purpose | None) -> None:
        """Mark the lines for this, and scroll to the first of them; None for no lines."""
        self._chosen = purpose
        self.show()
        lines = self._lines.get(purpose) if purpose is not None else None
        if lines:
            self._view.show_line(min(lines))

    @Slot()
    def show(self) -> None:
        """Show the marks as they are now."""
        pane = self._pane
        if pane is None:
            return
        before, self._moved = self._moved, Moved.of(pane.running)
        returned = self._moved.returned_since(before) if pane.is_live else self._last_returned(pane)
        marks = line_marks(self._lines, waiting_in(pane), returned, self._chosen)
        self._view.set_marks(marks)
        if pane.running is not self._marked:
            self._marked = pane.running
            self._scrolled_to.clear()
        self._scroll_to([mark.line for mark in marks])

    def _last_returned(self, pane: Pane) -> set[Purpose]:
        """Return which call has returned last, of those that the program has; of a run's end."""
        if pane.running is not self._ended:
            self._ended = pane.running
            self._recorded.forget()
            if pane.running is not None:
                self._recorded.look(pane.running.settings.name)
        return set([each for each in self._recorded.purposes if each in self._lines][:1])

    def _scroll_to(self, lines: list[int]) -> None:
        """Scroll to the marked lines, to each once: then the user may be reading elsewhere."""
        new = [line for line in lines if line not in self._scrolled_to]
        if new:
            self._scrolled_to.update(new)
            self._view.show_mark(new[-1])
