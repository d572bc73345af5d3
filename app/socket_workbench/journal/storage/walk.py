"""Finding what can still be read of a table whose file is damaged."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from socket_workbench.journal.errors import JournalDamagedError

Found: TypeAlias = tuple[Any, ...]

Look = Callable[[int, int], list[Found]]
"""Returns up to so many (second) rows of a table whose keys are at least the first number.

The key is the first field. Raises `JournalDamagedError` where it meets damage.
"""

_AT_ONCE = 256
_MOST_DAMAGES = 10_000


def readable_rows(look: Look, first: int, last: int) -> Iterator[Found]:
    """Yield the rows that can be read, by ascending keys.

    A table is a tree of pages. Where one is damaged, the next key that can be reached is found by
    steps that double, and then by halving.

    Args:
        look: reads from the table.
        first: the least key.
        last: the greatest key there can be.
    """
    key = first
    for _ in range(_MOST_DAMAGES):
        for found in _run(look, key, last):
            key = found[0] + 1
            yield found
        if key > last:
            return
        try:
            if not look(key, 1):
                return
        except JournalDamagedError:
            pass
        following = _next_readable(look, key, last)
        if following is None:
            return
        key = following


def _run(look: Look, key: int, last: int) -> Iterator[Found]:
    """Yield rows up to damage or the end."""
    count = _AT_ONCE
    while key <= last:
        try:
            found = look(key, count)
        except JournalDamagedError:
            if count == 1:
                return
            count = 1
            continue
        if not found:
            return
        for each in found:
            if not isinstance(each[0], int) or not key <= each[0] <= last:
                return
            key = each[0] + 1
            yield each


def _next_readable(look: Look, key: int, last: int) -> int | None:
    """Return a key from which on rows can be read again; None when there is none."""
    low, step = key, 1
    while True:
        high = min(low + step, last)
        if high <= low:
            return None
        readable = _is_readable(look, high)
        if readable is not False:
            break
        low, step = high, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        found = _is_readable(look, middle)
        if found is False:
            low = middle
        else:
            high, readable = middle, found
    return high if readable else None


def _is_readable(look: Look, key: int) -> bool | None:
    """Whether there is a row to be read from a key on; None when there is no row at all."""
    try:
        found = look(key, 1)
    except JournalDamagedError:
        return False
    if not found:
        return None
    return isinstance(found[0][0], int) and found[0][0] >= key
