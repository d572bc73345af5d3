"""Text that others wrote, such as an address that was pasted or a program's name, in a sentence."""

from socket_workbench.payload.text import printable

LONGEST = 100
"""Characters of it that are shown."""


def foreign(text: str) -> str:
    """Return the beginning of a text, with its control characters made visible."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    return printable(text)
