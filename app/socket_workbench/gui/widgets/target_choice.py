"""Chooses whom a server's message goes to."""

from PySide6.QtWidgets import QComboBox, QWidget

from socket_workbench.language import tr


class TargetChoice(QComboBox):
    """A list of two: all connections, or those that are selected in the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Send to"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.addItems(["", ""])
        self.show_counts(0, 0)

    def show_counts(self, opened: int, selected: int) -> None:
        """Say how many connections are open, and how many of those are selected."""
        self.setItemText(0, tr("To all ({count})", count=opened))
        self.setItemText(1, tr("To selected ({count})", count=selected))

    def only_selected(self) -> bool:
        """Whether the message goes to the selected ones only."""
        return self.currentIndex() == 1
