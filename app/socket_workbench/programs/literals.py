"""Values as Python writes them: the only way in which what a person has set gets into a program."""

WIDTH = 88
"""The longest line of a program, as formatters have it by default."""

_PIECE = 64


def literal(value: object) -> str:
    """Write a value as `repr` does, texts and bytes in double quotes where that needs no escape."""
    if isinstance(value, str) and '"' not in value:
        # An apostrophe makes `repr` choose double quotes.
        return '"' + repr("'" + value)[2:]
    if isinstance(value, bytes) and b'"' not in value:
        return 'b"' + repr(b"'" + value)[3:]
    return repr(value)


def constant(name: str, value: object, comment: str = "") -> str:
    """Write an assignment; a long text or long bytes are written in several lines.

    Args:
        name: the name.
        value: the value.
        comment: a line above it, one of the program's own texts.
    """
    head = f"# {comment}\n" if comment else ""
    line = f"{name} = {literal(value)}"
    if len(line) <= WIDTH or not isinstance(value, str | bytes):
        return head + line
    pieces: list[str | bytes] = [value[i : i + _PIECE] for i in range(0, len(value), _PIECE)]
    return "\n".join([f"{head}{name} = (", *(f"    {literal(piece)}" for piece in pieces), ")"])


def comment(text: str) -> str:
    """Return a text as a comment, empty where it has characters that could end the comment."""
    return f"# {text}" if text.isprintable() else ""
