"""Reading what was kept from the last time, which may be damaged."""

from collections.abc import Mapping


def mapping(value: object) -> Mapping[str, object]:
    """Return a value that has to be a table; raises `TypeError` when it is not."""
    if not isinstance(value, Mapping):
        raise TypeError(value)
    return value
