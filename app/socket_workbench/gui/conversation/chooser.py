"""The combo box that selects a connection of the session."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from socket_workbench.gui.looks.plain import plain_line
from socket_workbench.gui.rows.words import connection_word
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.journal.event import Source
from socket_workbench.language import tr

_CHARACTERS = 52
_FEW_CHARACTERS = 16


class ConnectionChooser(Combo):
    """Lists connections in the order in which they were opened.

    Signals:
        connection_chosen(int): another connection was chosen; carries its number.
    """

    connection_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Connection"))
        self.setPlaceholderText(tr("No connection yet"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_CHARACTERS)
        self.setMaxVisibleItems(16)
        self.setProperty("type", "mono")
        self.currentIndexChanged.connect(self._on_current_index_changed)

    def minimumSizeHint(self) -> QSize:
        """Return the width of a few characters: large type must not force a width on the window."""
        letter = self.fontMetrics().averageCharWidth()
        return QSize(letter * _FEW_CHARACTERS, super().minimumSizeHint().height())

    def add_sources(self, sources: Sequence[Source]) -> None:
        """Add the connections among these sources; select the first one ever added."""
        for source in sources:
            if source.connection:
                self.addItem(_title(source), source.connection)
        if self.currentIndex() < 0 and self.count():
            self.setCurrentIndex(0)

    def choose(self, connection: int) -> bool:
        """Select a connection; return False if it is not in the list."""
        place = self.findData(connection)
        if place < 0:
            return False
        self.setCurrentIndex(place)
        return True

    @Slot(int)
    def _on_current_index_changed(self, place: int) -> None:
        if place >= 0:
            self.connection_chosen.emit(self.itemData(place))


def _title(source: Source) -> str:
    local, peer = source.local or source.endpoint, source.peer or tr("(unnamed socket)")
    return tr(
        "{connection}  {name}  {local} ↔ {peer}",
        connection=connection_word(source.connection),
        name=plain_line(source.name),
        local=plain_line(local),
        peer=plain_line(peer),
    )
