"""What every connection and datagram peer is given by the server or client it belongs to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from socket_workbench.dialogues.commands import ScriptUpdate
from socket_workbench.engine.round_trips import ReplyTimer
from socket_workbench.engine.stepping import StepGate
from socket_workbench.engine.threads import Threads
from socket_workbench.engine.view import ConnectionState, ConnectionView, OnChange, ignore_change
from socket_workbench.journal.event import Source
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr
from socket_workbench.payload.framing import Framing


def send_to_nobody(sender: int, message: bytes) -> None:
    """Do nothing: a client's dialogue has no others to send to."""


def ignore_update(update: ScriptUpdate) -> None:
    """Do nothing: a server's dialogue has no person to talk to."""


@dataclass(frozen=True, slots=True)
class ConnectionContext:
    """What the connections of one endpoint share.

    Attributes:
        journal: where everything is recorded.
        threads: starts the outbox's thread.
        on_change: called after the state of a connection has changed.
        on_update: called with what a script tells or asks a person.
        send_to_others: sends a message to all connections but the one of this number.
        make_reply_timer: makes what times the replies of a new connection.
        speaker: what talks on the connections, in words for sentences.
        gate: holds their calls, where these are traced; else one that is always open.
    """

    journal: Journal
    threads: Threads
    on_change: OnChange = ignore_change
    on_update: Callable[[ScriptUpdate], None] = ignore_update
    send_to_others: Callable[[int, bytes], None] = send_to_nobody
    make_reply_timer: Callable[[], ReplyTimer] = ReplyTimer
    speaker: str = field(default_factory=lambda: tr("the dialogue"))
    gate: StepGate = field(default_factory=StepGate)

    def new_view(
        self,
        endpoint: Source,
        local: str,
        peer: str,
        framing: Framing,
        state: ConnectionState = ConnectionState.ESTABLISHED,
        inode: int = 0,
        sending: str = "send",
    ) -> ConnectionView:
        """Number a new connection, and make it a source of its own in the journal.

        Args:
            endpoint: the source of its endpoint.
            local: our address.
            peer: the other side's address.
            framing: how messages are cut.
            state: how it begins.
            inode: the number of the file of its socket.
            sending: the name of the call that hands bytes to the system.
        """
        journal = self.journal
        number = journal.next_connection()
        source = journal.add_source(
            endpoint.role,
            endpoint.name,
            endpoint.endpoint,
            number,
            local,
            peer,
            "" if framing.is_none else str(framing),
        )
        return ConnectionView(
            number,
            source.number,
            local,
            peer,
            state,
            inode=inode,
            sending=f"{sending}()",
            reply_timer=self.make_reply_timer(),
        )
