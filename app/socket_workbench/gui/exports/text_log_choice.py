"""How a continuous text log is kept, as a person has chosen it."""

from pathlib import Path
from typing import NamedTuple, TypeGuard

from socket_workbench.gui.session.settings import Settings
from socket_workbench.journal.text_log.text_log import KEPT, LIMIT_BYTES

MEGABYTE = 1_000_000

_KEY = "text_log"
_MOST = 100_000
"""The largest number that the dialog can show."""


class TextLogChoice(NamedTuple):
    """How a text log is kept.

    Attributes:
        is_on: whether one is kept.
        path: its file.
        megabytes: how large it may grow, in units of 1,000,000 bytes.
        kept: how many full files are kept.
    """

    is_on: bool
    path: Path
    megabytes: int
    kept: int

    @classmethod
    def load(cls, settings: Settings) -> "TextLogChoice":
        """Return what was kept; what makes no sense is as if never chosen."""
        kept = settings.table(_KEY)
        path, megabytes, full = kept.get("path"), kept.get("megabytes"), kept.get("kept")
        return cls(
            kept.get("is_on") is True,
            Path(path) if _is_path(path) else Path.home() / "socket-workbench.log",
            _number(megabytes, LIMIT_BYTES // MEGABYTE),
            _number(full, KEPT),
        )

    def keep(self, settings: Settings) -> None:
        """Keep for the next start, and write it to the file now."""
        settings.set_table(_KEY, {**self._asdict(), "path": str(self.path)})
        settings.save()


def _is_path(kept: object) -> TypeGuard[str]:
    return isinstance(kept, str) and bool(kept) and "\0" not in kept


def _number(kept: object, usual: int) -> int:
    return kept if isinstance(kept, int) and 0 <= kept <= _MOST else usual
