r"""Texts with `{{...}}` places that values are put into; read once, filled any number of times.

A place holds a variable's name or an expression (see `expression`). What stands around places is
text with escapes, or hexadecimal digits. A literal `{{` is written `\x7b{`.

In a place, `before` and `after` are what stands before and behind it in the finished message. So
`{{u16be(length(after))}}` in front writes a length, and `{{checksum('CRC-16/MODBUS', 'le')}}` at
the end a checksum over all that stands before it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from socket_workbench.language import tr
from socket_workbench.payload.escapes import EscapeError, parse_escapes
from socket_workbench.payload.hexadecimal import HexError, parse_hex
from socket_workbench.values.budget import Budget
from socket_workbench.values.evaluation import AFTER, BEFORE, MOST_WORK, Expression, Run
from socket_workbench.values.expression import ExpressionParser
from socket_workbench.values.mistake import MOST_BYTES, TemplateError, Value
from socket_workbench.values.source import Source

MOST_PLACES = 200
"""Places of one template."""

MOST_AROUND = 10
"""Places of one template that need what stands around them."""

_NO_VALUES: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Template:
    """A text that has been read, with places for values.

    Attributes:
        names: the variables it needs.
    """

    names: frozenset[str]
    _pieces: tuple[bytes | Expression, ...]
    _order: tuple[int, ...]

    @property
    def is_constant(self) -> bool:
        """Whether it has no places, so that it is always the same."""
        return not self._order

    def fill(
        self,
        values: Mapping[str, Value] = _NO_VALUES,
        source: Source | None = None,
        most_work: int = MOST_WORK,
    ) -> bytes:
        """Put values into the places, exactly as they are.

        Args:
            values: of the variables, by name.
            source: the clock, random numbers and counters; new ones unless given.
            most_work: the bytes that all operations may go through.

        Raises:
            TemplateError: a value is missing, does not fit where it is used, or there are more than
                `MOST_BYTES`, or more work than `most_work`.
        """
        pieces = [piece if isinstance(piece, bytes) else None for piece in self._pieces]
        if not self._order:
            return b"".join(piece for piece in pieces if piece is not None)
        run = Run(values, source or Source(), most_work)
        for index in self._order:
            place = self._pieces[index]
            assert isinstance(place, Expression)
            if place.needs:
                self._look_around(index, place, pieces, run)
            pieces[index] = place.evaluate(run)
        finished = b"".join(piece for piece in pieces if piece is not None)
        if len(finished) > MOST_BYTES:
            raise TemplateError(1, tr("the message has more than {most:,} bytes.", most=MOST_BYTES))
        return finished

    def _look_around(
        self, index: int, place: Expression, pieces: list[bytes | None], run: Run
    ) -> None:
        """Put into the run what stands around a place, as far as the place needs it."""
        sizes = [
            len(piece) if piece is not None else self._size(at) for at, piece in enumerate(pieces)
        ]
        run.sizes = sum(sizes[:index]), sum(sizes[index + 1 :])
        if BEFORE in place.needs:
            run.before = b"".join(piece or b"" for piece in pieces[:index])
        if AFTER in place.needs:
            run.after = b"".join(piece or b"" for piece in pieces[index + 1 :])

    def _size(self, index: int) -> int:
        piece = self._pieces[index]
        return piece.size or 0 if isinstance(piece, Expression) else len(piece)


def compile_template(
    text: str, names: Collection[str] | None = None, budget: Budget | None = None
) -> Template:
    r"""Read a text with escapes (`payload.escapes`) and places.

    Args:
        text: the template.
        names: the variables that are known; None where any may be.
        budget: of the document that it is in; its operations are counted there.

    Raises:
        TemplateError: there is a mistake; with its column.
        BudgetError: the document has too many operations.
    """
    return compile_pieces(text, names, budget, _escaped)


def compile_hex(
    text: str, names: Collection[str] | None = None, budget: Budget | None = None
) -> Template:
    """Read hexadecimal digits (`payload.hexadecimal`) with places, such as `02 {{u8(3)}} 03`.

    Raises:
        TemplateError: there is a mistake; with its column.
        BudgetError: the document has too many operations.
    """
    return compile_pieces(text, names, budget, hexadecimal_piece)


def compile_plain(
    text: str, names: Collection[str] | None = None, budget: Budget | None = None
) -> Template:
    """Read a text without escapes, for people to read, with places.

    Raises:
        TemplateError: there is a mistake; with its column.
        BudgetError: the document has too many operations.
    """
    return compile_pieces(text, names, budget, _plain)


def compile_pieces(
    text: str,
    names: Collection[str] | None,
    budget: Budget | None,
    literal: Callable[[str, int], bytes],
) -> Template:
    """Read a text with places in which what stands around them is written in a way of its own.

    Args:
        text: the template.
        names: as of `compile_template`.
        budget: as of `compile_template`.
        literal: returns the bytes of a text around places; is given its index in the template,
            too, and raises `TemplateError` with a column there.

    Raises:
        TemplateError: there is a mistake; with its column.
        BudgetError: the document has too many operations.
    """
    if budget is not None:
        budget.take_template()
    if "{{" not in text:
        # Most of them, and a document may have a hundred thousand.
        content = literal(text, 0)
        return Template(frozenset(), (content,) if content else (), ())
    pieces: list[bytes | Expression] = []
    position, places = 0, 0
    while (start := text.find("{{", position)) >= 0:
        # Of three braces the first is text.
        while text.startswith("{", start + 2):
            start += 1
        places += 1
        if places > MOST_PLACES:
            raise TemplateError(start + 1, tr("more than {most} places.", most=MOST_PLACES))
        pieces.append(literal(text[position:start], position))
        parser = ExpressionParser(text, start + 2, names)
        pieces.append(parser.parse())
        if budget is not None:
            budget.take_operations(parser.cost)
        position = parser.position
    pieces.append(literal(text[position:], position))
    kept = tuple(piece for piece in pieces if piece != b"")
    used = {name for piece in kept if isinstance(piece, Expression) for name in piece.names}
    return Template(frozenset(used), kept, _order(kept))


def _order(pieces: tuple[bytes | Expression, ...]) -> tuple[int, ...]:
    """Return the order in which places are filled, so that each has what it needs.

    Those that need nothing of the message come first. Then, from the last to the first, those that
    need what stands behind them; then, from the first to the last, those that need what stands
    before them.

    Raises:
        TemplateError: two places need each other.
    """
    places = [(index, piece) for index, piece in enumerate(pieces) if isinstance(piece, Expression)]
    free = [index for index, place in places if not place.needs]
    backward = [
        (index, place)
        for index, place in reversed(places)
        if place.needs and BEFORE not in place.needs
    ]
    forward = [(index, place) for index, place in places if BEFORE in place.needs]
    order = [*free, *(index for index, _ in backward), *(index for index, _ in forward)]
    _check_order(places, order)
    return tuple(order)


def _check_order(places: list[tuple[int, Expression]], order: list[int]) -> None:
    """Check that the bytes, or the sizes, that a place needs are there when its turn comes."""
    turn = {index: number for number, index in enumerate(order)}
    needy = [(index, place) for index, place in places if place.needs]
    if len(needy) > MOST_AROUND:
        raise TemplateError(
            needy[MOST_AROUND][1].column,
            tr("more than {most} places that need what is around them.", most=MOST_AROUND),
        )
    for index, place in needy:
        for other, neighbour in places:
            if other == index or turn[other] < turn[index]:
                continue
            bytes_needed, size_needed = (BEFORE, "<") if other < index else (AFTER, ">")
            if bytes_needed in place.needs or (
                size_needed in place.needs and neighbour.size is None
            ):
                raise TemplateError(
                    place.column,
                    tr(
                        "this value and the one at column {column} need each other.",
                        column=neighbour.column,
                    ),
                )


def _escaped(text: str, start: int) -> bytes:
    try:
        return parse_escapes(text)
    except EscapeError as error:
        raise TemplateError(start + error.column, error.problem) from None


def hexadecimal_piece(text: str, start: int) -> bytes:
    """Return the bytes of hexadecimal digits around places; see `compile_pieces`."""
    try:
        return parse_hex(text)
    except HexError as error:
        raise TemplateError(start + error.column, error.problem) from None


def _plain(text: str, start: int) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        problem = tr("this character is half of a surrogate pair and cannot be sent.")
        raise TemplateError(start + error.start + 1, problem) from None
