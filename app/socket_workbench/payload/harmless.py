r"""Text that may be printed on a terminal, whoever wrote it.

A terminal executes control characters (ECMA-48) wherever they come from: a name in a scenario, a
file's name, what a peer sent. Bidirectional controls (Unicode, UAX 9) change the order in which the
rest of a line is read. Here both become escapes that can be read.
"""

import re
import unicodedata

_LONG_WORD = re.compile(r"(\S{200})\S{100,}(\S{100})")

_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
_CONTROLS = frozenset(("Cc", "Cf", "Cn", "Cs", "Zl", "Zp"))
"""Categories of characters that control what stands around them, or that have no meaning yet."""


def harmless(text: str) -> str:
    r"""Return one line in which control characters are escapes such as `\x1b` and `\u202e`.

    A line end becomes `\n`, half of a surrogate pair `\udcff`. A backslash stays as it is:
    the result is not meant to be parsed.
    """
    if text.isprintable():
        return text
    return text.translate(_TABLE)


def brief(sentence: str) -> str:
    """Return a sentence without the middle of very long words.

    What a command was given, such as a number or a name, may be as long as the system allows.
    """
    return _LONG_WORD.sub(r"\1…\2", sentence)


def _shown(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) not in _CONTROLS:
        return character
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


class _Table(dict[int, str]):
    """A table for `str.translate`, filled as characters come."""

    def __missing__(self, code: int) -> str:
        self[code] = shown = _shown(chr(code))
        return shown


_TABLE = _Table()
