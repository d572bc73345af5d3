"""A filter's parts, one for each chip: what they are called, and filters with and without them."""

import enum
from collections.abc import Mapping
from dataclasses import replace

from socket_workbench.gui.models.log_words import kind_word
from socket_workbench.journal.event import Kind
from socket_workbench.journal.query import Filter
from socket_workbench.journal.row import Direction
from socket_workbench.language import tr

MESSAGES = frozenset({Kind.RECEIVED, Kind.SENT})
_EVERY_KIND = frozenset(Kind)


class FilterPart(enum.Enum):
    """A restriction that can be taken away alone; the value is the field of `Filter`."""

    ENDPOINTS = "endpoints"
    CONNECTIONS = "connections"
    DIRECTION = "direction"
    KINDS = "kinds"


def filter_parts(wanted: Filter, connection_names: Mapping[int, str]) -> dict[FilterPart, str]:
    """Return the restrictions of a filter besides its text, and what each is called.

    Args:
        wanted: the filter.
        connection_names: what connections are called, by their numbers.
    """
    parts: dict[FilterPart, str] = {}
    if wanted.endpoints is not None:
        parts[FilterPart.ENDPOINTS] = ", ".join(sorted(wanted.endpoints))
    if wanted.connections is not None:
        names = [
            connection_names.get(number, f"#{number}") for number in sorted(wanted.connections)
        ]
        parts[FilterPart.CONNECTIONS] = tr("connection {name}", name=", ".join(names))
    if wanted.direction is not None:
        parts[FilterPart.DIRECTION] = direction_title(wanted.direction)
    if wanted.kinds is not None:
        parts[FilterPart.KINDS] = _kinds_title(wanted.kinds)
    return parts


def direction_title(direction: Direction) -> str:
    """Return a direction with its arrow."""
    if direction is Direction.TO_SERVER:
        return tr("client → server")
    return tr("server → client")


def without(wanted: Filter, part: FilterPart) -> Filter:
    """Return a filter without one of its restrictions."""
    changes: dict[str, None] = {part.value: None}
    return replace(wanted, **changes)  # type: ignore[arg-type]


def with_endpoint_toggled(wanted: Filter, name: str) -> Filter:
    """Return a filter that is also, or no longer, restricted to this endpoint."""
    return replace(wanted, endpoints=(wanted.endpoints or frozenset()) ^ {name} or None)


def with_connection_toggled(wanted: Filter, number: int) -> Filter:
    """Return a filter that is also, or no longer, restricted to this connection."""
    return replace(wanted, connections=(wanted.connections or frozenset()) ^ {number} or None)


def with_kind_toggled(wanted: Filter, kind: Kind) -> Filter:
    """Return a filter that hides rows of this kind, or shows them again."""
    kinds = shown_kinds(wanted) ^ {kind}
    return replace(wanted, kinds=None if kinds == _EVERY_KIND else kinds)


def shown_kinds(wanted: Filter) -> frozenset[Kind]:
    """Return the kinds of row that a filter lets through."""
    return _EVERY_KIND if wanted.kinds is None else wanted.kinds


def _kinds_title(kinds: frozenset[Kind]) -> str:
    hidden = _EVERY_KIND - kinds
    if len(hidden) < len(kinds):
        return tr("no {kinds}", kinds=_words(hidden))
    return _words(kinds)


def _words(kinds: frozenset[Kind]) -> str:
    return ", ".join(kind_word(kind) for kind in sorted(kinds))
