"""The line ends that a person can have added to what they send."""

import builtins
import enum


class LineEnd(enum.Enum):
    """What ends a line; the value is its word in settings, documents and options."""

    NONE = "none"
    LF = "lf"
    CR = "cr"
    CRLF = "crlf"

    @property
    def bytes(self) -> builtins.bytes:
        """The bytes that are added to a message of bytes."""
        return _BYTES[self]

    @property
    def text(self) -> str:
        """The characters that are added to a message of text, in its encoding."""
        return _TEXTS[self]


_TEXTS = {
    LineEnd.NONE: "",
    LineEnd.LF: "\n",
    LineEnd.CR: "\r",
    LineEnd.CRLF: "\r\n",
}
_BYTES = {line_end: text.encode() for line_end, text in _TEXTS.items()}
