"""Reads saved states, which may be damaged."""

from collections.abc import Mapping, Sequence


def mapping(value: object) -> Mapping[str, object]:
    """Return a value that must be a mapping; raises `TypeError` if it is not."""
    if not isinstance(value, Mapping):
        raise TypeError(value)
    return value


def entries(saved: object) -> Sequence[Mapping[str, object]]:
    """Return the mappings of a saved list, up to the most endpoints that a document may have."""
    from socket_workbench.scenarios.check import MOST_ENDPOINTS

    if not isinstance(saved, list):
        return []
    return [entry for entry in saved[:MOST_ENDPOINTS] if isinstance(entry, Mapping)]
