"""Removes what windows have kept of themselves; recorded sessions stay."""

import contextlib
from argparse import Namespace
from pathlib import Path

from socket_workbench.cli.exit_codes import DONE, FAILED
from socket_workbench.cli.output.output import Output
from socket_workbench.journal.storage.claim import Claim, is_held
from socket_workbench.language import tr
from socket_workbench.user_folders import (
    instance_file,
    sessions_folder,
    settings_file,
    windows_folder,
)


def reset_settings(parsed: Namespace) -> int:
    """Remove the settings, and the panes, sizes and places of windows; print what was removed.

    An open window would write them again, so that nothing is removed while there is one.

    Returns:
        The exit code.
    """
    output = Output()
    files = _files()
    with contextlib.ExitStack() as claims:
        try:
            _hold(files, claims)
        except BlockingIOError:
            output.complain(
                tr("A window is open, which keeps its settings. Close it, then reset them.")
            )
            return FAILED
        except OSError as error:
            output.complain(_refusal(windows_folder(), error))
            return FAILED
        for file in files:
            try:
                file.unlink()
            except OSError as error:
                output.complain(_refusal(file, error))
                return FAILED
            output.line(tr("Removed: {path}", path=file))
    if not files:
        output.line(tr("There were no settings to remove."))
    output.line(tr("Recorded sessions are kept: {folder}", folder=sessions_folder()))
    return FAILED if output.has_failed else DONE


def _hold(files: list[Path], claims: contextlib.ExitStack) -> None:
    """Keep windows from using the files until the stack is closed.

    Raises:
        BlockingIOError: there is a window.
        OSError: the locks of windows cannot be taken.
    """
    if is_held(instance_file()):
        raise BlockingIOError
    for file in files:
        if file.parent == windows_folder():
            claim = Claim(file.with_suffix(""), alone=True)
            claims.callback(claim.release, ended=True)


def _files() -> list[Path]:
    """Return the files with settings that there are."""
    found = [settings_file(), *sorted(windows_folder().glob("*.ini"))]
    return [file for file in found if file.is_symlink() or file.exists()]


def _refusal(file: Path, error: OSError) -> str:
    return tr("{path} cannot be removed: {reason}.", path=file, reason=error.strerror or str(error))
