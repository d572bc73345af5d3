"""Chooses whom a server's message goes to."""

from collections.abc import Container, Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from socket_workbench.gui.looks.plain import plain_line, plain_tooltip
from socket_workbench.language import tr

_ALL, _SELECTED = range(2)
_LONGEST_NAME = 24


class TargetChoice(QComboBox):
    """Names whom the message goes to: those selected in the table, or all.

    Selecting rows means sending to them. With nothing selected, all is the only choice. What was
    selected and is listed no more stays the target until a person chooses another: a message for
    one is not to go to all.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Send to"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
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
        """Say whom there is to send to.

        Args:
            opened: how many connections can be sent to.
            selected: the numbers of the connections that are selected, closed ones included.
            names: the peers of those of them that can be sent to.
            listed: the numbers of all connections that could be selected.
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
        """Whether the message goes to the selected ones only."""
        return self.currentIndex() == _SELECTED

    def _name_selected(self, names: Sequence[str]) -> None:
        if not names:
            words = tr("To selected (closed)")
        elif len(names) == 1:
            words = tr("To {peer}", peer=plain_line(names[0], _LONGEST_NAME))
        else:
            words = tr("To {count} selected", count=len(names))
        self.setItemText(_SELECTED, words)
