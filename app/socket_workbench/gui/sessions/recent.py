"""The sessions opened and saved last."""

import json
from pathlib import Path

from socket_workbench.gui.session.settings import Settings, read_kept

MOST = 10

_KEY = "sessions/recent"


def recent_sessions(settings: Settings) -> list[Path]:
    """Return files, the one used last first, without looking for them: a disk may not answer."""
    names = read_kept(settings.text(_KEY, "[]"))
    if not isinstance(names, list):
        return []
    return [Path(name) for name in names if isinstance(name, str)][:MOST]


def keep_recent(settings: Settings, path: Path) -> None:
    """Put a file at the top."""
    path = path.absolute()
    others = [other for other in recent_sessions(settings) if other != path]
    names = [str(each) for each in [path, *others][:MOST]]
    settings.set(_KEY, json.dumps(names))
    settings.save()


def forget_recent(settings: Settings, path: Path) -> None:
    """Leave a file out that turned out to be none, or to be gone."""
    names = [str(other) for other in recent_sessions(settings) if other != path.absolute()]
    settings.set(_KEY, json.dumps(names))
    settings.save()
