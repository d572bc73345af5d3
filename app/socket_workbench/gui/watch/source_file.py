"""Reads the source of a program, for a job."""

import io
import tokenize
from pathlib import Path

from socket_workbench.language import tr
from socket_workbench.payload.harmless import harmless
from socket_workbench.regular_file import UnreadableFileError, read_regular

MOST_SOURCE = 1 << 20
"""Bytes of a file that is shown."""

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
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError:
        encoding = "utf-8"
    lines = content.decode(encoding, "replace").replace("\r\n", "\n").split("\n")
    return "\n".join(_shown(line) for line in lines)


def _shown(line: str) -> str:
    cut = line.expandtabs(8)[:LONGEST_LINE]
    return cut if cut.isprintable() else harmless(cut)
