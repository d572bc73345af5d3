"""Bytes as text for display: decoding piece by piece, and making control characters visible."""

import codecs
import unicodedata

from socket_workbench.language import tr

_BYTE_ORDERS = {
    "utf-16": {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"},
    "utf-32": {codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be"},
}
_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Categories of characters that cannot be seen."""

JOINERS = "\u200c\u200d"
"""Invisible too, but they shape the letters and emoji around them."""


BYTES_APART = "socket_workbench.bytes_apart"
"""The error handler that decodes a byte that is no text to the lone surrogate U+DC00 plus the byte.

No decoder makes these of text, so that such a byte stays apart from the four characters `\\xNN`.
"""

FIRST_APART = 0xDC00
"""The surrogate that stands for the byte 0."""


def _keep_bytes_apart(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data = error.object[error.start : error.end]
    return "".join([chr(FIRST_APART + byte) for byte in data]), error.end


codecs.register_error(BYTES_APART, _keep_bytes_apart)


class TextDecoder:
    r"""Decodes one direction of a stream for display, whatever the pieces it comes in.

    A character that is split over two pieces is shown whole, with the later one. Bytes that are not
    text in this encoding become `\xNN`, or what another error handler makes of them; none is lost.
    """

    def __init__(self, encoding: str = "utf-8", errors: str = "backslashreplace") -> None:
        """Begin a stream.

        Args:
            encoding: the name of a text encoding that Python knows. `utf-16` and `utf-32` look for
                a byte order mark, and are big-endian without one (RFC 2781, 4.3).
            errors: what becomes of bytes that are not text.

        Raises:
            ValueError: there is no such encoding, or it cannot show what is not text.
        """
        try:
            # Unlike codecs.lookup, this refuses `hex`, `zlib`, `idna` and their like.
            b"\xff".decode(encoding, "backslashreplace")
        except (LookupError, ValueError):
            raise ValueError(
                tr("There is no text encoding {name}; try utf-8 or latin-1.", name=encoding)
            ) from None
        self._name = codecs.lookup(encoding).name
        self._errors = errors
        self._byte_orders = _BYTE_ORDERS.get(self._name, {})
        self._start = b""
        self._decoder = _decoder(self._name, errors)

    def feed(self, data: bytes) -> str:
        """Take the next piece; returns the characters that are complete."""
        if self._byte_orders:
            data = self._find_byte_order(data)
        return self._decoder.decode(data)

    def end(self) -> str:
        """End the stream; returns what was left of an unfinished character."""
        if self._byte_orders:
            self._decoder = _decoder(f"{self._name}-be", self._errors)
        return self._decoder.decode(self._start, final=True)

    def _find_byte_order(self, data: bytes) -> bytes:
        """Hold the beginning until it shows whether it is a byte order mark; returns the text."""
        self._start += data
        size = len(next(iter(self._byte_orders)))
        if len(self._start) < size:
            return b""
        text = self._start
        order = self._byte_orders.get(text[:size])
        self._decoder = _decoder(order or f"{self._name}-be", self._errors)
        self._byte_orders, self._start = {}, b""
        return text[size:] if order else text


def printable(text: str) -> str:
    r"""Make control characters visible: `␍` for a carriage return, `\u202e` for an override."""
    if text.isprintable():
        return text
    return "".join([_show(character) for character in text.translate(_PICTURES)])


def _decoder(encoding: str, errors: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)(errors)


def _show(character: str) -> str:
    if character.isprintable() or character in JOINERS:
        return character
    if unicodedata.category(character) not in INVISIBLE:
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
