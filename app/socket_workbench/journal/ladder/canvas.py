"""Where the shapes of a ladder are put: beside lifelines, and between them."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from socket_workbench.journal.event import Role
from socket_workbench.journal.ladder.columns import Columns
from socket_workbench.journal.ladder.index import NONE
from socket_workbench.journal.ladder.shapes import Head, Ink, Line, Places, Shape, Sizes, Text
from socket_workbench.journal.row import Row


class Moments(Protocol):
    """Where rows are, from top to bottom."""

    def y(self, row: int) -> float | None:
        """Return the middle of a row; None if it is not shown."""

    def near(self, row: int) -> float:
        """Return the same; of a row that is not shown, where it would be."""


class View(NamedTuple):
    """What is seen.

    Attributes:
        rows: the rows that are seen, in order, and a few before and after.
        top, bottom: the first and the last y.
        sizes: the sizes.
        places: where the columns stand.
        moments: where the rows are.
        now: nanoseconds since 1970, for calls that wait; None for a session of the past.
        left, right: the first and the last x.
        has_texts: whether there are texts: there may be more rows than these.
    """

    rows: Sequence[Row]
    top: float
    bottom: float
    sizes: Sizes
    places: Places
    moments: Moments
    now: int | None = None
    left: float = -math.inf
    right: float = math.inf
    has_texts: bool = True


def columns_seen(view: View, beside: float) -> range:
    """Return the columns that are seen, and those that are not further away than `beside`."""
    xs = view.places.xs
    first = bisect_left(xs, view.left - beside)
    return range(first, bisect_right(xs, view.right + beside))


class Canvas:
    """Gathers the shapes of a view.

    Args:
        view: what is seen.
        columns: its columns.

    Attributes:
        view: as the argument.
        columns: as the argument.
        under: shapes below all others: the lifelines.
        lines: arrows.
        boxes: calls.
        texts: texts.
        below: how far below the middle of a row its line is, so that its text has room above.
        accept_calls: for rows that say that a connection was accepted, the row of the call that
            has returned it.
        set_ups: the rows at which set-ups were drawn.
    """

    def __init__(self, view: View, columns: Columns) -> None:
        self.view = view
        self.columns = columns
        self.under: list[Shape] = []
        self.lines: list[Shape] = []
        self.boxes: list[Shape] = []
        self.texts: list[Shape] = []
        self.below = 0.3 * view.sizes.slot
        self.accept_calls: dict[int, int] = {}
        self.set_ups: set[int] = set()
        # The last text at each side of each column: its middle.
        self._taken: dict[tuple[int, int], float] = {}

    def shapes(self) -> list[Shape]:
        """Return all shapes in the order in which they are drawn."""
        return [*self.under, *self.lines, *self.boxes, *self.texts]

    def is_shown(self, row: int) -> bool:
        """Whether a row is among those that are shown; `NONE` is not."""
        return row != NONE and self.view.moments.y(row) is not None

    def label(self, row: Row, text: str, ink: Ink = Ink.TEXT) -> None:
        """Add a text beside a row's lifeline: right of a client's, left of all others."""
        column, y = self.columns.of(row.source), self.view.moments.y(row.number)
        if y is None or not text:
            return
        sizes, places = self.view.sizes, self.view.places
        if column is None:
            # A note of the session itself.
            if self._has_room(-1, 0, y):
                room = max(places.width - 4 * sizes.gap, places.room)
                self.texts.append(Text(2 * sizes.gap, y, -1, text, room, ink, row.number))
            return
        side = 1 if row.source.role is Role.CLIENT else -1
        if self._has_room(column, side, y):
            x = places.xs[column] + side * sizes.gap
            self.texts.append(Text(x, y, -side, text, places.room, ink, row.number, column=column))

    def middle_text(
        self,
        row: Row,
        text: str,
        ink: Ink,
        *,
        kept: int = 0,
        at: int = NONE,
        near: int | None = None,
    ) -> None:
        """Add a text between the two ends of a row's connection.

        Args:
            row: the row.
            text: the text.
            ink: its colour.
            kept: the number of characters at its end that are not cut.
            at: another row to stand at, where that is shown.
            near: the column that it stands nearer to; None for the middle.
        """
        column, facing = self.columns.of(row.source), self.columns.facing(row.source)
        y = self.view.moments.y(at) if self.is_shown(at) else self.view.moments.y(row.number)
        if column is None or facing is None or y is None:
            return
        xs, sizes = self.view.places.xs, self.view.sizes
        # On the way to a listener there may be other columns: beside the client there are none.
        if abs(column - facing) != 1:
            facing = column - 1
        if self._has_room(min(column, facing), 0, y):
            middle = (xs[column] + xs[facing]) / 2
            room = abs(xs[column] - xs[facing]) - 3 * sizes.gap
            if near is not None:
                middle, room = xs[near] + 0.64 * (middle - xs[near]), 0.64 * room
            y -= 0.1 * sizes.slot
            self.texts.append(Text(middle, y, 0, text, room, ink, row.number, kept=kept))

    def _has_room(self, column: int, side: int, y: float) -> bool:
        """Whether a text fits below the last one at the same place; it is there from now on."""
        if not self.view.has_texts:
            return False
        before = self._taken.get((column, side))
        if before is not None and abs(y - before) < 0.75 * self.view.sizes.slot:
            return False
        self._taken[column, side] = y
        return True

    def arrow(
        self,
        begin: int,
        y1: float,
        end: int,
        y2: float,
        ink: Ink,
        head: Head,
        row: int,
        *,
        dashed: bool = False,
        share: float = 1.0,
    ) -> None:
        """Add a line between two lifelines; it begins and ends beside their boxes.

        Args:
            begin: the column that it comes from.
            y1: where it begins.
            end: the column that it goes to.
            y2: where it ends.
            ink: its colour.
            head: how it ends.
            row: the row that it shows.
            dashed: whether it is dashed.
            share: how much of the way it goes.
        """
        xs, half = self.view.places.xs, self.view.sizes.box / 2
        x1 = xs[begin]
        x2 = x1 + share * (xs[end] - x1)
        side = 1 if x2 > x1 else -1
        beside = 0 if head is Head.CROSS else side * half
        x1, x2 = x1 + side * half, x2 - beside
        self.lines.append(Line(x1, y1, x2, y2, ink, head, dashed, row, begin, end))

    def one_way(
        self, row: Row, begun: int, ink: Ink, head: Head, *, from_here: bool, share: float = 1.0
    ) -> None:
        """Add a dashed line between the two ends of a row's connection.

        Args:
            row: the row at which it ends.
            begun: the row at which it begins, if that came before; `NONE` for the same.
            ink: its colour.
            head: how it ends.
            from_here: whether it comes from the row's lifeline.
            share: how much of the way it goes.
        """
        mine, theirs = self.columns.of(row.source), self.columns.facing(row.source)
        y = self.view.moments.y(row.number)
        if mine is None or theirs is None or y is None:
            return
        y2 = y1 = y + self.below
        if NONE < begun < row.number and self.view.moments.y(begun) is not None:
            y1 = self.view.moments.near(begun) + self.below
        begin, end = (mine, theirs) if from_here else (theirs, mine)
        self.arrow(begin, y1, end, y2, ink, head, row.number, dashed=True, share=share)
