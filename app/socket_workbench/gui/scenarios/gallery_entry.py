"""An entry of the gallery."""

from dataclasses import dataclass

from socket_workbench.gui.looks.plain import plain_line

LONGEST_SUMMARY = 400
"""The most characters of a summary."""

MOST_ADDRESSES = 20


@dataclass(frozen=True, slots=True)
class GalleryEntry:
    """A scenario in the gallery.

    Attributes:
        name: the name that identifies it.
        title: its title, translated.
        summary: what happens in it, translated.
        addresses: the endpoints of its servers and clients, without duplicates.
    """

    name: str
    title: str
    summary: str
    addresses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Remove duplicate addresses, and texts that are too long for a row."""
        shown = {
            "title": plain_line(self.title),
            "summary": plain_line(self.summary, LONGEST_SUMMARY),
            "addresses": tuple(map(plain_line, dict.fromkeys(self.addresses[:MOST_ADDRESSES]))),
        }
        for name, value in shown.items():
            object.__setattr__(self, name, value)

    def matches(self, search: str) -> bool:
        """Return whether every word of a search occurs in the texts, ignoring case."""
        shown = "\n".join((self.name, self.title, self.summary, *self.addresses)).casefold()
        return all(word in shown for word in search.casefold().split())
