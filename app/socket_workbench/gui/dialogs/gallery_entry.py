"""What the gallery shows of one scenario."""

from dataclasses import dataclass


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
        """Leave out addresses that were there before."""
        object.__setattr__(self, "addresses", tuple(dict.fromkeys(self.addresses)))

    def matches(self, search: str) -> bool:
        """Return whether every word of a search is part of what is shown, in any case."""
        shown = "\n".join((self.name, self.title, self.summary, *self.addresses)).casefold()
        return all(word in shown for word in search.casefold().split())
