"""Durations as people write them: `1s`, `200ms`, `2min`."""

import re
from decimal import Decimal

from socket_workbench.language import tr

UNITS = {"ms": Decimal("0.001"), "s": Decimal(1), "min": Decimal(60)}
"""Seconds in each unit."""

_WRITTEN = re.compile(
    r"\s*(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*(?P<unit>ms|s|min)\s*", re.ASCII
)

LONGEST = 24 * 3600.0
"""Seconds; longer waits are taken for slips of the pen."""


class DurationError(ValueError):
    """A text is no duration; its message is a sentence for people."""


def parse_duration(text: str) -> float:
    """Read a duration.

    Args:
        text: a number and a unit (`ms`, `s`, `min`), such as `200ms` or `1.5s`.

    Returns:
        The duration in seconds, 0 to 24 hours.

    Raises:
        DurationError: it is written in another way, or is longer than 24 hours.
    """
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise DurationError(
            tr(
                "'{text}' is not a duration; write a number and a unit, such as 1s, 200ms or 2min.",
                text=text,
            )
        )
    # As decimals, so that 9ms is the same number as 0.009s.
    seconds = float(Decimal(written["number"]) * UNITS[written["unit"]])
    if seconds > LONGEST:
        raise DurationError(tr("'{text}' is too long; 24 hours is the most.", text=text))
    return seconds


def format_duration(seconds: float) -> str:
    """Write a duration so that `parse_duration` reads exactly the same number of seconds.

    Args:
        seconds: 0 to 24 hours.

    Returns:
        A number, a blank and a unit: `20 ms`, `1.5 s`, `90 min`.
    """
    # `repr` has as many digits as tell this number from every other one.
    exact = Decimal(repr(seconds))
    if 0 < exact < 1:
        unit = "ms"
    elif exact and exact % UNITS["min"] == 0:
        unit = "min"
    else:
        unit = "s"
    number = f"{exact / UNITS[unit]:f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number} {unit}"
