"""Turns rows of the journal into the lines of a conversation."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from socket_workbench.gui.rows.line import event_text
from socket_workbench.gui.rows.text import Notation, copied, decoder, lines_of, shown
from socket_workbench.gui.rows.time import time_text
from socket_workbench.gui.rows.words import cut_words, kind_word
from socket_workbench.journal.event import CALLS, Kind
from socket_workbench.journal.row import Direction, Row, framed_words, taken_words
from socket_workbench.language import tr, trn
from socket_workbench.payload.hexdump import LINE_SIZE, hexdump_line
from socket_workbench.payload.text import TextDecoder

_LONGEST_LINE = 2_000
#: Events that belong neither to the data nor to how the connection ended.
_LEFT_OUT = frozenset(
    {Kind.LISTENING, Kind.CONNECTING, Kind.CONNECTED, Kind.ACCEPTED, Kind.STOPPED, *CALLS}
    | {Kind.OUTPUT}
)
_DATAGRAMS = ("udp:", "unixgram:")


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """One line of a message, or an event.

    Attributes:
        number: the journal's number of its row; of the first row if several are joined.
        kind: what happened.
        direction: the direction of the message; None for other events.
        texts: time, arrow and text; time and arrow are empty but in a message's first line.
        is_first: whether it is the first line of its row.
        is_last: whether it is the last line of its row.
        length: the number of bytes of the row; set in its first line only.
        reads: from how many reads a framed message is, in words; likewise.
        copied: the text for the clipboard: unescaped, with the line end.
        is_break: whether this line separates two connections.
    """

    number: int
    kind: Kind
    direction: Direction | None
    texts: tuple[str, str, str]
    is_first: bool = True
    is_last: bool = True
    length: int = 0
    reads: str = ""
    copied: str = ""
    is_break: bool = False


@dataclass(slots=True)
class _Open:
    """The state of a last line that the next bytes in the same direction continue."""

    key: tuple[int, Direction | None]
    line: ConversationLine
    data: bytes = b""
    offset: int = 0
    text: str = ""


class ConversationLines:
    """Converts rows to lines, one row after the other.

    Where the rows of another connection begin, a separator line is added.

    Args:
        notation: how messages are shown.
        joins: whether consecutive reads or writes of a stream in the same direction are joined
            into one message; datagrams never are.
        encoding: returns the encoding of an endpoint's text by its name.
    """

    def __init__(
        self,
        notation: Notation = Notation.TEXT,
        *,
        joins: bool = False,
        encoding: Callable[[str], str] = lambda name: "utf-8",
    ) -> None:
        self._notation = notation
        self._joins = joins
        self._encoding = encoding
        # By source and direction.
        self._decoders: dict[tuple[int, Direction | None], TextDecoder] = {}
        self._offsets: dict[tuple[int, Direction | None], int] = {}
        self._open: _Open | None = None
        self._hex_text = ""
        self._connection = 0

    def forget(self) -> None:
        """Reset: the next row begins another conversation."""
        self.interrupt()
        self._connection = 0

    def interrupt(self) -> None:
        """Do not join the next row to the last one: rows between them are missing."""
        self._decoders.clear()
        self._offsets.clear()
        self._open = None

    def of(self, row: Row) -> tuple[list[ConversationLine], bool]:
        """Return a row's lines, and whether the first replaces the last line returned before."""
        connection, before = row.source.connection, self._connection
        self._connection = max(connection, before)
        if 0 < before < connection:
            self.interrupt()
            return [_break_line(row), *self._lines_of(row)[0]], False
        return self._lines_of(row)

    def _lines_of(self, row: Row) -> tuple[list[ConversationLine], bool]:
        if row.kind in _LEFT_OUT:
            return [], False
        if row.direction is None:
            self._open = None
            return [_event_line(row)], False
        opened = self._open if self._continues(row) else None
        self._open = None
        if self._notation is Notation.TEXT:
            texts = self._text_lines(row, opened)
        else:
            texts = [(text, text) for text in self._hex_lines(row, opened)]
        lines = _message_lines(row, texts)
        if opened is not None:
            head = opened.line
            texts_there = (*head.texts[:2], lines[0].texts[2])
            lines[0] = replace(lines[0], number=head.number, texts=texts_there)
        self._leave_open(row, lines, b"" if opened is None else opened.data)
        return lines, opened is not None

    def _continues(self, row: Row) -> bool:
        return self._open is not None and self._open.key == (row.source.number, row.direction)

    def _leave_open(self, row: Row, lines: list[ConversationLine], before: bytes) -> None:
        if not self._joins or row.source.endpoint.startswith(_DATAGRAMS):
            return
        if row.length > len(row.preview):
            return
        key = row.source.number, row.direction
        line = lines[-1]
        if self._notation is Notation.TEXT:
            if not row.preview.endswith(b"\n"):
                self._open = _Open(key, line)
            return
        data = before + row.preview
        left = len(data) % LINE_SIZE
        if left:
            # In hex, the last line is formatted again together with the bytes that follow.
            offset = self._offsets[key] - left
            self._open = _Open(key, line, data[-left:], offset, self._hex_text)

    def _text_lines(self, row: Row, opened: _Open | None) -> list[tuple[str, str]]:
        """Return the text shown and the text copied of each line."""
        encoding = self._encoding(row.source.name)
        lines = lines_of(self._decoder_of(row).feed(row.preview))
        texts = [(shown(line, encoding), copied(line)) for line in lines]
        if opened is not None:
            more_shown, more = texts[0] if texts else ("", "")
            texts[:1] = [(opened.line.texts[2] + more_shown, opened.line.copied + more)]
        texts = [(text[:_LONGEST_LINE], line) for text, line in texts]
        self._forget_decoder_if_cut(row)
        return [*texts, *((text, text) for text in _missing(row))] or [("", "")]

    def _hex_lines(self, row: Row, opened: _Open | None) -> list[str]:
        key = row.source.number, row.direction
        offset = self._offsets.get(key, 0)
        self._offsets[key] = offset + row.length
        before, first, text = b"", offset, ""
        if opened is not None:
            before, first, text = opened.data, opened.offset, opened.text
        data, new = before + row.preview, len(before)
        texts = []
        for start in range(0, len(data), LINE_SIZE):
            if self._notation is Notation.BOTH:
                text += self._decoder_of(row).feed(data[max(start, new) : start + LINE_SIZE])
            texts.append(self._hex_line(data[start : start + LINE_SIZE], first + start, text))
            self._hex_text, text = text, ""
        self._forget_decoder_if_cut(row)
        return [*texts, *_missing(row)] or [""]

    def _hex_line(self, data: bytes, offset: int, text: str) -> str:
        if self._notation is Notation.BOTH:
            return hexdump_line(data, offset, text)
        return hexdump_line(data, offset).partition("  |")[0].rstrip()

    def _decoder_of(self, row: Row) -> TextDecoder:
        """Return the decoder of what the row's source sent, or of what it received."""
        key = row.source.number, row.direction
        if key not in self._decoders:
            self._decoders[key] = decoder(self._encoding(row.source.name))
        return self._decoders[key]

    def _forget_decoder_if_cut(self, row: Row) -> None:
        """Begin to decode anew after a row that is not shown whole."""
        if row.length > len(row.preview):
            self._decoders.pop((row.source.number, row.direction), None)


def _missing(row: Row) -> list[str]:
    """Describe what of a payload is not shown, and what was not recorded."""
    texts = []
    if (more := row.kept - len(row.preview)) > 0:
        texts.append(trn("… {count} more byte", "… {count} more bytes", more))
    if words := taken_words(row.taken, row.length):
        texts.append(f"[{words}]")
    if row.cut:
        texts.append(f"[{cut_words(row.cut)}]")
    return texts


def _message_lines(row: Row, texts: list[tuple[str, str]]) -> list[ConversationLine]:
    heads = [(time_text(row.time), "→" if row.kind is Kind.SENT else "←")]
    last = len(texts) - 1
    return [
        ConversationLine(
            row.number,
            row.kind,
            row.direction,
            (*(heads.pop() if heads else ("", "")), text),
            place == 0,
            place == last,
            row.length if place == 0 else 0,
            framed_words(row.kind, row.text) if place == 0 else "",
            copied,
        )
        for place, (text, copied) in enumerate(texts)
    ]


def _break_line(row: Row) -> ConversationLine:
    local = row.source.local
    said = tr("connected again from {address}", address=local) if local else tr("connected again")
    texts = (time_text(row.time), "", said)
    return ConversationLine(row.number, Kind.CONNECTED, None, texts, copied=said, is_break=True)


def _event_line(row: Row) -> ConversationLine:
    text = event_text(row)
    word = kind_word(row.kind)
    said = text if row.kind in (Kind.ERROR, Kind.NOTE) and text else word
    if text and said is word:
        # "closed by the peer" says it all.
        said = text if text.startswith(word) else f"{word} · {text}"
    texts = (time_text(row.time), "", said)
    return ConversationLine(row.number, row.kind, None, texts, copied=said)
