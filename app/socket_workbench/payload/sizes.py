"""Sizes as people write them: `8MiB`, `64 kB`, `1000`."""

import re
from decimal import Decimal

from socket_workbench.language import tr

# IEC 80000-13: KiB, MiB and GiB are powers of 1,024; kB, MB and GB are powers of 1,000.
_UNITS = {
    "": 1,
    "b": 1,
    "kb": 1000,
    "mb": 1000**2,
    "gb": 1000**3,
    "kib": 1024,
    "mib": 1024**2,
    "gib": 1024**3,
}
_SHOWN = (("GiB", 1024**3), ("MiB", 1024**2), ("KiB", 1024))
_WRITTEN = re.compile(
    r"\s*(?P<number>[0-9]{1,18}(?:\.[0-9]{1,6})?)\s*(?P<unit>[a-z]*)\s*", re.ASCII
)


class SizeError(ValueError):
    """A text is no size; its message is a sentence for people."""


def parse_size(text: str) -> int:
    """Read a size in bytes.

    Args:
        text: a number, and a unit unless it is bytes: `B`, `kB`, `MB`, `GB`, `KiB`, `MiB`, `GiB`,
            in any case.

    Raises:
        SizeError: it is written in another way, or is no whole number of bytes.
    """
    written = _WRITTEN.fullmatch(text.lower())
    factor = _UNITS.get(written["unit"], 0) if written is not None else 0
    # As decimals: a float would change the last digits of a large number.
    size = Decimal(written["number"]) * factor if written is not None else Decimal()
    if not factor or size % 1:
        raise SizeError(
            tr(
                "'{text}' is not a size; write a number and a unit, such as 8MiB or 64kB.",
                text=text,
            )
        )
    return int(size)


def size_text(size: int) -> str:
    """Write a size exactly and in the largest unit that allows it: `8 MiB`, `1000 B`."""
    for unit, factor in _SHOWN:
        if size and size % factor == 0:
            return f"{size // factor} {unit}"
    return f"{size} B"
