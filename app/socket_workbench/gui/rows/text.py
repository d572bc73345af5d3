r"""Text from the wire as the log writes it: in the escapes of the send field.

What is printable is written as it is, `\` as `\\`, control characters as `\r \n \t \0 \xNN`, a
byte that is no text as `\xNN`. So the byte 01 and four typed characters differ, and what the log
shows can be typed to send the same. (At the size of a log, escapes are easier to read than the
pictures of control characters, `␍`, which the program uses elsewhere.)
"""

import re

from socket_workbench.payload.text import BYTES_APART, FIRST_APART, TextDecoder, printable

_NAMED = {0x00: "\\0", 0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}
_CONTROLS = (*range(0x20), 0x7F)
_EVENT = {code: f"\\x{code:02x}" for code in _CONTROLS} | _NAMED
_APART = {FIRST_APART + byte: f"\\x{byte:02x}" for byte in range(0x100)}
_BYTES = _EVENT | _APART | {0x5C: "\\\\"}
# Where a character has several bytes, `\xNN` would be one of them.
_UNITS = _BYTES | {code: f"\\u{code:04x}" for code in _CONTROLS} | _NAMED
_WIDE = ("utf-16", "utf-32")

_SHOWN = re.compile(
    r"\\\\|\\r\\n\n|\\n\n|\\[rnt0]|\\x([01][0-9a-f]|7f)|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})"
)
_MEANT = {
    "\\\\": "\\",
    "\\r\\n\n": "\r\n",
    "\\n\n": "\n",
    "\\r": "\r",
    "\\n": "\n",
    "\\t": "\t",
    "\\0": "\0",
}


def decoder(encoding: str) -> TextDecoder:
    """Return a decoder whose texts `shown` writes."""
    return TextDecoder(encoding, BYTES_APART)


def decoded(data: bytes, encoding: str = "utf-8") -> str:
    """Decode a whole payload, or its beginning, for `shown`."""
    if not encoding.startswith(_WIDE):
        return data.decode(encoding, BYTES_APART)
    begun = decoder(encoding)
    return begun.feed(data) + begun.end()


def shown(text: str, encoding: str = "utf-8") -> str:
    """Write a decoded text on one line: no two texts are written alike.

    Args:
        text: as `decoder` makes it.
        encoding: which it was made of.
    """
    if text.isprintable() and "\\" not in text:
        return text
    return printable(text.translate(_UNITS if encoding.startswith(_WIDE) else _BYTES))


def lines_of(text: str) -> list[str]:
    """Return a text's lines, each with its line end; together they are the text."""
    *pieces, last = text.split("\n")
    lines = [f"{piece}\n" for piece in pieces]
    return [*lines, last] if last else lines


def shown_lines(text: str, encoding: str = "utf-8") -> list[str]:
    """Return a decoded text's lines as `shown` writes them, each with the escape of its end."""
    return [shown(line, encoding) for line in lines_of(text)]


def copied(text: str) -> str:
    r"""Return a decoded text for the clipboard: as it is, bytes that are no text as `\xNN`."""
    return text.translate(_APART)


def meant(text: str) -> str:
    """Return the text that lines of `shown_lines`, or a part of them, stand for."""

    def character(found: re.Match[str]) -> str:
        digits = found[1] or found[2] or found[3]
        return chr(int(digits, 16)) if digits else _MEANT[found[0]]

    return _SHOWN.sub(character, text)


def event_line(text: str) -> str:
    """Write what an event says on one line; it is a sentence, and its backslashes stay."""
    return text if text.isprintable() else printable(text.translate(_EVENT))
