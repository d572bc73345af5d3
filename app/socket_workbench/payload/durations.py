"""Durations as people write them: `1s`, `200ms`, `2min`, `1h`."""

import re
from decimal import Decimal

from socket_workbench.language import tr

LONGEST = 24 * 3600.0
"""Seconds; longer waits are taken for typing mistakes."""

_UNITS = {"ms": Decimal("0.001"), "s": Decimal(1), "min": Decimal(60), "h": Decimal(3600)}
_WRITTEN = re.compile(
    r"\s*(?P<number>[0-9]{1,999}(?:\.[0-9]{1,999})?|\.[0-9]{1,999})\s*(?P<unit>ms|s|min|h|)\s*",
    re.ASCII,
)
"""At most 999 digits, more than any float has; a million would overflow a decimal."""


class DurationError(ValueError):
    """A text is no duration; its message is a sentence for people."""


def parse_duration(text: str, *, bare_unit: str = "") -> float:
    """Read a duration.

    Args:
        text: a number and a unit (`ms`, `s`, `min`, `h`), such as `200ms` or `1.5s`.
        bare_unit: the unit of a number without one; empty refuses such a number.

    Returns:
        The duration in seconds, 0 to 24 hours.

    Raises:
        DurationError: it is written in another way, or is longer than 24 hours.
    """
    written = _WRITTEN.fullmatch(text)
    unit = (written["unit"] or bare_unit) if written is not None else ""
    if written is None or not unit:
        raise DurationError(
            tr(
                "'{text}' is not a duration; write a number and a unit, such as 200ms, 1s, 2min"
                " or 1h.",
                text=text,
            )
        )
    # As decimals, so that 9ms is the same number as 0.009s.
    seconds = float(Decimal(written["number"]) * _UNITS[unit])
    if seconds > LONGEST:
        raise DurationError(tr("'{text}' is too long; 24 h is the most.", text=text))
    return seconds


def format_duration(seconds: float) -> str:
    """Write a duration so that `parse_duration` reads exactly the same number of seconds.

    Args:
        seconds: 0 to 24 hours.

    Returns:
        A number, a blank and a unit: `20 ms`, `1.5 s`, `90 min`, `2 h`.
    """
    # `repr` has as many digits as tell this number from every other one.
    exact = Decimal(repr(seconds))
    if 0 < exact < 1:
        unit = "ms"
    else:
        unit = next(
            (unit for unit in ("h", "min") if exact and exact % _UNITS[unit] == 0),
            "s",
        )
    number = f"{exact / _UNITS[unit]:f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number} {unit}"
