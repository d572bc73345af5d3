"""The filter changes behind the menu entries that show or hide rows like those selected."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from socket_workbench.gui.filter.parts import shown_kinds, with_kind_toggled
from socket_workbench.gui.rows.line import LogLine
from socket_workbench.gui.rows.text import event_line
from socket_workbench.gui.rows.words import connection_name, kind_word
from socket_workbench.journal.event import UNKNOWN_TIME, Kind, Role, Source
from socket_workbench.journal.row import Row
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax
from socket_workbench.language import tr

#: Returns a changed copy of a filter.
FilterChange = Callable[[Filter], Filter]

_MOST_BYTES = 96
_SECOND = 1_000_000_000
_NOTHING: frozenset[object] = frozenset()
_LONGEST_TITLE = 24


def hiding_choices(rows: Sequence[Row]) -> list[tuple[str, FilterChange]]:
    """Return the ways to hide rows like these: titles and filter changes."""
    choices: list[tuple[str, FilterChange]] = []
    kinds = {row.kind for row in rows}
    sources = {row.source for row in rows if row.source.role is not Role.SESSION}
    if len(kinds) == 1:
        kind = next(iter(kinds))
        choices.append((tr("Kind: {kind}", kind=kind_word(kind)), _without_kind(kind)))
    connections = {source for source in sources if source.connection}
    if len(connections) == 1:
        source = next(iter(connections))
        choices.append((connection_name(source), _without_connection(source)))
    endpoints = {source.name for source in sources}
    if len(endpoints) == 1:
        name = next(iter(endpoints))
        choices.append((tr("Endpoint: {name}", name=name), _without_endpoint(name)))
    if len(rows) == 1 and rows[0].preview:
        pattern = payload_pattern(rows[0].preview)
        title = tr("Payload: {text}", text=_short(event_line(pattern.text)))
        choices.append((title, _without_pattern(pattern)))
    return choices


def cell_choice(key: str, line: LogLine, text: str) -> tuple[str, FilterChange] | None:
    """Return the filter change that shows only rows with the same text in a cell, and its title.

    Args:
        key: the key of the cell's column.
        line: the row.
        text: the text of the cell.

    Returns:
        Title and change; None if rows cannot be filtered by the cell.
    """
    row, source = line.row, line.row.source
    changes: dict[str, dict[str, object]] = {"kind": {"kinds": frozenset({row.kind})}}
    if source.role is not Role.SESSION:
        changes["recorder"] = {"endpoints": frozenset({source.name}), "hidden_endpoints": _NOTHING}
    if source.peer:
        changes["peer"] = {"peer": source.peer, "hidden_peers": _NOTHING}
    if source.connection:
        only = frozenset({source.connection})
        changes["connection"] = {"connections": only, "hidden_connections": _NOTHING}
    if line.direction is not None:
        changes["direction"] = {
            "peer": line.other,
            "hidden_peers": _NOTHING,
            "direction": line.direction,
            "hidden_directions": _NOTHING,
        }
    if row.time != UNKNOWN_TIME:
        begin = row.time - row.time % _SECOND
        changes["time"] = {"begin": begin, "end": begin + _SECOND}
    if key == "payload" and row.preview:
        pattern = replace(payload_pattern(row.preview), hidden=False)
        return _only(text), lambda wanted: replace(wanted, patterns=(*wanted.patterns, pattern))
    if key not in changes or not text:
        return None
    return _only(text), lambda wanted: replace(wanted, **changes[key])


def _only(text: str) -> str:
    return tr("Show only “{text}”", text=_short(text))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1]}…"


def payload_pattern(payload: bytes) -> Pattern:
    """Return the pattern of a payload's beginning: a text pattern if it is text, else hex."""
    beginning = payload[:_MOST_BYTES]
    text = beginning.decode("utf-8", "ignore")
    # Only an incomplete character at the end may be lost.
    if text and beginning.startswith(text.encode()) and len(text.encode()) > len(beginning) - 4:
        return Pattern(PatternSyntax.TEXT, text, cased=True, hidden=True)
    return Pattern(PatternSyntax.HEX, beginning.hex(), hidden=True)


def _without_kind(kind: Kind) -> FilterChange:
    def change(wanted: Filter) -> Filter:
        # The last kind that is shown cannot be hidden.
        is_last = shown_kinds(wanted) <= {kind}
        hides = kind in shown_kinds(wanted) and not is_last
        return with_kind_toggled(wanted, kind) if hides else wanted

    return change


def _without_connection(source: Source) -> FilterChange:
    number = source.connection

    def change(wanted: Filter) -> Filter:
        left = (wanted.connections or frozenset()) - {number}
        if left:
            return replace(wanted, connections=left)
        hidden = wanted.hidden_connections | {number}
        return replace(wanted, connections=None, hidden_connections=hidden)

    return change


def _without_endpoint(name: str) -> FilterChange:
    def change(wanted: Filter) -> Filter:
        left = (wanted.endpoints or frozenset()) - {name}
        if left:
            return replace(wanted, endpoints=left)
        return replace(wanted, endpoints=None, hidden_endpoints=wanted.hidden_endpoints | {name})

    return change


def _without_pattern(pattern: Pattern) -> FilterChange:
    return lambda wanted: replace(wanted, patterns=(*wanted.patterns, pattern))
