"""Writes a ladder as SVG."""

from socket_workbench.journal.ladder.picture import Picture
from socket_workbench.journal.ladder.shapes import Box, Head, Ink, Line, Shape, Text
from socket_workbench.journal.ladder.widths import elided

COLORS = {
    Ink.TEXT: "#1B1F27",
    Ink.DIM: "#5B6475",
    Ink.LINE: "#B9BFCA",
    Ink.TO_SERVER: "#8A1560",
    Ink.TO_CLIENT: "#1F4FBF",
    Ink.WAITING: "#9A5B00",
    Ink.ERROR: "#B3261E",
}
"""Colours on white, those of the window's light theme."""

_FILLS = {Ink.WAITING: "#FFF1D6", Ink.ERROR: "#FDECEA"}
_PAPER = "#FFFFFF"
_SIZE = 12.5
_ANCHORS = {-1: "start", 0: "middle", 1: "end"}

_HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" \
viewBox="0 0 {width:.0f} {height:.0f}" font-family="'JetBrains Mono','DejaVu Sans Mono',monospace" \
font-size="{size}">
<rect width="100%" height="100%" fill="{paper}"/>
"""


def svg(picture: Picture) -> str:
    """Return the document, but for the XML declaration."""
    head = _HEAD.format(width=picture.width, height=picture.height + 8, size=_SIZE, paper=_PAPER)
    return head + "\n".join(map(_element, picture.shapes)) + "\n</svg>\n"


def _element(shape: Shape) -> str:
    if isinstance(shape, Text):
        return _text(shape)
    return _line(shape) if isinstance(shape, Line) else _box(shape)


def _text(text: Text) -> str:
    beginning, end = text.parts
    words = elided(beginning, text.room, _SIZE, end)
    look = ' font-weight="600" font-family="Inter,sans-serif"' if text.is_bold else ""
    return (
        f'<text x="{text.x:.1f}" y="{text.y + 0.35 * _SIZE:.1f}" fill="{COLORS[text.ink]}"'
        f' text-anchor="{_ANCHORS[text.align]}" xml:space="preserve"{look}>{_escaped(words)}</text>'
    )


def _box(box: Box) -> str:
    dashes = ' stroke-dasharray="4 3"' if box.is_open else ""
    return (
        f'<rect x="{box.x - box.width / 2:.1f}" y="{box.top:.1f}" width="{box.width:.1f}"'
        f' height="{box.bottom - box.top:.1f}" rx="3" fill="{_FILLS.get(box.ink, _PAPER)}"'
        f' stroke="{COLORS[box.ink]}" stroke-width="1.3"{dashes}/>'
    )


def _line(line: Line) -> str:
    color = COLORS[line.ink]
    dashes = ' stroke-dasharray="5 4"' if line.is_dashed else ""
    ends = f'x1="{line.x1:.1f}" y1="{line.y1:.1f}" x2="{line.x2:.1f}" y2="{line.y2:.1f}"'
    width = 2 if line.head is Head.NONE else 1.5
    drawn = f'<line {ends} stroke="{color}" stroke-width="{width}"{dashes}/>'
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in head_points(line))
    match line.head:
        case Head.ARROW:
            return f'{drawn}<polygon points="{points}" fill="{color}"/>'
        case Head.OPEN:
            return f'{drawn}<polyline points="{points}" fill="none" stroke="{color}"/>'
        case Head.CROSS:
            x, y = line.x2, line.y2
            path = f"M{x - 5:.1f},{y - 5:.1f}l10,10m0,-10l-10,10"
            return f'{drawn}<path d="{path}" stroke="{color}" stroke-width="2" fill="none"/>'
    return drawn


def head_points(line: Line, length: float = 9.0) -> list[tuple[float, float]]:
    """Return the three corners of a line's head; its tip is the second."""
    dx, dy = line.x2 - line.x1, line.y2 - line.y1
    size = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / size * length, dy / size * length
    x, y = line.x2 - ux, line.y2 - uy
    return [
        (x - uy * 0.45, y + ux * 0.45),
        (line.x2, line.y2),
        (x + uy * 0.45, y - ux * 0.45),
    ]


def _escaped(text: str) -> str:
    """Escape a text for XML, which has no lone surrogates and no control characters."""
    text = text.encode("utf-8", "backslashreplace").decode()
    text = "".join(each if each.isprintable() else "\ufffd" for each in text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
