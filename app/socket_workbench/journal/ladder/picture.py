"""A whole ladder as one picture, evenly spaced: for files and for the clipboard."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

from socket_workbench.journal.event import Event, Source
from socket_workbench.journal.ladder.canvas import View
from socket_workbench.journal.ladder.columns import Columns
from socket_workbench.journal.ladder.index import LadderIndex, sent_bytes
from socket_workbench.journal.ladder.layout import layout, titles
from socket_workbench.journal.ladder.shapes import Ink, Shape, Sizes, Text, places
from socket_workbench.journal.row import Row
from socket_workbench.language import trn

MOST_ROWS = 10_000
"""Rows of one picture. It is then 240,000 pixels high, which few programs open."""

_PREVIEW = 256


class Picture(NamedTuple):
    """A ladder.

    Attributes:
        shapes: what is in it, from the bottom of the drawing to its top; the names first.
        width, height: its size in pixels.
        columns: its columns.
        xs: where they stand.
    """

    shapes: list[Shape]
    width: float
    height: float
    columns: Columns
    xs: tuple[float, ...]


class EvenMoments:
    """Rows one below the other.

    Args:
        numbers: the numbers of the rows, ascending.
        top: where the first one begins.
        slot: the height of each.
    """

    def __init__(self, numbers: Sequence[int], top: float, slot: float) -> None:
        self._places = {number: place for place, number in enumerate(numbers)}
        self._numbers = numbers
        self._top = top
        self._slot = slot

    def y(self, row: int) -> float | None:
        """Return the middle of a row; None if it is not shown."""
        place = self._places.get(row)
        return None if place is None else self._top + (place + 0.5) * self._slot

    def near(self, row: int) -> float:
        """Return the same; of a row that is not shown, that of the next one."""
        place = self._places.get(row)
        if place is None:
            place = bisect_left(self._numbers, row)
        return self._top + (place + 0.5) * self._slot


class LadderEvents:
    """Events of a session, gathered for a picture; of too many, the first ones."""

    def __init__(self) -> None:
        self.left_out = 0
        self._index = LadderIndex()
        self._rows: list[Row] = []
        self._sources: dict[int, Source] = {}

    def add(self, source: Source, event: Event, length: int) -> None:
        """Add the next event."""
        if len(self._rows) >= MOST_ROWS:
            self.left_out += 1
            return
        number = self._index.count
        self.pass_over(source, event, length)
        self._rows.append(
            Row(
                number,
                event.time,
                source,
                event.kind,
                length,
                event.payload[:_PREVIEW],
                event.text,
                max(length - len(event.payload), 0),
                taken=event.taken,
            )
        )

    def pass_over(self, source: Source, event: Event, length: int) -> None:
        """Take note of an event that is not in the picture, but may belong to one that is."""
        if len(self._rows) >= MOST_ROWS:
            return
        self._sources[source.number] = source
        sent = sent_bytes(length, event.taken)
        preview = event.payload[:_PREVIEW]
        self._index.add(event.time, source, event.kind, sent, preview, event.text)

    def _sources_after(self, after: int) -> list[Source]:
        return [self._sources[number] for number in sorted(self._sources) if number > after]

    def picture(self, sizes: Sizes, width: float | None = None) -> Picture:
        """Return the picture of the events so far."""
        self._index.know_sources(self._sources_after)
        picture = draw(self._index, self._rows, sizes, width)
        return with_note(picture, self.left_out, sizes)


class PictureWriter:
    """The `WholeSessionWriter` of a format that is one picture of all events, or of the first ones.

    Args:
        head: the bytes that the file begins with.
        write: turns the picture into text.
    """

    def __init__(self, head: bytes, write: Callable[[Picture], str]) -> None:
        self._head = head
        self._write = write
        self._events = LadderEvents()

    def head(self) -> bytes:
        """Return the bytes that the file begins with."""
        return self._head

    def event(self, source: Source, event: Event, length: int) -> bytes:
        """Take an event; nothing is written before the last one."""
        self._events.add(source, event, length)
        return b""

    def pass_over(self, source: Source, event: Event, length: int) -> None:
        """Take note of an event that is not exported."""
        self._events.pass_over(source, event, length)

    def tail(self) -> bytes:
        """Return the picture."""
        return self._write(self._events.picture(Sizes())).encode("utf-8", "backslashreplace")


def draw(
    index: LadderIndex, rows: Sequence[Row], sizes: Sizes, width: float | None = None
) -> Picture:
    """Return the picture of rows, one below the other.

    Args:
        index: the index with them.
        rows: the rows, in order.
        sizes: the sizes.
        width: the width to fill, or more if there are many lifelines; None for what texts need.
    """
    columns = Columns(index, {row.source.number for row in rows})
    stand = places(columns.roles(), sizes, width)
    top = sizes.head
    numbers = [row.number for row in rows]
    bottom = top + (len(rows) + 0.5) * sizes.slot
    moments = EvenMoments(numbers, top, sizes.slot)
    view = View(rows, top, bottom, sizes, stand, moments)
    shapes = layout(index, columns, view)
    named = titles(columns, view, numbers[0] if numbers else 0)
    return Picture([*named, *shapes], max(stand.width, width or 0.0), bottom, columns, stand.xs)


def with_note(picture: Picture, left_out: int, sizes: Sizes) -> Picture:
    """Return a picture that says at its end how many rows are not in it."""
    if not left_out:
        return picture
    words = trn(
        "… {count:,} more row is not in this picture",
        "… {count:,} more rows are not in this picture",
        left_out,
    )
    note = Text(
        2 * sizes.gap, picture.height + sizes.slot / 2, -1, words, picture.width, Ink.WAITING
    )
    return picture._replace(shapes=[*picture.shapes, note], height=picture.height + sizes.slot)
