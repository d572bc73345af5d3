"""A screen of X for a window that is to be seen, and a mouse on it; for checks of packages."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator

import smoke

SIZE = "1280x800x24"


@contextlib.contextmanager
def a_screen() -> Iterator[None]:
    """Have a screen for X, and name it in the environment.

    Raises:
        smoke.SkipError: there is no Xvfb.
    """
    if shutil.which("Xvfb") is None:
        raise smoke.SkipError("Xvfb is not there, which makes a screen")
    read, write = os.pipe()
    # Without -noreset it starts anew when the last window is closed, and accepts none meanwhile.
    words = ["Xvfb", "-displayfd", str(write), "-noreset", "-screen", "0", SIZE]
    screen = subprocess.Popen(words, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    before = smoke.ENVIRONMENT.copy()
    try:
        with open(read) as told:  # noqa: PTH123 - a descriptor
            smoke.ENVIRONMENT["DISPLAY"] = f":{told.readline().strip()}"
        yield
    finally:
        smoke.ENVIRONMENT.clear()
        smoke.ENVIRONMENT.update(before)
        screen.terminate()
        screen.wait()


def click(x: str, y: str) -> None:
    """Click with the left button, at pixels of the screen.

    Raises:
        smoke.SkipError: there is no xdotool.
    """
    if shutil.which("xdotool") is None:
        raise smoke.SkipError("xdotool is not there, which moves the mouse")
    words = ["xdotool", "mousemove", x, y, "click", "1"]
    subprocess.run(words, env=smoke.ENVIRONMENT, check=True)
