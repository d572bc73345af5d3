"""The choice between reads and the messages that a framing has found in them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.journal.search.filter import Pieces
from socket_workbench.language import tr


def pieces_title(pieces: Pieces | None) -> str:
    """Return the name of a choice; None is both."""
    if pieces is None:
        return tr("Both")
    return tr("Reads") if pieces is Pieces.READS else tr("Messages")


class PiecesButton(QuietButton):
    """A button that says what is shown of received bytes, with a menu of the choices.

    Its width is that of the longest choice, so that nothing beside it moves.

    Signals:
        chosen(object): carries the `Pieces` that were chosen in the menu, or None for both.
    """

    chosen = Signal(object)

    def __init__(self, choices: Sequence[Pieces | None], parent: QWidget | None = None) -> None:
        """Create a button that is disabled, for a session without a framing.

        Args:
            choices: what can be chosen; the first is in use.
            parent: the widget around it.
        """
        super().__init__("", parent=parent)
        self.keep_room_for(*map(pieces_title, choices))
        self.set_compact_icon("messages-square")
        self._pieces = choices[0]
        self.setProperty("menu", "true")
        self.setAccessibleName(tr("Reads or messages"))
        menu = QMenu(self)
        self._group = QActionGroup(menu)
        for each in choices:
            action = menu.addAction(pieces_title(each))
            action.setCheckable(True)
            action.setData(each)
            self._group.addAction(action)
        menu.triggered.connect(self._on_menu_triggered)
        self.setMenu(menu)
        self.set_available(available=False)

    @property
    def pieces(self) -> Pieces | None:
        """The choice in use."""
        return self._pieces

    def set_pieces(self, pieces: Pieces | None) -> None:
        """Show a choice as the one in use."""
        self._pieces = pieces
        for action in self._group.actions():
            action.setChecked(action.data() is pieces)
        # Without a framing there are only reads.
        is_known = self.isEnabled() or pieces is not None
        self.setText(pieces_title(pieces if is_known else Pieces.READS))

    def set_available(self, *, available: bool) -> None:
        """Set whether there is a framing, and so a choice."""
        self.setEnabled(available)
        self.setToolTip(
            plain_tooltip(
                tr("Show the reads as they came, or the messages that the framing found in them")
                if available
                else tr("A framing finds messages in the reads; no connection has one so far")
            )
        )
        self.set_pieces(self._pieces)

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.set_pieces(action.data())
        self.chosen.emit(self._pieces)
