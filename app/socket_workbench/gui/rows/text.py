r"""Formats decoded data for the log, with the escapes of the send field.

Printable characters are not changed; `\` becomes `\\`, control characters `\r \n \t \0 \xNN`, and
undecodable bytes `\xNN`. The result is unambiguous, and can be typed into the send field to send
the same bytes. (At the size of a log, escapes are easier to read than control pictures such as
`␍`, which the program uses elsewhere.)
"""

import enum
import re
import unicodedata

from socket_workbench.payload.text import BYTES_APART, FIRST_APART, TextDecoder, printable

_NAMED = {0x00: "\\0", 0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}
_CONTROLS = (*range(0x20), 0x7F)
_EVENT = {code: f"\\x{code:02x}" for code in _CONTROLS} | _NAMED
_APART = {FIRST_APART + byte: f"\\x{byte:02x}" for byte in range(0x100)}
_BYTES = _EVENT | _APART | {0x5C: "\\\\"}
# In a multi-byte encoding, `\xNN` would mean a single byte of the character.
_UNITS = _BYTES | {code: f"\\u{code:04x}" for code in _CONTROLS} | _NAMED
_WIDE = ("utf-16", "utf-32")

_SHOWN = re.compile(
    r"\\\\|\\r\\n\n|\\n\n|\\[rnt0]|\\x([01][0-9a-f]|7f)|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})"
)
_NUL = re.compile(r"\\\\|\\0")
LEFT_TO_RIGHT = "\u200e"
"""The left-to-right mark (U+200E), which makes characters around it run to the right."""

_KINDS = {"R": "letters", "AL": "letters", "AN": "digits"}
"""What may change the order of other characters, by its class in the bidirectional algorithm."""

_MEANT = {
    "\\\\": "\\",
    "\\r\\n\n": "\r\n",
    "\\n\n": "\n",
    "\\r": "\r",
    "\\n": "\n",
    "\\t": "\t",
    "\\0": "\0",
}


class Notation(enum.Enum):
    """How messages are shown; the value is stored in the settings."""

    TEXT = "text"
    HEX = "hex"
    BOTH = "both"


def decoder(encoding: str) -> TextDecoder:
    """Return an incremental decoder for `shown`."""
    return TextDecoder(encoding, BYTES_APART)


def decoded(data: bytes, encoding: str = "utf-8") -> str:
    """Decode a whole payload, or its beginning, for `shown`."""
    if not encoding.startswith(_WIDE):
        return data.decode(encoding, BYTES_APART)
    begun = decoder(encoding)
    return begun.feed(data) + begun.end()


def shown(text: str, encoding: str = "utf-8") -> str:
    """Escape a decoded text to one line, unambiguously.

    Args:
        text: the output of `decoder`.
        encoding: the encoding from which it was decoded.
    """
    if text.isprintable() and "\\" not in text:
        return text
    return printable(text.translate(_UNITS if encoding.startswith(_WIDE) else _BYTES))


def lines_of(text: str) -> list[str]:
    """Split a text into lines, each with its line end."""
    *pieces, last = text.split("\n")
    lines = [f"{piece}\n" for piece in pieces]
    return [*lines, last] if last else lines


def shown_lines(text: str, encoding: str = "utf-8") -> list[str]:
    """Return the lines of a decoded text, escaped as by `shown`, including their line ends."""
    return [shown(line, encoding) for line in lines_of(text)]


def copied(text: str) -> str:
    r"""Return a decoded text for the clipboard: unescaped but for undecodable bytes, `\xNN`."""
    return text.translate(_APART)


def meant(text: str) -> str:
    """Return the text of lines, or parts of lines, of `shown_lines`."""

    def character(found: re.Match[str]) -> str:
        digits = found[1] or found[2] or found[3]
        return chr(int(digits, 16)) if digits else _MEANT[found[0]]

    return _SHOWN.sub(character, text)


def escapes_in_order(text: str) -> str:
    r"""Return an escaped text to be laid out from left to right, with a mark before each `\0`.

    After letters that are written from right to left, the other escapes keep their order, since
    their own letter makes the backslash run to the right (Unicode Standard Annex 9, rules N1 and
    N2). A digit does not: without the invisible mark, `\0` would be shown as `0\`.
    """
    if text.isascii() or "\\0" not in text:
        return text
    return _NUL.sub(lambda found: LEFT_TO_RIGHT + found[0] if found[0] == "\\0" else found[0], text)


def letters_in_order(text: str) -> str:
    """Return a line of a hex dump to be laid out from left to right, with marks after words.

    Words of letters that are written from right to left read as such, and with the invisible marks
    all that is between them, dots and digits too, keeps the order of the bytes.
    """
    if text.isascii():
        return text
    drawn, before = [], ""
    for character in text:
        bidi = unicodedata.bidirectional(character)
        kind = before if bidi == "NSM" else _KINDS.get(bidi, "")
        if before and kind != before:
            drawn.append(LEFT_TO_RIGHT)
        drawn.append(character)
        before = kind
    return "".join(drawn)


def event_line(text: str) -> str:
    """Escape the text of an event to one line; backslashes are not changed."""
    return text if text.isprintable() else printable(text.translate(_EVENT))
