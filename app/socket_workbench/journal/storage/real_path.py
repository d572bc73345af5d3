"""Where a path leads."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path


def real_path(path: Path) -> Path:
    """Follow the links of a path, so that what they lead to can be replaced and they stay.

    A device or a pipe keeps its name: that of a process's own, such as `/dev/stdout`, is a link to
    what has no path (proc_pid_fd(5)).

    Raises:
        OSError: the links lead in a circle. Python says that in another way with each version.
    """
    with suppress(OSError):
        if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
            return path
    real = Path(os.path.realpath(path))
    if real.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return real
