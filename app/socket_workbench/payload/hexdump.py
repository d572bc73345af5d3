"""Bytes as a hex dump, in the layout of `hexdump -C` (BSD's hexdump(1))."""

LINE_SIZE = 16
_HALF = LINE_SIZE // 2
_HEX_WIDTH = LINE_SIZE * 3
_SHOWN = bytes(byte if 0x20 <= byte < 0x7F else ord(".") for byte in range(256))


def hexdump_line(data: bytes, offset: int, text: str | None = None) -> str:
    """Show the bytes of one line.

    Args:
        data: the line's bytes, at most `LINE_SIZE`; more are not shown.
        offset: where they stand, in bytes from the beginning.
        text: the characters that they stand for; None for those of ASCII. What cannot be seen of
            them is shown as a dot.
    """
    line = data[:LINE_SIZE]
    digits = line[:_HALF].hex(" ")
    if len(line) > _HALF:
        digits += "  " + line[_HALF:].hex(" ")
    if text is None:
        shown = line.translate(_SHOWN).decode("ascii")
    else:
        shown = "".join([character if character.isprintable() else "." for character in text])
    return f"{offset:08x}  {digits:<{_HEX_WIDTH}}  |{shown}|"


def hexdump(data: bytes) -> str:
    """Show all bytes, sixteen to a line, without a line end after the last."""
    return "\n".join(
        [
            hexdump_line(data[offset : offset + LINE_SIZE], offset)
            for offset in range(0, len(data), LINE_SIZE)
        ]
    )
