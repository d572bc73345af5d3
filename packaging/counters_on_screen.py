"""Tells of the page Counters on a screen of X, for the check of the frozen program.

    python packaging/counters_on_screen.py place SCENARIO
    python packaging/counters_on_screen.py seen PICTURE

The first opens the window of the checkout, runs a scenario, and prints where the tab of the page
is, in pixels of the screen; the frozen window, with the same fonts, has it in the same place. The
second saves a picture of the screen; its exit code is 0 if the area under a curve is on it.
"""

import sys
from collections import Counter

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QImage

from socket_workbench.__main__ import main
from socket_workbench.gui.counters.plot_legend import AREA_SHARE
from socket_workbench.gui.looks.palette import LIGHT, mix
from socket_workbench.gui.start import application
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.gui.window.pages import PAGES

LOOK_MILLISECONDS = 200
LOOKS = 5
"""How often in turn the tab has to be in the same place."""

AREA = 2000
"""Pixels of the area under a curve; the legend has some hundred of its colour."""


class Finder(QObject):
    """Waits until the tab stays where it is, prints the place, and closes the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._places: list[QPoint] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MILLISECONDS)

    def _look(self) -> None:
        tabs = self._window.card.tabs
        number = [page.key for page in PAGES].index("counters")
        self._places.append(tabs.mapToGlobal(tabs.tabRect(number).center()))
        last = self._places[-LOOKS:]
        if len(last) == LOOKS and last.count(last[0]) == LOOKS:
            self._timer.stop()
            print(last[0].x(), last[0].y())
            self._window.close()


def place(scenario: str) -> int:
    """Print where the tab is; return the exit code of the window."""
    go_on = application._go_on  # noqa: SLF001 - what is called when the window was painted

    def go_on_and_look(window: MainWindow, *rest: object) -> None:
        go_on(window, *rest)  # type: ignore[arg-type]
        Finder(window)

    application._go_on = go_on_and_look  # type: ignore[assignment]  # noqa: SLF001
    return main(["--new-window", "--scenario", scenario, "--run"])


def is_drawn(picture: QImage) -> bool:
    """Return whether a picture has the area under a curve of a client, in the light colours."""
    wanted = QColor(mix(LIGHT.card, LIGHT.to_client, AREA_SHARE))
    pixels = picture.convertToFormat(QImage.Format.Format_RGB32).constBits()
    counts = Counter(memoryview(pixels).cast("I"))
    return sum(count for pixel, count in counts.items() if _is_like(QColor(pixel), wanted)) >= AREA


def _is_like(one: QColor, other: QColor) -> bool:
    """Return whether two colours differ by no more than rounding."""
    pairs = zip(one.toTuple()[:3], other.toTuple()[:3], strict=True)  # type: ignore[index]
    return all(abs(first - second) <= 1 for first, second in pairs)


def seen(picture: str) -> int:
    """Save a picture of the screen; return 0 if a plot is on it."""
    QGuiApplication([])
    image = QGuiApplication.primaryScreen().grabWindow(0).toImage()
    image.save(picture)
    return 0 if is_drawn(image) else 1


if __name__ == "__main__":
    sys.exit({"place": place, "seen": seen}[sys.argv[1]](sys.argv[2]))
