"""Sends back what came (RFC 862)."""

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import Commands
from socket_workbench.dialogues.kind import STREAM_AND_DATAGRAM, DialogueKind
from socket_workbench.language import mark


class Echo(Dialogue):
    """Sends back the very bytes it was given: the same object, so that it can be stored once."""

    def received(self, message: bytes) -> Commands:
        """Send the message back."""
        return (message,)


KIND = DialogueKind(
    name="echo",
    order=60,
    title=mark("Echo"),
    summary=mark("Sends back the same bytes (RFC 862)."),
    transports=STREAM_AND_DATAGRAM,
    prepare=lambda values: Echo,
)
