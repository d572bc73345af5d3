"""What the gallery shows of one scenario."""

from dataclasses import dataclass

from socket_workbench.gui.looks.plain import plain_line

LONGEST_SUMMARY = 400
"""Characters of a summary that are shown."""

MOST_ADDRESSES = 20


@dataclass(frozen=True, slots=True)
class GalleryEntry:
    """A scenario as a person chooses it.

    Attributes:
        name: what it is asked for by.
        title: its title, translated.
        summary: what happens in it, translated.
        addresses: the endpoints of its servers and clients; one that several share counts once.
    """

    name: str
    title: str
    summary: str
    addresses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Leave out addresses that were there before, and what no row has room for."""
        shown = {
            "title": plain_line(self.title),
            "summary": plain_line(self.summary, LONGEST_SUMMARY),
            "addresses": tuple(map(plain_line, dict.fromkeys(self.addresses[:MOST_ADDRESSES]))),
        }
        for name, value in shown.items():
            object.__setattr__(self, name, value)

    def matches(self, search: str) -> bool:
        """Return whether every word of a search is part of what is shown, in any case."""
        shown = "\n".join((self.name, self.title, self.summary, *self.addresses)).casefold()
        return all(word in shown for word in search.casefold().split())
