"""What every connection is given by the server or client it belongs to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from socket_workbench.dialogues.commands import ScriptUpdate
from socket_workbench.engine.round_trips import ReplyTimer
from socket_workbench.engine.threads import Threads
from socket_workbench.engine.view import OnChange, ignore_change
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr


def send_to_nobody(sender: int, message: bytes) -> None:
    """Do nothing: a client's dialogue has no others to send to."""


def ignore_update(update: ScriptUpdate) -> None:
    """Do nothing: a server's dialogue has no person to talk to."""


@dataclass(frozen=True, slots=True)
class ConnectionContext:
    """The world of a connection.

    Attributes:
        journal: where everything is recorded.
        threads: starts the outbox's thread.
        on_change: called after its state has changed.
        on_update: called with what a script has for the person.
        send_to_others: sends a message to all connections but the one of this number.
        make_reply_timer: makes what times the replies of a new connection.
        speaker: who speaks on the connections, in words for sentences.
    """

    journal: Journal
    threads: Threads
    on_change: OnChange = ignore_change
    on_update: Callable[[ScriptUpdate], None] = ignore_update
    send_to_others: Callable[[int, bytes], None] = send_to_nobody
    make_reply_timer: Callable[[], ReplyTimer] = ReplyTimer
    speaker: str = field(default_factory=lambda: tr("the dialogue"))
