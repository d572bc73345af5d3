"""The user's settings of the continuous text log."""

from pathlib import Path
from typing import NamedTuple, TypeGuard

from socket_workbench.gui.session.settings import Settings
from socket_workbench.journal.text_log.text_log import KEPT, LIMIT_BYTES

MEGABYTE = 1_000_000

_KEY = "text_log"
_MOST = 100_000
"""The largest number that the dialog can show."""


class TextLogChoice(NamedTuple):
    """The settings of a text log.

    Attributes:
        is_on: whether the log is written.
        path: its file.
        megabytes: the size at which a new file is begun, in units of 1,000,000 bytes.
        kept: how many full files to keep.
    """

    is_on: bool
    path: Path
    megabytes: int
    kept: int

    @classmethod
    def load(cls, settings: Settings) -> "TextLogChoice":
        """Return the stored settings; defaults replace invalid values."""
        kept = settings.table(_KEY)
        path, megabytes, full = kept.get("path"), kept.get("megabytes"), kept.get("kept")
        return cls(
            kept.get("is_on") is True,
            Path(path) if _is_path(path) else Path.home() / "socket-workbench.log",
            _number(megabytes, LIMIT_BYTES // MEGABYTE),
            _number(full, KEPT),
        )

    def keep(self, settings: Settings) -> None:
        """Store these settings and write the settings file."""
        settings.set_table(_KEY, {**self._asdict(), "path": str(self.path)})
        settings.save()


def _is_path(kept: object) -> TypeGuard[str]:
    return isinstance(kept, str) and bool(kept) and "\0" not in kept


def _number(kept: object, usual: int) -> int:
    return kept if isinstance(kept, int) and 0 <= kept <= _MOST else usual
