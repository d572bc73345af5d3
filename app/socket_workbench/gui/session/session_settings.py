"""The user's settings of sessions: disk space, and the capture limit."""

from typing import NamedTuple

from socket_workbench.gui.session.settings import Settings

MEGABYTE = 1_000_000

_KEPT = "sessions/kept megabytes"
_LIMIT = "sessions/capture limit"
_NONE = -1
_MOST = 2**31 - 1


class SessionSettings(NamedTuple):
    """Settings of sessions.

    Attributes:
        kept_megabytes: disk space for unsaved sessions, in units of 1,000,000 bytes; 0 keeps none.
        capture_limit: how many bytes of each message are recorded; None for all.
    """

    kept_megabytes: int = 2000
    capture_limit: int | None = None

    @property
    def kept_bytes(self) -> int:
        """The disk space for unsaved sessions, in bytes."""
        return self.kept_megabytes * MEGABYTE

    @classmethod
    def load(cls, settings: Settings) -> "SessionSettings":
        """Return the stored settings; defaults replace invalid values."""
        kept = settings.number(_KEPT, cls().kept_megabytes)
        limit = settings.number(_LIMIT, _NONE)
        return cls(
            int(kept) if 0 <= kept <= _MOST else cls().kept_megabytes,
            int(limit) if 0 <= limit <= _MOST else None,
        )

    def keep(self, settings: Settings) -> None:
        """Store these settings and write the settings file."""
        settings.set(_KEPT, self.kept_megabytes)
        settings.set(_LIMIT, _NONE if self.capture_limit is None else self.capture_limit)
        settings.save()
