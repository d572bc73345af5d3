"""Where a path leads."""

import errno
import os
from pathlib import Path


def real_path(path: Path) -> Path:
    """Follow the links of a path, so that what they lead to can be replaced and they stay.

    Raises:
        OSError: the links lead in a circle. Python says that in another way with each version.
    """
    real = Path(os.path.realpath(path))
    if real.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return real
