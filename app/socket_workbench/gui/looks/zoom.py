"""The sizes of type: that of the whole window, and those of parts that are zoomed alone."""

from weakref import WeakKeyDictionary

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from socket_workbench.gui.looks.fonts import pixel_size, text_font
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.stylesheet import stylesheet

ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5)
"""The font sizes, relative to the default."""

_whole = 1.0
_steps: WeakKeyDictionary[QWidget, int] = WeakKeyDictionary()


def zoom_beside(zoom: float, steps: int) -> float:
    """Return the one of `ZOOMS` that is so many steps above or below another, within bounds."""
    place = ZOOMS.index(zoom) + steps
    return ZOOMS[min(max(place, 0), len(ZOOMS) - 1)]


def use_zoom(zoom: float) -> None:
    """Set the zoom of the whole, one of `ZOOMS`, and style again what is zoomed alone."""
    global _whole
    _whole = zoom
    for part in [each for each in _steps if isValid(each)]:
        _style(part)


def zoom_steps(part: QWidget) -> int:
    """Return how many steps a part is above the zoom of the whole; below it, negative."""
    return _steps.get(part, 0)


def zoom_part(part: QWidget, steps: object) -> None:
    """Zoom a widget and what is in it.

    Args:
        part: the widget.
        steps: how many steps above the zoom of the whole; anything but a whole number counts as 0,
            since it may come from a file.
    """
    wanted = steps if isinstance(steps, int) and abs(steps) < len(ZOOMS) else 0
    if wanted == zoom_steps(part):
        return
    _steps[part] = wanted
    _style(part)
    if not wanted:
        del _steps[part]


def zoom_part_by(part: QWidget, steps: int) -> None:
    """Zoom a widget so many steps further in or, if negative, out, within the bounds of `ZOOMS`."""
    now = zoom_beside(_whole, zoom_steps(part))
    wanted = zoom_beside(now, steps)
    zoom_part(part, ZOOMS.index(wanted) - ZOOMS.index(_whole))


def _style(part: QWidget) -> None:
    steps = _steps[part]
    zoom = zoom_beside(_whole, steps)
    # Remove it first: replacing a stylesheet takes Qt longer than both steps.
    part.setStyleSheet("")
    if steps:
        # The rules of the application's sheet, each with another size; type that has no rule of
        # its own gets one, since Qt does not give a widget's font to children with a stylesheet.
        usual = f"QWidget {{ font-size: {pixel_size(text_font(zoom))}px; }}\n"
        part.setStyleSheet(usual + stylesheet(tokens(), zoom))
