"""Durations as people write them: `1s`, `200ms`, `2min`."""

import re

from socket_workbench.language import tr

_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0}
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
    seconds = float(written["number"]) * _UNITS[written["unit"]]
    if seconds > LONGEST:
        raise DurationError(tr("'{text}' is too long; 24 hours is the most.", text=text))
    return seconds
