"""The plain shapes that a ladder is made of, for every way to draw them."""

import enum
from typing import NamedTuple, TypeAlias


class Ink(enum.Enum):
    """What a colour means; the values are names of the window's colours."""

    TEXT = "text"
    DIM = "dim"
    LINE = "line"
    TO_SERVER = "to_server"
    TO_CLIENT = "to_client"
    WAITING = "waiting"
    ERROR = "error"
    OPEN = "open"


class Head(enum.Enum):
    """How a line ends."""

    NONE = "none"
    ARROW = "arrow"
    """A filled head: a message."""
    OPEN = "open"
    """An open head: a segment of TCP without data."""
    CROSS = "cross"
    """A cross: it did not arrive, or it ended the connection."""


class Line(NamedTuple):
    """A line from one point to another.

    Attributes:
        x1, y1: where it begins.
        x2, y2: where it ends.
        ink: its colour.
        head: how it ends.
        is_dashed: whether it is dashed.
        row: the row that it shows; -1 for a lifeline.
        begin, end: the columns that it goes from and to, also where it ends on its way; -1 for a
            lifeline.
    """

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink
    head: Head = Head.NONE
    is_dashed: bool = False
    row: int = -1
    begin: int = -1
    end: int = -1


class Box(NamedTuple):
    """A call on its lifeline.

    Attributes:
        x: the middle.
        top, bottom: where it begins and ends.
        width: its width.
        ink: the colour of its edge; a call that has waited is filled.
        row: the row that it shows.
        is_open: whether the call has not returned.
        column: the column that it stands in.
        first, last: the rows at which it begins and ends; `last` is -1 if it goes on.
    """

    x: float
    top: float
    bottom: float
    width: float
    ink: Ink
    row: int = -1
    is_open: bool = False
    column: int = -1
    first: int = -1
    last: int = -1


class Text(NamedTuple):
    """A line of text.

    Attributes:
        x: its left end, its middle or its right end.
        y: its middle.
        align: -1 if `x` is its left end, 0 for the middle, 1 for the right end.
        text: plain text without line ends.
        room: the width beyond which it is cut.
        ink: its colour.
        row: the row that it shows; -1 for a title.
        is_bold: whether it is a title.
        column: the column that it stands beside; -1 for none.
        kept: the number of characters at its end that are shown also where it is cut, if they fit.
        tip: what belongs to it and is not shown.
    """

    x: float
    y: float
    align: int
    text: str
    room: float
    ink: Ink = Ink.TEXT
    row: int = -1
    is_bold: bool = False
    column: int = -1
    kept: int = 0
    tip: str = ""

    @property
    def parts(self) -> tuple[str, str]:
        """What may be cut, and the end that is kept."""
        place = len(self.text) - self.kept
        return self.text[:place], self.text[place:]


Shape: TypeAlias = Line | Box | Text


_FEW = 8
"""Rows that there is room for in a ladder which is not low."""

_LEAST_SHARE = 0.64
"""The height of a row in which a text has just enough room, in parts of the usual one."""

_MOST_LOW = 0.96


class Sizes(NamedTuple):
    """Sizes in pixels for a type of 13 pixels.

    Attributes:
        scale: the size of the type, in parts of 13 pixels.
        share: the height of a row, in parts of the usual one. Where it is less, the names above the
            lifelines have one line each.
    """

    scale: float = 1.0
    share: float = 1.0

    def fitting(self, height: float) -> "Sizes":
        """Return the sizes with which a height has `_FEW` rows, or as many as texts allow."""
        if height >= self.head + _FEW * self.slot:
            return self
        low = self._replace(share=_LEAST_SHARE)
        share = (height - low.head) / (_FEW * self.slot)
        return self._replace(share=min(max(share, _LEAST_SHARE), _MOST_LOW))

    @property
    def is_low(self) -> bool:
        """Whether there is little height."""
        return self.share < 1

    @property
    def slot(self) -> float:
        """The height of a row."""
        return 24 * self.scale * self.share

    @property
    def box(self) -> float:
        """The width of a call's box."""
        return 13 * self.scale

    @property
    def gap(self) -> float:
        """The distance between a lifeline and a text beside it."""
        return 13 * self.scale

    @property
    def head(self) -> float:
        """The height of the names above the lifelines."""
        return (24 if self.is_low else 44) * self.scale


class Places(NamedTuple):
    """Where the columns stand.

    Attributes:
        xs: the middle of each column.
        room: the room for a text beside a lifeline.
        span: the distance between the two ends of a connection.
        width: the width of all.
    """

    xs: tuple[float, ...]
    room: float
    span: float
    width: float


# The least, and what is mostly enough.
_ROOM = 130, 215
_OUTSIDE = 70
_SPAN = 190, 330
_MARGIN = 10
_MOST_SHARE = 1.6
"""Where there is room, texts get more than what they mostly need."""


def places(roles: list[tuple[bool, bool]], sizes: Sizes, available: float | None = None) -> Places:
    """Return where columns stand in an available width; they need more if there are many.

    Args:
        roles: for each column whether it is the client's end of a connection, and whether nothing
            is known of it but by its other end.
        sizes: the sizes.
        available: the width that they may fill; None for as much as their texts need.
    """
    if available is None:
        return _spread(roles, sizes, _MOST_SHARE)
    least = _spread(roles, sizes, 0.0)
    if least.width > available:
        # One has to scroll, so the first connection fills what is seen.
        lane = next((place for place, (is_client, _) in enumerate(roles) if is_client), len(roles))
        roles, whole = roles[: lane + 1], roles
        least, most = _spread(roles, sizes, 0.0), _spread(roles, sizes, 1.0)
        return _spread(whole, sizes, _share(least, most, available))
    most = _spread(roles, sizes, 1.0)
    return _spread(roles, sizes, _share(least, most, available))


def _share(least: Places, most: Places, available: float) -> float:
    if most.width <= least.width:
        return 0.0
    return min(max((available - least.width) / (most.width - least.width), 0.0), _MOST_SHARE)


def _spread(roles: list[tuple[bool, bool]], sizes: Sizes, share: float) -> Places:
    scale = sizes.scale
    room = scale * (_ROOM[0] + (_ROOM[1] - _ROOM[0]) * share)
    span = scale * (_SPAN[0] + (_SPAN[1] - _SPAN[0]) * share)
    outside = scale * _OUTSIDE
    beside = sizes.gap + room
    xs: list[float] = []
    right = _MARGIN * scale
    for is_client, is_outside in roles:
        if is_client:
            xs.append(xs[-1] + span)
            right = xs[-1] + (outside if is_outside else beside)
        else:
            xs.append(right + (outside if is_outside else beside))
            right = xs[-1] + _MARGIN * scale
    return Places(tuple(xs), room, span, right + _MARGIN * scale)
