"""Fills in the stylesheet template."""

import re
from typing import TYPE_CHECKING

from socket_workbench.gui.looks.palette import Tokens, mix
from socket_workbench.resources import resource_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

ICON_PREFIX = "looks"
"""The prefix of Qt's search path for the images of the stylesheet; set by the theme."""

_COLOR = re.compile(r"\$([a-z_]+)")
"""Matches the name of a shade, such as `$card`."""

_SCALED = re.compile(r"\b(?:(\d+)\*)?(\d+)u([+-]\d+)?\b")
"""Matches a length that zoom scales, such as `28u`; that of `2*7u-2` is rounded, then doubled."""


def stylesheet(chosen: Tokens, zoom: float) -> str:
    """Return the stylesheet for these colours; `zoom` scales all fonts and controls."""
    template = (resource_folder("styles") / "window.qss").read_text(encoding="utf-8")

    def length(found: re.Match[str]) -> str:
        times, size, more = found.groups()
        return f"{int(times or 1) * round(int(size) * zoom) + int(more or 0)}px"

    colors = shades(chosen)
    scaled = _SCALED.sub(length, template)
    return _COLOR.sub(lambda found: colors[found[1]], scaled)


def shades(chosen: Tokens) -> dict[str, str]:
    """Return the tokens, and the shades between them, such as those of hovered buttons.

    `edge` is what borders of fields, handles and the like are drawn in: 3:1 on every ground.
    """
    return {
        **chosen._asdict(),
        "hover": mix(chosen.card, chosen.text, 0.04),
        "pressed": mix(chosen.card, chosen.text, 0.09),
        "edge": mix(chosen.line, chosen.dim, 0.72),
        "quiet": mix(chosen.dim, chosen.text, 0.5),
        "accent_hover": mix(chosen.accent, chosen.text, 0.12),
        "accent_pressed": mix(chosen.accent, chosen.text, 0.24),
        "accent_edge": mix(chosen.selection, chosen.accent, 0.4),
        "error_edge": mix(chosen.error_chip, chosen.error, 0.3),
        "open_edge": mix(chosen.open_chip, chosen.open, 0.3),
    }


def restyle(*widgets: "QWidget") -> None:
    """Apply the stylesheet again to widgets with a changed property that its selectors name."""
    for widget in widgets:
        # Qt evaluates property selectors in polish() only.
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
