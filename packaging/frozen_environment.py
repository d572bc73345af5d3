"""Runs first in the frozen program: gives the environment back its values of before.

On Linux the program of PyInstaller adds its own folder to LD_LIBRARY_PATH and starts itself again.
The linker has read that by now. Programs that are started from here (a watched one, the desktop's
browser) would load the libraries of this folder in place of their own, so it is undone.
https://pyinstaller.org/en/stable/common-issues-and-pitfalls.html
"""

import os
import sys

for name in [name for name in os.environ if name.startswith("_PYI_")]:
    del os.environ[name]
if sys.platform.startswith("linux"):
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = before
