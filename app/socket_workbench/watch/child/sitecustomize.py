"""Imported by `site` when a watched Python process starts, before its program.

Only this module and the package `_socket_workbench` can be imported from this folder, and the
folder is taken off the path again, so that no name of ours hides one of the program's.
"""

from __future__ import annotations

import os
import sys

_FOLDER = os.path.dirname(os.path.abspath(__file__))


def _install() -> None:
    """Watch this process; whatever goes wrong with that, the program runs."""
    try:
        from _socket_workbench import hooks  # type: ignore[import-not-found]

        hooks.install()
    except Exception as error:
        sys.stderr.write(f"socket-workbench: this process is not watched: {error!r}\n")


def _is_ours(folder: str) -> bool:
    try:
        return os.path.abspath(folder or ".") == _FOLDER
    except OSError:
        # It is relative to the current folder, which is deleted.
        return False


def _run_hidden() -> None:
    """Import the `sitecustomize` that this one hides, such as the distribution's.

    The import system's lock for the name is reentrant, and it returns whatever module stands in
    `sys.modules` when this one has been run.
    """
    own = sys.modules.pop("sitecustomize", None)
    try:
        # Another one: this folder is off the path.
        import sitecustomize  # type: ignore[import-not-found] # noqa: F401
    except ModuleNotFoundError as error:
        if error.name != "sitecustomize":
            raise
    finally:
        if own is not None:
            sys.modules.setdefault("sitecustomize", own)


if os.environ.get("SOCKET_WORKBENCH_WATCH"):
    _install()
    sys.path[:] = [each for each in sys.path if not _is_ours(each)]
    _run_hidden()
