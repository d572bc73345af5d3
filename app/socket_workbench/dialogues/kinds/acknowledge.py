"""Acknowledges one message and closes."""

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import CloseConnection, Commands
from socket_workbench.dialogues.kind import STREAM_AND_DATAGRAM, DialogueKind
from socket_workbench.language import mark

_ACKNOWLEDGED: Commands = (b"ACK", CloseConnection(mark("the message has been acknowledged")))


class Acknowledge(Dialogue):
    """Answers the first message with `ACK`, and ends."""

    def received(self, message: bytes) -> Commands:
        """Acknowledge and close."""
        return _ACKNOWLEDGED


KIND = DialogueKind(
    name="acknowledge",
    order=20,
    title=mark("Acknowledge"),
    summary=mark("Answers the first message with ACK, then closes the connection."),
    transports=STREAM_AND_DATAGRAM,
    prepare=lambda values: Acknowledge,
)
