"""The colours by meaning: a light set, a dark set, and the one in use."""

from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette

STYLE = "Fusion"
"""The Qt style on which the stylesheet is based; set by the creator of the application."""


class Tokens(NamedTuple):
    """The colours of one scheme, as `#RRGGBB`; texts have a contrast of at least 4.5:1.

    Attributes:
        name: `light` or `dark`, also the folder of the icons that the stylesheet names.
        ground: behind the cards.
        card: cards and fields.
        line: borders of surfaces, and of what is disabled.
        text: text.
        dim: labels and secondary text.
        accent: the primary button, the focus, the selected tab.
        on_accent: text on the accent.
        open: states such as listening, established, passed.
        open_chip: the background of a chip in `open`.
        waiting: a call that is blocked.
        waiting_chip: the background of a chip in `waiting`.
        error: errors.
        error_chip: the background of a chip in `error`.
        idle_chip: the background of a chip in `dim`.
        to_server: arrows, edges and names of messages from client to server. It can be told from
            `to_client` by people with a red-green deficiency, and from `error` by others.
        to_client: the same for messages from server to client.
        selection: the background of a selected row.
    """

    name: str
    ground: str
    card: str
    line: str
    text: str
    dim: str
    accent: str
    on_accent: str
    open: str
    open_chip: str
    waiting: str
    waiting_chip: str
    error: str
    error_chip: str
    idle_chip: str
    to_server: str
    to_client: str
    selection: str

    def color(self, token: str) -> QColor:
        """Return the colour of a token; raises `KeyError` for an unknown name."""
        if token not in _COLOR_NAMES:
            raise KeyError(token)
        return QColor(getattr(self, token))


LIGHT = Tokens(
    name="light",
    ground="#F4F5F7",
    card="#FFFFFF",
    line="#DDE0E6",
    text="#1B1F27",
    dim="#5B6475",
    accent="#3B5BDB",
    on_accent="#FFFFFF",
    open="#0B7A4B",
    open_chip="#E3F5EC",
    waiting="#9A5B00",
    waiting_chip="#FFF1D6",
    error="#B3261E",
    error_chip="#FDECEA",
    idle_chip="#ECEEF2",
    to_server="#8A1560",
    to_client="#1F4FBF",
    selection="#E8EDFF",
)

DARK = Tokens(
    name="dark",
    ground="#15181E",
    card="#1D2129",
    line="#333945",
    text="#E7EAF0",
    dim="#98A2B3",
    accent="#8298FF",
    on_accent="#10131A",
    open="#6CE0A6",
    open_chip="#123626",
    waiting="#FFC46B",
    waiting_chip="#3A2B10",
    error="#FF9B9B",
    error_chip="#401D20",
    idle_chip="#2A2F39",
    to_server="#FFBFDF",
    to_client="#8FB2FF",
    selection="#2A3354",
)

_COLOR_NAMES = frozenset(Tokens._fields) - {"name"}

_in_use: Tokens = LIGHT


def tokens() -> Tokens:
    """Return the colours in use. Call it on each paint, since they change with the theme."""
    return _in_use


def use_tokens(chosen: Tokens) -> None:
    """Set the colours in use; called by `theme.Theme`, which then has everything repainted."""
    global _in_use
    _in_use = chosen


def mix(first: str, second: str, share: float) -> str:
    """Return a mix of two colours; `share` (0 to 1) is the proportion of the second."""
    one, two = QColor(first), QColor(second)

    def between(low: int, high: int) -> int:
        return round(low + (high - low) * share)

    return QColor(
        between(one.red(), two.red()),
        between(one.green(), two.green()),
        between(one.blue(), two.blue()),
    ).name()


def qt_palette(chosen: Tokens) -> QPalette:
    """Return the palette for what the stylesheet does not cover, such as delegates and links."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: chosen.ground,
        QPalette.ColorRole.WindowText: chosen.text,
        QPalette.ColorRole.Base: chosen.card,
        QPalette.ColorRole.AlternateBase: chosen.ground,
        QPalette.ColorRole.Text: chosen.text,
        QPalette.ColorRole.PlaceholderText: chosen.dim,
        QPalette.ColorRole.Button: chosen.card,
        QPalette.ColorRole.ButtonText: chosen.text,
        QPalette.ColorRole.BrightText: chosen.error,
        QPalette.ColorRole.ToolTipBase: chosen.card,
        QPalette.ColorRole.ToolTipText: chosen.text,
        QPalette.ColorRole.Highlight: chosen.accent,
        QPalette.ColorRole.HighlightedText: chosen.on_accent,
        QPalette.ColorRole.Accent: chosen.accent,
        QPalette.ColorRole.Link: chosen.accent,
        QPalette.ColorRole.LinkVisited: chosen.accent,
        QPalette.ColorRole.Light: chosen.card,
        QPalette.ColorRole.Midlight: chosen.line,
        QPalette.ColorRole.Mid: chosen.line,
        QPalette.ColorRole.Dark: chosen.line,
        QPalette.ColorRole.Shadow: chosen.line,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.dim))
    return palette
