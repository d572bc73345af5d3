"""Greets the peer, answers every name with a greeting, and ends on `exit`."""

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import CloseConnection, Commands
from socket_workbench.dialogues.kind import STREAM, DialogueKind
from socket_workbench.language import mark

_WELCOME: Commands = (b"Welcome!",)
_EXIT: Commands = (CloseConnection(mark("the peer said exit")),)


class Welcome(Dialogue):
    """Sends `Welcome!`, then `Hello, <message>!` for every message.

    Only a message of exactly the four bytes `exit` ends the conversation.
    """

    def opened(self, peer: str) -> Commands:
        """Greet."""
        return _WELCOME

    def received(self, message: bytes) -> Commands:
        """Answer with the message in a greeting, or close."""
        if message == b"exit":
            return _EXIT
        return (b"Hello, " + message + b"!",)


KIND = DialogueKind(
    name="welcome",
    order=10,
    title=mark("Welcome"),
    summary=mark("Sends Welcome!, answers each name with Hello, <name>!, and closes on exit."),
    transports=STREAM,
    prepare=lambda values: Welcome,
)
