"""The hints on a watched program."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from socket_workbench.journal.watch_record import place_words
from socket_workbench.language import mark, tr
from socket_workbench.payload.harmless import harmless
from socket_workbench.watch.following import Hint

_CLASSES = {
    "E": mark("error"),
    "C": mark("broken contract"),
    "W": mark("wait"),
    "T": mark("tip"),
}


class HintList(QListWidget):
    """Shows hints, each with its place, topic and class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setAccessibleName(tr("Hints"))

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Add the hints that are not shown yet.

        Args:
            hints: all hints, those that are shown first.
        """
        for hint in hints[self.count() :]:
            record = hint.record
            kind = tr(_CLASSES[record.kind]) if record.kind in _CLASSES else record.kind
            where = place_words(record.file, record.line)
            below = " · ".join(filter(None, [where, record.topic, kind]))
            item = QListWidgetItem(f"{harmless(record.sentence)}\n{harmless(below)}")
            item.setData(Qt.ItemDataRole.UserRole, hint)
            self.addItem(item)

    def hint_of(self, item: QListWidgetItem) -> Hint:
        """Return the hint that an item shows."""
        hint: Hint = item.data(Qt.ItemDataRole.UserRole)
        return hint
