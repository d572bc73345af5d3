"""Adds, subtracts, multiplies and divides."""

from socket_workbench.dialogues import number
from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import Commands
from socket_workbench.dialogues.kind import STREAM_AND_DATAGRAM, DialogueKind
from socket_workbench.dialogues.quoting import quote
from socket_workbench.language import mark

_OPERATORS = {
    b"add": number.add,
    b"sub": number.subtract,
    b"mul": number.multiply,
    b"div": number.divide,
}


class Calculator(Dialogue):
    """Answers `operator,first,second` with the result, and anything else with an error."""

    def received(self, message: bytes) -> Commands:
        """Send the result."""
        return (_answer(message).encode(),)


def _answer(message: bytes) -> str:
    parts = message.split(b",", 3)
    if len(parts) != 3:
        return "error: expected operator,first,second"
    word = number.trim(parts[0])
    operate = _OPERATORS.get(word)
    if operate is None:
        return f"error: unknown operator {quote(word)}, expected add, sub, mul or div"
    try:
        result = operate(number.parse_number(parts[1]), number.parse_number(parts[2]))
    except number.NumberError as error:
        return f"error: {error}"
    return number.format_number(result)


KIND = DialogueKind(
    name="calculator",
    order=50,
    title=mark("Calculator"),
    summary=mark("Answers operator,first,second with the result; add, sub, mul and div."),
    transports=STREAM_AND_DATAGRAM,
    prepare=lambda values: Calculator,
)
