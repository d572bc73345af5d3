"""What the calls of a pane's endpoint are doing, as marks on the lines of its program."""

from collections.abc import Mapping
from typing import NamedTuple

from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.widgets.source_view import LineMark, MarkKind
from socket_workbench.programs.call_lines import Purpose, purpose_of

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
    lines: Mapping[Purpose, frozenset[int]], waiting: set[Purpose], returned: set[Purpose]
) -> list[LineMark]:
    """Return the marks of a program's lines.

    Args:
        lines: what `call_lines` has returned.
        waiting: which calls wait.
        returned: which calls have just returned.
    """
    kinds = ((returned, MarkKind.RETURNED), (waiting, MarkKind.WAITING))
    return [
        LineMark(line, kind)
        for purposes, kind in kinds
        for purpose in purposes
        for line in lines.get(purpose, ())
    ]
