"""The parts of a filter, one for each chip, and functions that add and remove them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from socket_workbench.gui.rows.text import event_line
from socket_workbench.gui.rows.time import time_text
from socket_workbench.gui.rows.words import connection_word, kind_word
from socket_workbench.journal.event import Kind
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.filter import Filter, Period
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax
from socket_workbench.language import tr
from socket_workbench.payload.hexadecimal import format_hex

MESSAGES = frozenset({Kind.RECEIVED, Kind.SENT})
_EVERY_KIND = frozenset(Kind)


class FilterPart(NamedTuple):
    """A restriction that can be removed separately.

    Attributes:
        title: its title.
        rest: the filter without it.
    """

    title: str
    rest: Filter


def filter_parts(wanted: Filter, connection_names: Mapping[int, str]) -> list[FilterPart]:
    """Return the parts of a filter, but for its choice of reads or messages.

    That has a button of its own; a chip would move the log when it is chosen.

    Args:
        wanted: the filter.
        connection_names: names of connections by their numbers.
    """
    return [
        *_source_parts(wanted, connection_names),
        *_event_parts(wanted),
        *_pattern_parts(wanted),
    ]


def _source_parts(wanted: Filter, connection_names: Mapping[int, str]) -> Iterator[FilterPart]:
    def connections(numbers: Collection[int]) -> str:
        return ", ".join(
            connection_names.get(number, connection_word(number)) for number in sorted(numbers)
        )

    if wanted.endpoints is not None:
        names = ", ".join(sorted(wanted.endpoints))
        yield FilterPart(names, replace(wanted, endpoints=None))
    if wanted.hidden_endpoints:
        title = _not(", ".join(sorted(wanted.hidden_endpoints)))
        yield FilterPart(title, replace(wanted, hidden_endpoints=frozenset()))
    if wanted.connections is not None:
        title = connections(wanted.connections)
        yield FilterPart(title, replace(wanted, connections=None))
    if wanted.hidden_connections:
        title = _not(connections(wanted.hidden_connections))
        yield FilterPart(title, replace(wanted, hidden_connections=frozenset()))
    if wanted.sources is not None:
        yield FilterPart(_sources(wanted.sources), replace(wanted, sources=None))
    if wanted.hidden_sources:
        title = _not(_sources(wanted.hidden_sources))
        yield FilterPart(title, replace(wanted, hidden_sources=frozenset()))
    if wanted.peer:
        yield FilterPart(tr("peer {peer}", peer=wanted.peer), replace(wanted, peer=""))
    for peer in sorted(wanted.hidden_peers):
        rest = replace(wanted, hidden_peers=wanted.hidden_peers - {peer})
        yield FilterPart(_not(tr("peer {peer}", peer=peer)), rest)


def _event_parts(wanted: Filter) -> Iterator[FilterPart]:
    if wanted.direction is not None:
        yield FilterPart(direction_title(wanted.direction), replace(wanted, direction=None))
    for direction in Direction:
        if direction in wanted.hidden_directions:
            rest = replace(wanted, hidden_directions=wanted.hidden_directions - {direction})
            yield FilterPart(_not(direction_title(direction)), rest)
    if wanted.kinds is not None:
        yield FilterPart(_kinds_title(wanted.kinds), replace(wanted, kinds=None))
    if wanted.calls is not None:
        yield FilterPart(_calls_title(wanted.calls), replace(wanted, calls=None))
    if wanted.hidden_calls:
        title = _not(_calls_title(wanted.hidden_calls))
        yield FilterPart(title, replace(wanted, hidden_calls=frozenset()))
    if wanted.lost is not None:
        title = tr("what was lost")
        yield FilterPart(title if wanted.lost else _not(title), replace(wanted, lost=None))
    if wanted.begin is not None or wanted.end is not None:
        title = _period_title(wanted.begin, wanted.end)
        yield FilterPart(title, replace(wanted, begin=None, end=None))
    for period in sorted(wanted.hidden_periods, key=_period_order):
        rest = replace(wanted, hidden_periods=wanted.hidden_periods - {period})
        yield FilterPart(_not(_period_title(*period)), rest)


def _pattern_parts(wanted: Filter) -> Iterator[FilterPart]:
    if wanted.text:
        yield FilterPart(f"“{event_line(wanted.text)}”", replace(wanted, text=""))
    for pattern in wanted.patterns:
        rest = tuple(each for each in wanted.patterns if each != pattern)
        yield FilterPart(_pattern_title(pattern), replace(wanted, patterns=rest))


def direction_title(direction: Direction) -> str:
    """Return the title of a direction, with its arrow."""
    if direction is Direction.TO_SERVER:
        return tr("client → server")
    return tr("server → client")


def with_endpoint_toggled(wanted: Filter, name: str) -> Filter:
    """Return the filter with this endpoint added, or removed if it was in it."""
    return replace(
        wanted,
        endpoints=(wanted.endpoints or frozenset()) ^ {name} or None,
        hidden_endpoints=wanted.hidden_endpoints - {name},
    )


def with_connection_toggled(wanted: Filter, number: int) -> Filter:
    """Return the filter with this connection added, or removed if it was in it."""
    return replace(
        wanted,
        connections=(wanted.connections or frozenset()) ^ {number} or None,
        hidden_connections=wanted.hidden_connections - {number},
    )


def with_kind_toggled(wanted: Filter, kind: Kind) -> Filter:
    """Return the filter with this kind hidden, or shown if it was hidden."""
    kinds = shown_kinds(wanted) ^ {kind}
    return replace(wanted, kinds=None if kinds == _EVERY_KIND else kinds)


def shown_kinds(wanted: Filter) -> frozenset[Kind]:
    """Return the kinds of row that the filter shows."""
    return _EVERY_KIND if wanted.kinds is None else wanted.kinds


def _not(title: str) -> str:
    return tr("not {title}", title=title)


def _sources(numbers: Collection[int]) -> str:
    return tr("source {numbers}", numbers=", ".join(map(str, sorted(numbers))))


def _period_order(period: Period) -> tuple[int, int]:
    begin, end = period
    return (begin or 0, end or 0)


def _period_title(begin: int | None, end: int | None) -> str:
    first = "" if begin is None else time_text(begin)
    last = "" if end is None else time_text(end)
    if not last:
        return tr("from {time}", time=first)
    if not first:
        return tr("before {time}", time=last)
    return f"{first} – {last}"


def _pattern_title(pattern: Pattern) -> str:
    if pattern.syntax is PatternSyntax.HEX:
        title = tr("bytes {hex}", hex=format_hex(bytes.fromhex(pattern.text)))
    elif pattern.syntax is PatternSyntax.REGEX:
        title = f"/{event_line(pattern.text)}/" + ("" if pattern.cased else "i")
    else:
        title = f"“{event_line(pattern.text)}”"
        if pattern.cased:
            title = tr("{text}, case matters", text=title)
        if pattern.whole_words:
            title = tr("{text}, whole words", text=title)
    return _not(title) if pattern.hidden else title


def _kinds_title(kinds: frozenset[Kind]) -> str:
    hidden = _EVERY_KIND - kinds
    if len(hidden) < len(kinds):
        return tr("no {kinds}", kinds=_words(hidden))
    return _words(kinds)


def _calls_title(names: frozenset[str]) -> str:
    return tr("calls {names}", names=", ".join(sorted(names)))


def _words(kinds: frozenset[Kind]) -> str:
    return ", ".join(kind_word(kind) for kind in sorted(kinds))
