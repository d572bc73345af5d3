"""Variables of a conversation: however many there are, what they hold together has a bound."""

from collections.abc import Mapping

from socket_workbench.language import tr
from socket_workbench.values.mistake import Value, ValueProblem

MOST_VALUES = 64 * 1024 * 1024
"""Bytes that all variables of one client or one conversation may have together."""


class Variables:
    """Variables by name, with the values they have now."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        """Begin with these values, which are bounded by where they come from."""
        self._values = dict(values)
        self._size = total_size(values)

    @property
    def values(self) -> Mapping[str, Value]:
        """All of them, as they are now."""
        return self._values

    def set(self, name: str, value: Value) -> None:
        """Set a variable.

        Raises:
            ValueProblem: they would have more than `MOST_VALUES` bytes; it stays as it is.
        """
        size = self._size + _size(value) - _size(self._values.get(name, b""))
        check_size(size)
        self._values[name] = value
        self._size = size

    def update(self, values: Mapping[str, Value]) -> None:
        """Set several variables, one after the other; raises as `set` does."""
        for name, value in values.items():
            self.set(name, value)


def total_size(values: Mapping[str, Value]) -> int:
    """Return how many bytes values have together."""
    return sum(map(_size, values.values()))


def check_size(size: int) -> None:
    """Check that variables may have so many bytes together.

    Raises:
        ValueProblem: they have more than `MOST_VALUES`.
    """
    if size > MOST_VALUES:
        raise ValueProblem(tr("The variables have more than {most:,} bytes.", most=MOST_VALUES))


def _size(value: Value) -> int:
    # Numbers have a bound on their digits.
    return len(value) if isinstance(value, bytes | str) else 0
