"""A message with `{{...}}` values: read once, and filled anew for each peer of each sending."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from socket_workbench.gui.sending.appended import Appended
from socket_workbench.gui.sending.composition import (
    HEX,
    CompositionError,
    ending,
    located,
    parse_lines,
)
from socket_workbench.language import tr
from socket_workbench.payload.escapes import EscapeError, parse_escapes
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.values.budget import Budget, BudgetError
from socket_workbench.values.mistake import TemplateError, Value
from socket_workbench.values.source import Source
from socket_workbench.values.template import compile_pieces, hexadecimal_piece

NAMES = ("peer", "message", "length")
"""The variables: the other side's address, what came from it last, and how many bytes that has."""

MOST_OPERATIONS = 5_000
"""Operations of one message. All of this is done in the window's thread."""

MOST_OPERATIONS_SENT = 200_000
"""Operations for all peers of one sending."""

MOST_WORK = 4 * 1024 * 1024
"""Bytes that the operations of one message may go through."""

MOST_WORK_SENT = 32 * 1024 * 1024
"""Bytes of all messages of one sending, and bytes that their operations may go through."""


class Addressee(NamedTuple):
    """Who gets a message.

    Attributes:
        peer: its address.
        received: what came from it last; None if nothing has.
    """

    peer: str
    received: bytes | None = None


class Filling:
    """What makes the bytes of a message with values.

    Args:
        text: the message as it is typed.
        mode: `text` or `hex`.
        line_end: added behind everything; also stands between lines of a text.
        encoding: of the text, by Python's name. It must have ASCII characters as one byte each.
        appended: what is appended before the line end.
        source: the clock, random numbers and counters; counters go on with each sending.

    Raises:
        CompositionError: the text has a mistake, or needs too much.
    """

    def __init__(
        self,
        text: str,
        mode: str,
        line_end: LineEnd,
        encoding: str,
        appended: Appended,
        source: Source,
    ) -> None:
        self._text = text
        self._encoding = encoding
        self._appended = appended
        self._end = ending(mode, line_end, encoding)
        self._source = source
        if parse_escapes("0", encoding) != b"0":
            raise CompositionError(
                tr(
                    "Values are ASCII characters, which have other bytes in {encoding}; choose "
                    "another encoding, or send without values.",
                    encoding=encoding,
                ),
                0,
            )
        literal = hexadecimal_piece if mode == HEX else partial(_lines, line_end, encoding)
        budget = Budget(operations=MOST_OPERATIONS)
        try:
            self._template = compile_pieces(text, NAMES, budget, literal)
        except TemplateError as error:
            raise self._located(error) from None
        except BudgetError:
            sentence = tr(
                "The values have more than {most:,} operations; send them in several messages.",
                most=MOST_OPERATIONS,
            )
            raise CompositionError(sentence, 0) from None
        self._operations = MOST_OPERATIONS - budget.operations

    @property
    def needs_received(self) -> bool:
        """Whether it has what came last in it."""
        return not self._template.names.isdisjoint(NAMES[1:])

    def example(self, addressee: Addressee) -> bytes:
        """Return the bytes of one message as it would be sent now; counters do not go on.

        Raises:
            CompositionError: a value does not fit.
        """
        return self._fill(addressee, self._source.copy(), MOST_WORK)

    def messages(self, addressees: Sequence[Addressee]) -> list[bytes]:
        """Return a message for each of several peers; counters count all of them as one sending.

        Raises:
            CompositionError: a value does not fit, or there are too many peers for it.
        """
        if not addressees:
            return []
        too_much = CompositionError(
            tr(
                "These values are too much for {count:,} peers at once; send to fewer.",
                count=len(addressees),
            ),
            0,
        )
        if self._operations * len(addressees) > MOST_OPERATIONS_SENT:
            raise too_much
        most_work = min(MOST_WORK, MOST_WORK_SENT // len(addressees))
        made = []
        size = 0
        source = self._source
        for addressee in addressees:
            source = self._source.copy()
            made.append(self._fill(addressee, source, most_work))
            size += len(made[-1])
            if size > MOST_WORK_SENT:
                raise too_much
        self._source.counters = source.counters
        return made

    def _fill(self, addressee: Addressee, source: Source, most_work: int) -> bytes:
        values: dict[str, Value] = {"peer": addressee.peer}
        if self.needs_received:
            if addressee.received is None:
                sentence = tr(
                    "Nothing has come from {peer} lately: there is no last message to fill in.",
                    peer=addressee.peer,
                )
                raise CompositionError(sentence, 0)
            values |= {"message": addressee.received, "length": len(addressee.received)}
        try:
            filled = self._template.fill(values, source, most_work)
        except TemplateError as error:
            raise self._located(error) from None
        return filled + self._appended.after(filled, self._encoding) + self._end

    def _located(self, error: TemplateError) -> CompositionError:
        return located(error.problem, error.column - 1, self._text)


def _lines(line_end: LineEnd, encoding: str, text: str, start: int) -> bytes:
    """Return the bytes of a text around places; see `compile_pieces`."""
    try:
        return parse_lines(text, line_end, encoding)
    except EscapeError as error:
        raise TemplateError(start + error.column, error.problem) from None
