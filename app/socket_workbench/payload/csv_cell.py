r"""Texts and bytes as cells of comma-separated values that no spreadsheet takes for a formula.

Spreadsheets run a cell that begins with `= + - @`, in plain or full width; see "CSV Injection" of
OWASP. Here such a character is written as an escape, `\x3d`, so that `payload.escapes` reads back
what was there. So is one behind a semicolon: where that separates cells, it begins one.
"""

import re

from socket_workbench.payload.escapes import show_escapes

_LIVE = "=+-@\uff1d\uff0b\uff0d\uff20"
_BEGINNING = re.compile(rf'((?:\A|;)[" ]*)([{re.escape(_LIVE)}])')


def bytes_cell(data: bytes) -> str:
    """Show bytes so that `parse_escapes` turns the cell back into exactly them."""
    cell = show_escapes(data)
    # Many times as quick as the pattern.
    if ";" not in cell and cell.lstrip('" ')[:1] not in _LIVE:
        return cell
    return _BEGINNING.sub(_with_escape, cell)


def text_cell(text: str) -> str:
    """Show a text so that `parse_escapes` turns the cell back into its UTF-8.

    A half of a surrogate pair that stands for a byte of a file's name (PEP 383) becomes that byte.
    """
    try:
        data = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = text.encode("utf-8", "surrogatepass")
    return bytes_cell(data)


def _with_escape(found: "re.Match[str]") -> str:
    code = ord(found[2])
    return found[1] + (f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}")
