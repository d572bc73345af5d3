"""What the page of calls shows while nothing is traced."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.widgets.buttons import PrimaryButton
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.language import tr

_CENTER = Qt.AlignmentFlag.AlignHCenter


class TraceHint(QWidget):
    """Says how calls are traced, and has a button that switches it on in all panes.

    Args:
        board: the panes; None for a recorded session.

    Attributes:
        words: what is said.
        button: switches the option *Trace calls* on.
    """

    def __init__(self, board: PaneBoard | None) -> None:
        super().__init__()
        self._board = board
        self.words = PlainLabel("", "dim")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = PrimaryButton(tr("Trace calls of all servers and clients"))
        self.setAccessibleName(tr("No calls"))
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(PlainLabel(tr("No calls traced"), "title"), 0, _CENTER)
        column.addWidget(self.words)
        column.addWidget(self.button, 0, _CENTER)
        column.addStretch(2)
        self.button.clicked.connect(self._on_button_clicked)
        if board is not None:
            board.changed.connect(self.refresh)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Say how the panes are set now."""
        super().showEvent(event)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Say what is to be done, by how the panes are set."""
        panes = [] if self._board is None else self._board.panes()
        is_off = any(not pane.options.is_tracing() for pane in panes)
        self.button.setVisible(is_off)
        if self._board is None:
            words = tr(
                "This session was recorded without a trace. The option “Trace calls” of a server "
                "or a client records them."
            )
        elif not panes:
            words = tr("Add a server or a client first; its option “Trace calls” records them.")
        elif is_off:
            words = tr(
                "A trace shows each socket call of a server or a client: its arguments, what it "
                "returned, how long it waited, and in which thread."
            )
        else:
            words = self._next_step()
        self.words.setText(words)

    def _next_step(self) -> str:
        untraced = [
            pane.name
            for pane in (self._board.panes() if self._board is not None else [])
            if pane.is_live
            and pane.participant is not None
            and not pane.participant.settings.options.is_traced
        ]
        if untraced:
            names = ", ".join(untraced)
            return tr("Traced from the next start on. Stop and start: {names}", names=names)
        if self._board is not None and self._board.is_live:
            return tr("Traced; no call has returned yet.")
        return tr("Traced from the next start on.")

    @Slot()
    def _on_button_clicked(self) -> None:
        for pane in self._board.panes() if self._board is not None else []:
            pane.switch_calls("trace", True)
        self.refresh()
