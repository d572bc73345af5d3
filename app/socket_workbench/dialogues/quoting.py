"""Bytes and texts as they stand in sentences: in quotation marks, and not too long."""

from socket_workbench.payload.escapes import show_escapes

LONGEST = 60
"""Characters of a quotation; what is longer is cut."""


def quote(data: bytes, mark: str = "'") -> str:
    """Show bytes with escapes and in quotation marks, cut to a readable length."""
    # A shown character stands for at most four bytes.
    shown = show_escapes(data[: 4 * LONGEST + 4])
    if len(shown) > LONGEST:
        shown = shown[:LONGEST] + "..."
    return f"{mark}{shown}{mark}"


def shortened(text: str) -> str:
    """Return the beginning of a text, as much as a description has room for."""
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
