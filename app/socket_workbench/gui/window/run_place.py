"""Where Run connects, and how the last run has ended, beside the button Run."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.labels import ElidedLabel, ThemedSign
from socket_workbench.language import tr

_SIGNS = {
    Tone.OPEN: ("circle-check", "open"),
    Tone.ERROR: ("circle-alert", "error"),
    Tone.WAITING: ("play", "waiting"),
    Tone.IDLE: ("square", "dim"),
}

_LEAST_CHARACTERS = 24
"""The characters of an address that are visible before anything is beside it."""

_LEAST_WORDS = 10
"""The characters of the verdict that are visible; where they have no room, it is left out."""


class RunPlace(QWidget):
    """Shows the address to which Run will connect, and the verdict on the chosen scenario's run.

    Args:
        board: the panes.

    Attributes:
        place: where Run will connect, and how many other places there are.
        sign: the icon of the verdict.
        verdict: how the run has ended, or that it has not.
        row_button: shows the row that decided; hidden if there is none.

    Signals:
        row_requested(int): show the row recorded at a time, in nanoseconds since 1970.
    """

    row_requested = Signal(object)

    def __init__(self, board: PaneBoard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._decided_at = 0
        self._has_verdict = False
        self.place = ElidedLabel("", "mono")
        self.sign = ThemedSign(*_SIGNS[Tone.IDLE])
        self.verdict = ElidedLabel("", mode=Qt.TextElideMode.ElideRight)
        self.verdict.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.row_button = QuietButton(tr("Show the row"))
        self.sign.hide()
        self.verdict.hide()
        self.row_button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for widget in (self.place, self.sign, self.verdict, self.row_button):
            row.addWidget(widget)
        row.addStretch(1)
        self._row = row
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        # Once for all panes that change together.
        self._showing = QTimer(self, singleShot=True, interval=0)
        self._showing.timeout.connect(self._show)
        self.row_button.clicked.connect(self._on_row_button_clicked)
        board.changed.connect(self._showing.start)

    @Slot()
    def _show(self) -> None:
        first, *others = self._board.run_addresses() or [""]
        text = f"{first} +{len(others)}" if others else first
        self.place.setText(text)
        self.place.setAccessibleName(tr("Run connects to {address}", address=text))
        self._show_verdict()

    def _show_verdict(self) -> None:
        stage = self._board.stage
        verdict = stage.verdict if stage is not None else None
        self._decided_at = verdict.decided_at if verdict is not None else 0
        if verdict is not None:
            self.sign.show_icon(*_SIGNS[verdict.tone])
            self.sign.setToolTip(plain_tooltip(verdict.text))
            self.sign.setAccessibleName(verdict.text)
            self.verdict.setText(verdict.text)
            self.verdict.setAccessibleName(verdict.text)
        self._has_verdict = verdict is not None
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the size of the address: whatever is beside it is left out where it is narrow."""
        return QSize(self.place.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room beside the address."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show of the verdict what has room: its icon, the button of its row, its words."""
        place = self.place.sizeHint().width()
        shown = self.place.text()[:_LEAST_CHARACTERS]
        place = min(place, self.place.fontMetrics().horizontalAdvance(shown) + 2, self.width())
        self.place.setMinimumWidth(place)
        room = self.width() - place
        if self._decided_at:
            beside = room - self.sign.sizeHint().width() - 2 * self._row.spacing()
            is_narrow = beside < self.row_button.width_with_text()
            self.row_button.set_compact(is_narrow, "arrow-down-to-line")
        for widget, is_wanted in (
            (self.sign, self._has_verdict),
            (self.row_button, self._decided_at > 0),
            (self.verdict, self._has_verdict),
        ):
            least = widget.sizeHint().width()
            if widget is self.verdict:
                letter = self.verdict.fontMetrics().averageCharWidth()
                least = min(least, letter * _LEAST_WORDS)
            if is_wanted:
                room -= least + self._row.spacing()
            widget.setVisible(is_wanted and room >= 0)

    @Slot()
    def _on_row_button_clicked(self) -> None:
        self.row_requested.emit(self._decided_at)
