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
        """The bytes that are added to a message."""
        return _BYTES[self]


_BYTES = {
    LineEnd.NONE: b"",
    LineEnd.LF: b"\n",
    LineEnd.CR: b"\r",
    LineEnd.CRLF: b"\r\n",
}
