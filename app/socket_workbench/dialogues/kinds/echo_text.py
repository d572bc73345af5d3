"""Sends back what came inside a text."""

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import Commands
from socket_workbench.dialogues.kind import (
    STREAM_AND_DATAGRAM,
    DialogueKind,
    Open,
    Parameter,
    Values,
)
from socket_workbench.language import mark, tr
from socket_workbench.payload.escapes import EscapeError, parse_escapes

PLACE = "<message>"
"""What stands for the message in the template."""


class EchoText(Dialogue):
    """Answers with the pieces of a text and the message, unchanged, between them."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def received(self, message: bytes) -> Commands:
        """Send the text with the message in it."""
        return (message.join(self._pieces),)


def _prepare(values: Values) -> Open:
    template = values.text("template")
    if PLACE not in template:
        raise ValueError(
            tr("The template has no {place}; write it where the message goes.", place=PLACE)
        )
    pieces: list[bytes] = []
    column = 0
    for piece in template.split(PLACE):
        try:
            pieces.append(parse_escapes(piece))
        except EscapeError as error:
            raise EscapeError(column + error.column, error.problem) from None
        column += len(piece) + len(PLACE)
    return lambda: EchoText(pieces)


KIND = DialogueKind(
    name="echo-text",
    order=70,
    title=mark("Echo in a text"),
    summary=mark("Sends back each message inside a text, such as Echo: <message>!"),
    transports=STREAM_AND_DATAGRAM,
    prepare=_prepare,
    parameters=(
        Parameter(
            "template",
            mark("Template"),
            f"Echo: {PLACE}!",
            f"what is sent, with escapes; {PLACE} stands for what came",
            is_reply=True,
        ),
    ),
)
