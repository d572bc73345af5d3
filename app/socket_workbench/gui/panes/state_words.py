"""The tone and the word of the engine's states."""

from collections.abc import Container, Mapping
from math import ceil
from typing import TYPE_CHECKING

from socket_workbench.clock import time_ns
from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.view import ConnectionState, ConnectionView, EndpointState
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.looks.wording import waiting_time
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.engine.socket_watch import SeenSocket

HALF_CLOSED = (ConnectionState.FIN_WAIT, ConnectionState.CLOSE_WAIT)
"""The states in which exactly one direction of a connection has ended."""

_LONGEST_STATE = 40
"""Characters that are shown of the name of a dialogue's state."""

_TONES = {
    EndpointState.STOPPED: Tone.IDLE,
    EndpointState.STARTING: Tone.WAITING,
    EndpointState.LISTENING: Tone.OPEN,
    EndpointState.CONNECTING: Tone.WAITING,
    EndpointState.CONNECTED: Tone.OPEN,
    EndpointState.WAITING_TO_RECONNECT: Tone.WAITING,
    EndpointState.STOPPING: Tone.WAITING,
    EndpointState.CLOSED: Tone.IDLE,
    EndpointState.FAILED: Tone.ERROR,
}


def tone_of(state: EndpointState) -> Tone:
    """Return the tone of an endpoint's state."""
    return _TONES[state]


def word_of(state: EndpointState, *, is_stream: bool = True) -> str:
    """Return the word of a state: the standard's term (RFC 9293) if there is one, else translated.

    A datagram socket is neither listening nor established, but open.
    """
    if state in (EndpointState.LISTENING, EndpointState.CONNECTED):
        return str(state.value) if is_stream else tr("OPEN")
    words = {
        EndpointState.STOPPED: tr("STOPPED"),
        EndpointState.STARTING: tr("STARTING"),
        EndpointState.CONNECTING: tr("CONNECTING"),
        EndpointState.WAITING_TO_RECONNECT: tr("WAITING"),
        EndpointState.STOPPING: tr("STOPPING"),
        EndpointState.CLOSED: tr("CLOSED"),
        EndpointState.FAILED: tr("FAILED"),
    }
    return words[state]


def server_words() -> set[str]:
    """Return every word that a server's state may have."""
    return _words_of(
        EndpointState.STOPPED,
        EndpointState.STARTING,
        EndpointState.LISTENING,
        EndpointState.STOPPING,
        EndpointState.FAILED,
    )


def client_words() -> set[str]:
    """Return every word that a client's state may have, those of its connection included."""
    words = _words_of(
        EndpointState.STOPPED,
        EndpointState.STARTING,
        EndpointState.CONNECTING,
        EndpointState.CONNECTED,
        EndpointState.WAITING_TO_RECONNECT,
        EndpointState.CLOSED,
        EndpointState.FAILED,
    )
    return words | {str(state.value) for state in HALF_CLOSED} | {"FIN_WAIT1", "FIN_WAIT2"}


def _words_of(*states: EndpointState) -> set[str]:
    return {word_of(state, is_stream=kind) for state in states for kind in (True, False)}


def is_half_closed(view: ConnectionView) -> bool:
    """Return whether exactly one direction of a connection has ended."""
    return view.state in HALF_CLOSED


def connection_tone(view: ConnectionView) -> Tone:
    """Return the tone of a connection's state."""
    if not view.is_open:
        return Tone.IDLE
    return Tone.WAITING if is_half_closed(view) else Tone.OPEN


def ended_by_us() -> str:
    """Return the sentence that says that the sending side was shut down."""
    return tr("Our side of the connection has been ended.")


def connection_look(view: ConnectionView, seen: "SeenSocket | None", at: float) -> tuple[Tone, str]:
    """Return the tone and the word of a connection's state, as the system tells it if it does.

    What the system told may be a second old. If it does not fit what has happened since, the word
    is that of the engine.

    Args:
        view: the state of the connection.
        seen: what the system has told of its socket.
        at: the time, in `time.monotonic()` seconds.
    """
    if seen is None or seen.state.value not in _TOLD[view.state]:
        return connection_tone(view), str(view.state.value)
    remaining = seen.expires_in(at) if seen.state.value == "TIME_WAIT" else None
    word = str(seen.state.value)
    if remaining is not None:
        # In whole seconds, so that the width of the column is that of all of them.
        word = tr("{state} {seconds} s", state=word, seconds=ceil(remaining))
    is_half_closed = view.is_open and word != ConnectionState.ESTABLISHED.value
    return Tone.WAITING if is_half_closed else connection_tone(view), word


_TOLD: dict[ConnectionState, Container[str]] = {
    # It is closed where a reset has come, but no call has said so yet.
    ConnectionState.ESTABLISHED: ("ESTABLISHED", "CLOSE_WAIT", "CLOSED"),
    ConnectionState.FIN_WAIT: ("FIN_WAIT1", "FIN_WAIT2", "CLOSING", "TIME_WAIT"),
    ConnectionState.CLOSE_WAIT: ("CLOSE_WAIT", "LAST_ACK"),
    ConnectionState.CLOSED: ("FIN_WAIT1", "FIN_WAIT2", "CLOSING", "TIME_WAIT", "LAST_ACK"),
    ConnectionState.ACTIVE: (),
}
"""The states of the system that are possible in a state of the engine."""


def activity_words(
    view: ConnectionView, now: int, heard_at: int | None = None, let_go_at: int = 0
) -> str:
    """Return the call that a connection is in and for how long, or why it was closed.

    Empty for one that was closed for no particular reason.

    Args:
        view: the state of the connection.
        now: the time, in nanoseconds since 1970.
        heard_at: when the call that waits to receive began; None for `view.heard_at`. The peers of
            a datagram socket share one call.
        let_go_at: when a call of it that was held was let go, likewise; 0 for never.
    """
    if not view.is_open:
        # The state says that already.
        return "" if view.reason == tr("closed") else view.reason
    if view.state is ConnectionState.CLOSE_WAIT and not view.activity:
        return tr("ended by the peer, open on our side")
    if not view.activity:
        return ""
    began = view.sent_at if view.activity == view.sending else heard_at or view.heard_at
    return f"{view.activity} {waiting_time((now - max(began, let_go_at)) / 1e9)}"


def call_words(
    running: RunningEndpoint | None,
    view: ConnectionView,
    held: Mapping[int, str],
    heard_at: int | None = None,
) -> str:
    """Return what `activity_words` does now, or the call that is held in step mode.

    Where the dialogue has states, such as that of rules, the present one stands before it.

    Args:
        running: the endpoint of the connection.
        view: the state of the connection.
        held: what `held_words` has returned.
        heard_at: see `activity_words`.
    """
    let_go = {} if running is None else running.gate.let_go_at
    # One call waits for the datagrams of all peers: it is the endpoint's.
    moment = let_go.get(view.source, 0) if heard_at is None else max(let_go.values(), default=0)
    words = held.get(view.source, "") if view.is_open else ""
    words = words or activity_words(view, time_ns(), heard_at, moment)
    if view.is_open and view.dialogue_state:
        return f"{view.dialogue_state[:_LONGEST_STATE]} · {words}"
    return words


def held_words(running: RunningEndpoint | None) -> dict[int, str]:
    """Return the calls that are held in step mode, such as `recv(1024) held`.

    Args:
        running: the endpoint; None if there is none.

    Returns:
        For each source of the journal with such a call, the one that is held for longest.
    """
    words: dict[int, str] = {}
    for held in running.gate.held() if running is not None and running.gate.count else ():
        record = CallRecord(held.call, "", None, held.thread, 0, held.number, is_held=True)
        code = record.code(held.payload, len(held.payload))
        words.setdefault(held.source, tr("{call} held", call=code))
    return words


def nothing_connected() -> str:
    """Return the sentence that says that there is nobody to send to."""
    return tr("Nothing is connected.")
