"""What the record card remembers from one start of the program to the next."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from socket_workbench.gui.rows.page import PageState
from socket_workbench.gui.session.settings import read_kept

_PARTS = 2
_LARGEST = 1 << 16
"""The largest valid height, in pixels."""


@dataclass(frozen=True)
class CardState:
    """Sizes and the states of pages.

    Attributes:
        sizes: heights of the page and of the message below it, in pixels; empty where no message
            was shown.
        pages: what each page saved, by its key.
    """

    sizes: tuple[int, ...] = ()
    pages: Mapping[str, PageState] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the state as JSON."""
        return json.dumps({"sizes": self.sizes, "pages": dict(self.pages)}).encode("ascii")

    @classmethod
    def from_bytes(cls, state: bytes) -> "CardState":
        """Return the state that `to_bytes` wrote; ignore what cannot be read."""
        fields = read_kept(state)
        if not isinstance(fields, dict):
            return cls()
        pages = fields.get("pages")
        if not isinstance(pages, dict):
            pages = {}
        return cls(
            sizes=_sizes(fields.get("sizes")),
            pages={key: page for key, page in pages.items() if isinstance(page, dict)},
        )


def _sizes(kept: object) -> tuple[int, ...]:
    """Return two heights in pixels, or an empty tuple for any other value."""
    if not isinstance(kept, list) or len(kept) != _PARTS:
        return ()
    sizes = tuple(size for size in kept if type(size) is int and 0 <= size <= _LARGEST)
    return sizes if len(sizes) == _PARTS and any(sizes) else ()
