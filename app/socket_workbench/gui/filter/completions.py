"""The words that complete a filter while it is typed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.gui.rows.words import connection_word
from socket_workbench.gui.widgets.completion import Completions
from socket_workbench.journal.call_syntax import NAMES
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.search.filter import Pieces
from socket_workbench.journal.search.filter_language import KEYS, FilterPiece, filter_pieces
from socket_workbench.journal.search.filter_spelling import value_text

MOST = 40
"""The most completions offered."""
_MOST_SOURCES = 5_000
"""The newest sources that are looked through for each key press."""

Values = Callable[[], Iterable[str]]


class FilterCompletions:
    """Completes keys, kinds, endpoints' names, connections' numbers and peers.

    Args:
        sources: the session's sources that are known.
    """

    def __init__(self, sources: SessionSources) -> None:
        self._sources = sources
        self._values: dict[str, Values] = {
            "kind": lambda: (kind.word for kind in Kind),
            "conn": self._connections,
            "endpoint": self._endpoints,
            "peer": self._peers,
            "call": lambda: NAMES,
            "dir": lambda: (">server", ">client"),
            "is": lambda: ("lost",),
            "as": lambda: (pieces.value for pieces in Pieces),
        }

    def offer(self, text: str, cursor: int, asked: bool) -> Completions:
        """Return the completions at the cursor; see `gui.widgets.completion.Offer`."""
        pieces = filter_pieces(text)
        piece = next((each for each in pieces if each.start < cursor <= each.end), None)
        if piece is None:
            return Completions(self._keys("") if asked else (), cursor, cursor)
        if piece.key and cursor >= piece.begin:
            return self._of_value(text, piece, cursor)
        if piece.is_expression or text[piece.begin : piece.begin + 1] == '"':
            return Completions(())
        typed = text[piece.begin : cursor]
        start = piece.begin
        return Completions(self._of_word(typed) if typed else (), start, piece.end)

    def _of_value(self, text: str, piece: FilterPiece, cursor: int) -> Completions:
        values = self._values.get(piece.key)
        if values is None:
            return Completions(())
        # The last of several values with commas between them.
        start = max(text.rfind(",", piece.begin, cursor) + 1, piece.begin)
        typed = text[start:cursor].strip('"').casefold()
        found = [value for value in values() if typed in value.casefold()]
        found.sort(key=lambda value: not value.casefold().startswith(typed))
        return Completions([value_text(value) for value in found[:MOST]], start, piece.end)

    def _of_word(self, typed: str) -> list[str]:
        """Return keys, and values with their keys, for a word without one."""
        word = typed.casefold()
        found = self._keys(word)
        for key, values in self._values.items():
            found += (
                f"{key}:{value_text(value)}"
                for value in values()
                if word in (connection_word(int(value)) if key == "conn" else value.casefold())
            )
        return found[:MOST]

    @staticmethod
    def _keys(typed: str) -> list[str]:
        return [f"{key}:" for key in KEYS if key.startswith(typed)]

    def _newest(self) -> Iterator[Source]:
        newest = islice(reversed(self._sources.known), _MOST_SOURCES)
        return (source for source in newest if source.role is not Role.SESSION)

    def _connections(self) -> Iterable[str]:
        return dict.fromkeys(
            str(source.connection) for source in self._newest() if source.connection
        )

    def _endpoints(self) -> Iterable[str]:
        return sorted(dict.fromkeys(source.name for source in self._newest()))

    def _peers(self) -> Iterable[str]:
        addresses = (source.peer for source in self._newest() if source.peer)
        return dict.fromkeys((*self._endpoints(), *addresses))
