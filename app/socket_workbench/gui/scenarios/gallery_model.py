"""The model of the gallery's list."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.scenarios.gallery_entry import GalleryEntry

ENTRY_ROLE = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()


class GalleryModel(QAbstractListModel):
    """Holds the entries that match the search, in their order."""

    def __init__(self, entries: Sequence[GalleryEntry], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)
        self._shown = self._entries

    def search(self, text: str) -> None:
        """Set the text to search for; an empty one shows all entries."""
        shown = tuple(entry for entry in self._entries if entry.matches(text))
        if shown == self._shown:
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def place_of(self, name: str) -> QModelIndex:
        """Return the index of a scenario; an invalid one if it is not shown."""
        names = [entry.name for entry in self._shown]
        return self.index(names.index(name)) if name in names else QModelIndex()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Return the number of entries shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return an entry, or its text for a screen reader."""
        if not index.isValid():
            return None
        entry = self._shown[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "\n".join((entry.title, entry.summary, *entry.addresses))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip("\n".join((entry.title, *entry.addresses)))
        return None
