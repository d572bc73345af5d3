"""Where values come from that no variable holds: the clock, random numbers and counters."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

DIRECTIVES: dict[str, Callable[[datetime], str]] = {
    "a": lambda t: _DAYS[t.weekday()][:3],
    "A": lambda t: _DAYS[t.weekday()],
    "b": lambda t: _MONTHS[t.month - 1][:3],
    "B": lambda t: _MONTHS[t.month - 1],
    "d": lambda t: f"{t.day:02}",
    "f": lambda t: f"{t.microsecond:06}",
    "H": lambda t: f"{t.hour:02}",
    "I": lambda t: f"{(t.hour + 11) % 12 + 1:02}",
    "j": lambda t: f"{t.timetuple().tm_yday:03}",
    "L": lambda t: f"{t.microsecond // 1000:03}",
    "m": lambda t: f"{t.month:02}",
    "M": lambda t: f"{t.minute:02}",
    "p": lambda t: "AM" if t.hour < 12 else "PM",
    "S": lambda t: f"{t.second:02}",
    "u": lambda t: f"{t.isoweekday()}",
    "y": lambda t: f"{t.year % 100:02}",
    "Y": lambda t: f"{t.year:04}",
    "z": lambda t: f"{t:%z}",
    "%": lambda t: "%",
}
"""The letters behind `%` in a format of times.

They are those of `strftime`, with `%L` for milliseconds. Names of days and months are English in
every locale, as protocols have them (RFC 5322, 3.3).
"""

ISO = "%Y-%m-%dT%H:%M:%S"
"""The format of times unless another one is given."""


def format_time(time: datetime, form: str) -> str:
    """Write a time.

    Args:
        time: what to write.
        form: a text with `DIRECTIVES`.

    Raises:
        KeyError: a letter behind a `%` is none of `DIRECTIVES`, or the last `%` has none.
    """
    first, *pieces = form.split("%")
    written = [first]
    literal = False
    for piece in pieces:
        if literal:
            # The piece behind `%%`, which `split` has cut in two.
            written.append(piece)
            literal = False
            continue
        literal = not piece
        written.append(DIRECTIVES[piece[:1] or "%"](time) + piece[1:])
    if literal:
        raise KeyError("")
    return "".join(written)


class Source:
    """The clock, random numbers and counters of one conversation.

    Attributes:
        counters: the last number of each counter, by its name.
    """

    def __init__(self, seed: int | str | None = None) -> None:
        """Begin.

        Args:
            seed: of the random values; with the same one they are the same in each run.
        """
        self._seed = seed
        self.counters: dict[str, int] = {}

    @cached_property
    def random(self) -> random.Random:
        """What makes every random value; made when the first is asked for, which takes a while."""
        return random.Random(self._seed)

    def copy(self) -> "Source":
        """Return a source whose counters are where these are; random values go on for both."""
        other = Source()
        other.counters = dict(self.counters)
        other.random = self.random
        return other

    def now(self) -> datetime:
        """Return the time of day, in the computer's time zone."""
        return datetime.now(UTC).astimezone()

    def count(self, name: str, first: int, step: int) -> int:
        """Return the next number of a counter.

        Args:
            name: of the counter.
            first: its number when it is asked for the first time.
            step: what is added each further time.
        """
        number = self.counters.get(name, first - step) + step
        self.counters[name] = number
        return number
