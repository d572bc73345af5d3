"""The choice of a server message's receivers."""

from collections.abc import Container, Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from socket_workbench.gui.looks.plain import plain_line, plain_tooltip
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.language import tr

_ALL, _SELECTED = range(2)
_LONGEST_NAME = 9
_CHARACTERS = 8
"""The width in characters; it does not depend on what is selected, so that nothing moves."""


class TargetChoice(Combo):
    """A combo box of the receivers: the connections selected in the table, or all.

    Selecting rows chooses them as receivers. Without a selection, all is the only choice. Selected
    connections that are no longer listed stay the receivers until the user chooses others, so that
    a message for one is never sent to all.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Send to"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_CHARACTERS)
        self.addItem("")
        self._selected: list[int] = []
        self.show_targets(0, [], [], [])

    def show_targets(
        self,
        opened: int,
        selected: Sequence[int],
        names: Sequence[str],
        listed: Container[int],
    ) -> None:
        """Set the possible receivers.

        Args:
            opened: the number of connections that can be sent to.
            selected: the numbers of the selected connections, closed ones included.
            names: the peers of those that can be sent to.
            listed: the numbers of all connections in the table.
        """
        has_gone = not any(number in listed for number in self._selected)
        if not selected and self.only_selected() and has_gone:
            selected = self._selected
        self.setItemText(_ALL, tr("To all ({count})", count=opened))
        if selected and self.count() == 1:
            self.addItem("")
        elif not selected and self.count() > 1:
            self.removeItem(_SELECTED)
        if selected:
            self._name_selected(names)
        if list(selected) != self._selected:
            self._selected = list(selected)
            self.setCurrentIndex(_SELECTED if selected else _ALL)
        self.setToolTip(plain_tooltip("\n".join(names) if self.only_selected() else ""))

    def only_selected(self) -> bool:
        """Whether to send to the selected connections only."""
        return self.currentIndex() == _SELECTED

    def _name_selected(self, names: Sequence[str]) -> None:
        if not names:
            words = tr("To selected (closed)")
        elif len(names) == 1:
            words = tr("To {peer}", peer=_short(plain_line(names[0])))
        else:
            words = tr("To {count} selected", count=len(names))
        self.setItemText(_SELECTED, words)


def _short(peer: str) -> str:
    """Shorten an address to its end, so that its port stays: `…:51342`."""
    if len(peer) <= _LONGEST_NAME:
        return peer
    _, colon, port = peer.rpartition(":")
    return f"…{colon}{port}" if port.isdecimal() else f"…{peer[1 - _LONGEST_NAME :]}"
