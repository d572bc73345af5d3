"""A held call as it is shown, and what the system does meanwhile."""

from typing import TYPE_CHECKING, NamedTuple

from socket_workbench.engine.stepping import HeldCall, StepGate
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.watch_record import place_words
from socket_workbench.language import tr, trn
from socket_workbench.sockets.kernel.pending import Pending, pending
from socket_workbench.sockets.kernel.tcp_states import TcpState

if TYPE_CHECKING:
    from socket_workbench.watch.gate import Gate
    from socket_workbench.watch.gate import HeldCall as HeldProgramCall

_SENDING = frozenset({"send", "sendall", "sendmsg", "sendto"})
_RECEIVING = frozenset({"recv", "recvfrom", "recvfrom_into", "recvmsg", "recvmsg_into"})


Caller = tuple[int, str, str]
"""The number of a watched process, the name of an endpoint or program, and that of a thread."""


class HeldRow(NamedTuple):
    """A row of the list of held calls.

    Attributes:
        number: of the call; in watched programs, different for each call of a process.
        endpoint: the name of the server, client or watched program.
        where: the peer of the connection, else the address of the endpoint; of a program, the line.
        call: the call as Python writes it, with the bytes that it would send.
        thread: the thread that makes it.
        seconds: for how long it is held.
        meanwhile: what the system does meanwhile, a sentence; empty if there is nothing to say.
        gate: what holds it.
        process: the system's number of the watched process; 0 for the workbench's own calls.
    """

    number: int
    endpoint: str
    where: str
    call: str
    thread: str
    seconds: float
    meanwhile: str
    gate: "StepGate | Gate"
    process: int = 0

    @property
    def key(self) -> tuple[int, int]:
        """What tells it from all other held calls."""
        return self.process, self.number

    def make(self) -> None:
        """Let the call be made."""
        if isinstance(self.gate, StepGate):
            self.gate.step(self.number)
        else:
            self.gate.step(self.number, self.process)

    @property
    def caller(self) -> Caller:
        """Whose call it is: the same for all calls of one thread."""
        return self.process, self.endpoint, self.thread


def held_row(held: HeldCall, endpoint: str, where: str, now: int, gate: StepGate) -> HeldRow:
    """Return the row of a call of a server or client.

    Args:
        held: the call.
        endpoint: the name of the server or client.
        where: the peer of the connection, else the address of the endpoint.
        now: the time, in `time.perf_counter_ns()`.
        gate: what holds it.
    """
    sock = held.sock()
    record = CallRecord(held.call, "", None, held.thread, 0, held.number, is_held=True)
    return HeldRow(
        held.number,
        endpoint,
        where,
        record.code(held.payload, len(held.payload)),
        held.thread,
        (now - held.since) / 1e9,
        meanwhile(held.name, len(held.payload), Pending() if sock is None else pending(sock)),
        gate,
    )


def held_program_row(held: "HeldProgramCall", program: str, now: int, gate: "Gate") -> HeldRow:
    """Return the row of a call of a watched program.

    Args:
        held: the call.
        program: the name of the program.
        now: the time, in `time.perf_counter_ns()`.
        gate: what holds it.
    """
    record = CallRecord(held.call, "", None, held.thread, 0, held.number, is_held=True)
    return HeldRow(
        held.number,
        program,
        place_words(held.place.file, held.place.line) if held.place is not None else "",
        record.code(held.payload, len(held.payload)),
        held.thread,
        (now - held.since) / 1e9,
        meanwhile(held.name, len(held.payload), gate.pending.get(held.key, Pending())),
        gate,
        held.process,
    )


def meanwhile(name: str, size: int, found: Pending) -> str:
    """Return a sentence about what the system does while a call is held.

    Args:
        name: which call it is.
        size: the bytes that it would send.
        found: what the system tells of the socket.
    """
    if name == "accept":
        return _accepting(found)
    if name in _RECEIVING:
        return _receiving(name, found)
    if name in _SENDING:
        return _sending(size, found)
    if name == "shutdown":
        return tr("The peer does not know yet that our side is to end.")
    if name == "close" and found.state is TcpState.CLOSED:
        return tr("There is no connection: only the number of the file is given back.")
    if name == "close" and found.state not in (None, TcpState.LISTEN):
        state = "" if found.state is None else found.state.value
        return tr("Until then the connection stays as it is: {state}.", state=state)
    words = {
        "socket": tr("There is no socket yet."),
        "bind": tr("The address is not taken yet: another program could have it."),
        "listen": tr("The address is taken, but clients are still refused."),
        "connect": tr("Nothing has been sent to the server yet."),
    }
    return words.get(name, "")


def _accepting(found: Pending) -> str:
    if found.backlog:
        return trn(
            "{count} client is ESTABLISHED already: the system has accepted it, and it waits in the"
            " backlog until accept() is called.",
            "{count} clients are ESTABLISHED already: the system has accepted them, and they wait"
            " in the backlog until accept() is called.",
            found.backlog,
        )
    if found.is_readable:
        return tr("A client is connected already: it waits until accept() is called.")
    return (
        ""
        if found.is_readable is None
        else tr("No client waits in the backlog: the call would wait for one.")
    )


def _receiving(name: str, found: Pending) -> str:
    parts = []
    if found.unread:
        parts.append(
            trn(
                "{count} byte has come already: it waits in the receive queue until {call}() is"
                " called.",
                "{count} bytes have come already: they wait in the receive queue until {call}() is"
                " called.",
                found.unread,
                call=name,
            )
        )
    if found.state is TcpState.CLOSED:
        parts.append(tr("The connection is over: both sides have ended it, or it was reset."))
    elif found.is_ended:
        parts.append(tr("The peer has ended its side."))
    elif not found.unread and found.is_readable:
        parts.append(tr("There is something to return already."))
    if not parts and found.is_readable is not None:
        parts.append(tr("Nothing has come yet: the call would wait."))
    return " ".join(parts)


def _sending(size: int, found: Pending) -> str:
    if found.is_writable is False:
        return tr("The send queue is full: the call would wait until the peer reads.")
    return trn(
        "{count} byte has not been handed to the system yet.",
        "{count} bytes have not been handed to the system yet.",
        size,
    )
