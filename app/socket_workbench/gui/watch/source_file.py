"""Reads the source of a program, for a job."""

import io
import tokenize
from pathlib import Path

from socket_workbench.language import tr
from socket_workbench.payload.harmless import harmless
from socket_workbench.regular_file import UnreadableFileError, read_regular

MOST_SOURCE = 1 << 20
"""Bytes of a file that is shown."""

MOST_LINES = 10_000
"""Lines of a file that are shown: they are laid out in the window's thread."""

LONGEST_LINE = 2000
"""Characters of a line that are shown."""


def read_source(path: Path) -> str:
    """Return the text of a source file, in the encoding that it declares (PEP 263).

    Control characters are shown as escapes, and long lines cut. If the file cannot be read, the
    text is a comment that says why.
    """
    try:
        content = read_regular(path, MOST_SOURCE)
    except UnreadableFileError as error:
        return "# " + tr("The source cannot be shown: {reason}.", reason=error)
    lines = _decoded(content).replace("\r\n", "\n").split("\n")
    shown = [_shown(line) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        shown.append("# " + tr("The rest of {count:,} lines is not shown.", count=len(lines)))
    return "\n".join(shown)


def _decoded(content: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding, "replace")
    except (SyntaxError, LookupError, UnicodeError):
        # It declares none, or something like `rot13`, which does not make text of bytes.
        text = ""
    # Of what it cannot decode, `punycode` makes nothing in Python 3.13.
    return text or content.decode("utf-8", "replace")


def _shown(line: str) -> str:
    cut = line.expandtabs(8)[:LONGEST_LINE]
    return cut if cut.isprintable() else harmless(cut)
