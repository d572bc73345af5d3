"""Makes what a package installs below a `share` folder for the desktop and for shells.

    python packaging/share.py FOLDER

FOLDER gets the menu entry, the AppStream metadata, the MIME types, the icons, the man page and the
completion of three shells. The date in them is that of SOURCE_DATE_EPOCH, in seconds, else today.
"""

import os
import sys
import time
from pathlib import Path

import completion
import icons
import manual

from socket_workbench import __version__

SOURCES = Path(__file__).parent / "desktop"
APPLICATION_ID = "alt.socket_workbench.SocketWorkbench"

PLACES = {
    "socket-workbench.desktop": "applications/socket-workbench.desktop",
    "socket-workbench-mime.xml": "mime/packages/socket-workbench.xml",
    "socket-workbench.metainfo.xml": f"metainfo/{APPLICATION_ID}.metainfo.xml",
}
"""Where the files of `packaging/desktop` go."""


def date() -> str:
    """Return the date of the sources, such as `2026-05-04`."""
    seconds = float(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def make(folder: Path) -> None:
    """Write all of it into a folder, which is made where it is missing."""
    for name, place in PLACES.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (SOURCES / name).read_text("utf-8")
        path.write_text(text.replace("@VERSION@", __version__).replace("@DATE@", date()), "utf-8")
    icons.make_themed(folder / "icons" / "hicolor")
    completion.make(folder)
    manual.make(folder, date())


if __name__ == "__main__":
    make(Path(sys.argv[1]))
