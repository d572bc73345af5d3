r"""Text from the wire as the log writes it: one line, control characters as escapes.

The escapes are those of the send field, `\r \n \t \0 \xNN`: at the size of a log they are easier to
read than the pictures of control characters (`␍`), which the program uses elsewhere.
"""

from socket_workbench.payload.text import printable

_ESCAPES = {code: f"\\x{code:02x}" for code in (*range(0x20), 0x7F)} | {
    0x00: "\\0",
    0x09: "\\t",
    0x0A: "\\n",
    0x0D: "\\r",
}


def shown(text: str) -> str:
    """Return a text with its control characters written as escapes."""
    return text if text.isprintable() else printable(text.translate(_ESCAPES))


def lines_of(text: str) -> list[str]:
    """Return a text's lines, each with its line end; together they are the text."""
    *pieces, last = text.split("\n")
    lines = [f"{piece}\n" for piece in pieces]
    return [*lines, last] if last else lines


def shown_lines(text: str) -> list[str]:
    """Return a text's lines, each with the escape of its line end."""
    return list(map(shown, lines_of(text)))
