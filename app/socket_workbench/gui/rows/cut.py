"""How the log says what of a payload is missing: cut by the capture limit, or never sent."""

from socket_workbench.journal.row import Row, taken_words
from socket_workbench.language import trn


def cut_words(cut: int) -> str:
    """Return such as `744 bytes not recorded`; empty when nothing was cut."""
    if not cut:
        return ""
    return trn("{count:,} byte not recorded", "{count:,} bytes not recorded", cut)


def with_missing(text: str, row: Row) -> str:
    """Return a payload's text, before it how much was sent if not all, and behind it what was cut.

    What stands before is seen however long the text is.
    """
    taken = taken_words(row.taken, row.length)
    behind = f" [{cut_words(row.cut)}]" if row.cut else ""
    return f"[{taken}] {text}{behind}" if taken else f"{text}{behind}"
