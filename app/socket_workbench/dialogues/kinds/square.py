"""Squares numbers."""

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import Commands
from socket_workbench.dialogues.kind import STREAM_AND_DATAGRAM, DialogueKind
from socket_workbench.dialogues.number import NumberError, format_number, multiply, parse_number
from socket_workbench.language import mark


class Square(Dialogue):
    """Answers a number with its square, and anything else with an error."""

    def received(self, message: bytes) -> Commands:
        """Send the square."""
        return (_answer(message).encode(),)


def _answer(message: bytes) -> str:
    try:
        number = parse_number(message)
    except NumberError as error:
        return f"error: {error}"
    return format_number(multiply(number, number))


KIND = DialogueKind(
    name="square",
    order=40,
    title=mark("Square"),
    summary=mark("Answers a number with its square, exactly."),
    transports=STREAM_AND_DATAGRAM,
    prepare=lambda values: Square,
)
