"""Reads saved states, which may be damaged."""

from collections.abc import Mapping


def mapping(value: object) -> Mapping[str, object]:
    """Return a value that must be a mapping; raises `TypeError` if it is not."""
    if not isinstance(value, Mapping):
        raise TypeError(value)
    return value
