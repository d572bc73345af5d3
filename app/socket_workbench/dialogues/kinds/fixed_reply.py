"""Gives the same answer to every message."""

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import Commands
from socket_workbench.dialogues.kind import (
    STREAM_AND_DATAGRAM,
    DialogueKind,
    Open,
    Parameter,
    Values,
)
from socket_workbench.language import mark
from socket_workbench.payload.escapes import parse_escapes


class FixedReply(Dialogue):
    """Answers every message with the same bytes."""

    def __init__(self, reply: bytes) -> None:
        self._answer: Commands = (reply,)

    def received(self, message: bytes) -> Commands:
        """Send the reply."""
        return self._answer


def _prepare(values: Values) -> Open:
    reply = parse_escapes(values.text("reply"))
    return lambda: FixedReply(reply)


KIND = DialogueKind(
    name="fixed-reply",
    order=30,
    title=mark("Fixed reply"),
    summary=mark("Answers every message with the reply that you set."),
    transports=STREAM_AND_DATAGRAM,
    prepare=_prepare,
    parameters=(
        Parameter(
            "reply", mark("Reply"), "Get answer", "what is sent, with escapes", is_reply=True
        ),
    ),
)
