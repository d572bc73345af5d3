"""How wide texts are in a font of one width, where no font can be asked."""

from unicodedata import combining, east_asian_width

_CELL = 0.6
"""The width of a character, in parts of the size of the type."""


def cells(character: str) -> int:
    """Return how many cells a character takes: 2 for one of East Asia, 0 for a combining one."""
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def elided(text: str, room: float, size: float, end: str = "") -> str:
    """Return the beginning of a text that fits into a width, with an ellipsis if it is cut.

    Args:
        text: the text.
        room: the width.
        size: the size of the type.
        end: what stands behind it, and is not cut where it fits itself.
    """
    most = int(room / (_CELL * size))
    if sum(map(cells, text + end)) <= most:
        return text + end
    taken, kept = 1 + sum(map(cells, end)), ""
    if taken > most:
        taken, text, end = 1, text + end, ""
    for character in text:
        taken += cells(character)
        if taken > most:
            break
        kept += character
    return f"{kept}…{end}"
