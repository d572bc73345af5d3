"""The output of a watched program."""

import codecs
from collections import defaultdict
from collections.abc import Iterable, Sequence

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.widgets.text_edit import TextEdit
from socket_workbench.language import tr, trn
from socket_workbench.payload.harmless import harmless
from socket_workbench.watch.output import Output

MOST_LINES = 2000
"""Lines that are kept in sight."""

MOST_ADDED = 1 << 17
"""Characters that are added at once, the last ones; Qt lays them out in the window's thread."""

LONGEST_LINE = 1000
"""Characters of a line; a longer one is divided, since Qt lays lines out as a whole."""

_new_decoder = codecs.getincrementaldecoder("utf-8")


class OutputView(TextEdit):
    """Shows what a program writes on both its streams, as it comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setMaximumBlockCount(MOST_LINES)
        self.setProperty("type", "mono")
        self.setAccessibleName(tr("Output"))
        # One for each stream: what is read of it may end within a character.
        self._line_end = ""
        self._decoders: defaultdict[str, codecs.IncrementalDecoder] = defaultdict(
            lambda: _new_decoder("replace")
        )

    def begin(self) -> None:
        """Show the output of another run, which is empty so far."""
        self.clear()
        self._line_end = ""
        self._decoders.clear()

    def add(self, written: Iterable[Output], left_out: int) -> None:
        """Show what was written next.

        The end of the last line waits for what follows: an empty line would stand in its place.

        Args:
            written: the output.
            left_out: how many bytes before it are not shown.
        """
        text = "".join(self._decoders[each.stream].decode(each.data) for each in written)
        if not text and not left_out:
            return
        text = text if left_out else self._line_end + text
        self._line_end = "\n" if text.endswith("\n") else ""
        lines = [harmless(line) for line in text.removesuffix("\n").split("\n")]
        if left_out:
            words = trn(
                "… {count:,} byte is left out here …",
                "… {count:,} bytes are left out here …",
                left_out,
            )
            lines = ["", words, *lines]
        end = QTextCursor(self.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        # Qt would lay out each line before it removes those that are too many.
        end.insertText("\n".join(_last(_divided(lines, end.positionInBlock()))))
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())


def _last(lines: list[str]) -> list[str]:
    """Return the last `MOST_LINES` lines, and no more than `MOST_ADDED` characters."""
    room, first = MOST_ADDED, len(lines)
    while first and len(lines) - first < MOST_LINES and len(lines[first - 1]) <= room:
        first -= 1
        room -= len(lines[first])
    is_whole = first == 0 or len(lines) - first == MOST_LINES
    return lines[first:] if is_whole else ["", "…", *lines[first:]]


def _divided(lines: Sequence[str], column: int) -> list[str]:
    """Return lines of which none is longer than `LONGEST_LINE`.

    Args:
        lines: what is added, by its line ends.
        column: how many characters stand before the first of them.
    """
    found = []
    for line in lines:
        start = LONGEST_LINE - column
        found.append(line[:start])
        while start < len(line):
            found.append(line[start : start + LONGEST_LINE])
            start += LONGEST_LINE
        column = 0
    return found
