"""Turns what is typed into the messages that `connect` sends."""

from collections.abc import Callable, Iterable

from socket_workbench.cli.input.typed_lines import Line, LineCutter
from socket_workbench.language import tr
from socket_workbench.payload.framing import Framing
from socket_workbench.payload.hexadecimal import HexError, parse_hex
from socket_workbench.payload.line_end import LineEnd

Complain = Callable[[str], None]


class Outgoing:
    """Takes bytes from standard input and gives messages.

    Over a stream without framing the bytes go out as they came, in pieces as large as they came in:
    a large file costs no more than copying it. Elsewhere every line is a message: with framing
    without its line end, for the framing marks the message; over datagrams as it was typed.

    Attributes:
        mistakes: how many lines could not be sent.
    """

    def __init__(
        self,
        *,
        is_stream: bool,
        framing: Framing,
        line_end: LineEnd | None,
        is_hex: bool,
        complain: Complain,
    ) -> None:
        """Prepare it.

        Args:
            is_stream: whether the peer receives a stream.
            framing: the endpoint's framing.
            line_end: what each line ends with; None for the end that was typed.
            is_hex: whether lines are hex.
            complain: prints a sentence on standard error.
        """
        self.mistakes = 0
        self._is_stream_of_bytes = is_stream and framing.is_none
        self._keeps_end = framing.is_none and not is_hex
        self._line_end = line_end
        self._is_hex = is_hex
        self._complain = complain
        self._cutter = LineCutter()
        self._number = 0
        self._inside = False

    def feed(self, data: bytes) -> list[bytes]:
        """Take the next bytes; returns the messages they make."""
        if self._is_stream_of_bytes and self._line_end is None and not self._is_hex:
            return [data]
        return self._messages(self._cutter.feed(data))

    def end(self) -> list[bytes]:
        """Take the end of the input; returns the messages that were left."""
        return self._messages(self._cutter.end())

    def _messages(self, lines: Iterable[Line]) -> list[bytes]:
        messages = [message for line in lines if (message := self._message(line)) is not None]
        if self._is_stream_of_bytes and len(messages) > 1:
            return [b"".join(messages)]
        return messages

    def _message(self, line: Line) -> bytes | None:
        begins, self._inside = not self._inside, not line.is_whole
        self._number += begins
        if line.is_whole and begins:
            return self._whole(line)
        if self._is_stream_of_bytes and not self._is_hex:
            return line.content + self._end_of(line) if line.is_whole else line.content
        if begins:
            self._refuse(tr("it is longer than a message can be."))
        return None

    def _whole(self, line: Line) -> bytes | None:
        content = line.content
        if self._is_hex:
            try:
                content = parse_hex(content.decode("utf-8", "replace"))
            except HexError as error:
                self._refuse(str(error))
                return None
        return content + self._end_of(line)

    def _end_of(self, line: Line) -> bytes:
        if self._line_end is not None:
            return self._line_end.bytes
        return line.end if self._keeps_end else b""

    def _refuse(self, sentence: str) -> None:
        self.mistakes += 1
        self._complain(
            tr("Line {number} was not sent: {sentence}", number=self._number, sentence=sentence)
        )
