"""Escapes untrusted text where Qt interprets it: markup in tooltips, `&` in menus and tabs."""

from socket_workbench.payload.text import printable

LONGEST_TOOLTIP = 4_000
"""The most characters in a tooltip."""

LONGEST_LINE = 100
"""The most characters in one line, such as a menu entry."""

_LINE = 80
"""The most characters in a tooltip's line that need not be wrapped; Qt wraps only markup."""

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""What stands for the characters that Qt would take for markup."""


def plain_tooltip(text: str) -> str:
    """Return the tooltip that shows a text literally.

    Qt guesses whether a tooltip is markup (`Qt::mightBeRichText`), and would render received data
    and load images for it. A text that could be taken for markup is escaped; one that is longer
    than a line is wrapped.
    """
    shown = plain_lines(text)
    if len(shown) > LONGEST_TOOLTIP:
        shown = f"{shown[:LONGEST_TOOLTIP]}…"
    is_short = all(len(line) <= _LINE for line in shown.split("\n"))
    # `Qt::mightBeRichText` looks for these two.
    if is_short and "<" not in shown and "&lt;" not in shown:
        return shown
    lines = shown.translate(_ESCAPED).replace("\n", "<br/>")
    return f"<p style='white-space:pre-wrap'>{lines}</p>"


def plain_line(text: str, longest: int = LONGEST_LINE) -> str:
    """Return a text for a list entry: one line, without characters that break or reverse it.

    Args:
        text: a name, an address.
        longest: the most characters shown; a longer text is shortened in the middle.
    """
    if len(text) > longest:
        half = longest // 2
        text = f"{text[:half]}…{text[len(text) - half + 1 :]}"
    return printable(text)


def plain_title(text: str) -> str:
    """Return a text for a menu entry, a button or a tab.

    Ampersands and tabs are escaped, so that they do not mark a mnemonic or a shortcut, and a long
    text is shortened.
    """
    return plain_line(text).replace("&", "&&")


def plain_lines(text: str) -> str:
    """Return a text with control characters made visible, except for line feeds and tabs."""
    if text.isprintable():
        return text
    return "\n".join(
        "\t".join(printable(cell) for cell in line.split("\t")) for line in text.split("\n")
    )
