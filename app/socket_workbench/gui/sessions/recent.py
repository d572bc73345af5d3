"""The list of recent sessions."""

import json
from pathlib import Path

from socket_workbench.gui.session.settings import Settings, read_kept

MOST = 10

_KEY = "sessions/recent"


def recent_sessions(settings: Settings) -> list[Path]:
    """Return the recent files, newest first. Does not access them, since a disk may not respond."""
    names = read_kept(settings.text(_KEY, "[]"))
    if not isinstance(names, list):
        return []
    return [Path(name) for name in names if isinstance(name, str)][:MOST]


def keep_recent(settings: Settings, path: Path) -> None:
    """Move or add a file to the top of the list."""
    path = path.absolute()
    others = [other for other in recent_sessions(settings) if other != path]
    names = [str(each) for each in [path, *others][:MOST]]
    settings.set(_KEY, json.dumps(names))
    settings.save()


def forget_recent(settings: Settings, path: Path) -> None:
    """Remove a file that is missing or not a session."""
    names = [str(other) for other in recent_sessions(settings) if other != path.absolute()]
    settings.set(_KEY, json.dumps(names))
    settings.save()
