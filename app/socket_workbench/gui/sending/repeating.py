"""Repeats a message at an interval, and shows how often it was sent."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.sending.draft import LONGEST_NAME
from socket_workbench.gui.sending.outgoing import Link, Outgoing
from socket_workbench.gui.widgets.buttons import IconButton, PlainButton
from socket_workbench.gui.widgets.labels import ElidedLabel
from socket_workbench.gui.widgets.number_field import NumberField
from socket_workbench.language import tr, trn

LONGEST_INTERVAL = 24 * 3600 * 1000
"""Milliseconds."""

MOST_TIMES = 1_000_000_000

RECONNECT_INTERVAL = 1000
"""The least number of milliseconds between two attempts to connect."""

_SHOW_INTERVAL = 100
"""The least number of milliseconds between updates of the count."""


class Repeating(QWidget):
    """A row with a message, an interval, a number of times, and Start or Stop; hidden at first.

    Repeating ends with the connection, unless the user chooses to go on.

    Args:
        deliver: sends; returns a sentence that says why it could not, otherwise an empty text.
        link: returns whether what is sent now has somewhere to go.

    Signals:
        running_changed(): it has begun or ceased to repeat.
    """

    running_changed = Signal()

    def __init__(
        self,
        deliver: Callable[[Outgoing], str],
        link: Callable[[], Link],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._deliver = deliver
        self._link = link
        self._outgoing = Outgoing(b"")
        self._sent = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._since_shown = QElapsedTimer()
        self._since_connecting = QElapsedTimer()
        self._name = ElidedLabel("", "mono", Qt.TextElideMode.ElideRight)
        self._name.setMaximumWidth(self.fontMetrics().averageCharWidth() * 24)
        self._name.setProperty("looks", "row")
        self.interval = NumberField(1, LONGEST_INTERVAL, 1000)
        self.interval.setAccessibleName(tr("Interval"))
        self.interval.setSuffix(tr(" ms"))
        self.times = NumberField(0, MOST_TIMES, 0)
        self.times.setAccessibleName(tr("Number of times"))
        self.times.setSuffix(tr(" times"))
        self.times.setSpecialValueText(tr("no limit"))
        self.goes_on = QCheckBox(tr("Reconnect"))
        self.goes_on.setToolTip(
            plain_tooltip(
                tr(
                    "When the connection has ended, a client connects again and a server waits for "
                    "the next one. Otherwise repeating ends with the connection."
                )
            )
        )
        self.button = PlainButton("", "play")
        self.count = ElidedLabel("", "dim", Qt.TextElideMode.ElideRight)
        self._close = IconButton("x", tr("Stop repeating and hide this row"), small=True)
        self._reason = ""
        self._arrange()
        self._timer.timeout.connect(self._on_timer_timeout)
        self.button.clicked.connect(self._on_button_clicked)
        self._close.clicked.connect(self._on_close_clicked)
        for field in (self.interval, self.times):
            field.lineEdit().returnPressed.connect(self._on_field_return_pressed)
        self._show()
        self.hide()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.button)
        row.addWidget(self._name)
        row.addWidget(self.interval)
        row.addWidget(self.times)
        row.addWidget(self.goes_on)
        row.addWidget(self.count, 1)
        row.addWidget(self._close)

    @property
    def is_running(self) -> bool:
        """Whether a message is being repeated."""
        return self._timer.isActive()

    def offer(self, outgoing: Outgoing, name: str) -> None:
        """Show the row for a message, and give the focus to the interval.

        Args:
            outgoing: what to repeat.
            name: the message as text.
        """
        self._end("")
        self._outgoing = outgoing
        self._sent = 0
        self._name.setText(name[:LONGEST_NAME])
        self._show()
        self.show()
        self.interval.setFocus(Qt.FocusReason.OtherFocusReason)
        self.interval.selectAll()

    def start(self) -> None:
        """Send the message now, and then at the interval."""
        self._sent = 0
        self._reason = ""
        self.interval.interpretText()
        self._timer.start(self.interval.value())
        # The fields are hidden.
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._send()
        if self.is_running:
            self._show()
            self.running_changed.emit()

    def stop(self) -> None:
        """Stop repeating; how often the message was sent stays to be seen."""
        if self.is_running:
            self._end(tr("Stopped."))

    @Slot()
    def _on_timer_timeout(self) -> None:
        link = self._link()
        if link is Link.OPEN:
            self._send()
        elif link is not Link.OPENING and not self.goes_on.isChecked():
            self._end(tr("Repeating has ended with the connection."))
        elif link is Link.CLOSED and self._since_connecting.hasExpired(RECONNECT_INTERVAL):
            self._send()

    def _send(self) -> None:
        self._since_connecting.start()
        refusal = self._deliver(self._outgoing)
        if refusal:
            self._end(refusal)
            return
        self._sent += 1
        if self._sent == self.times.value():
            self._end(tr("Done."))
        elif self._since_shown.hasExpired(_SHOW_INTERVAL):
            self._show_count()

    def _end(self, reason: str) -> None:
        was_running = self.is_running
        self._timer.stop()
        self._reason = reason
        self._show()
        if was_running:
            self.running_changed.emit()

    def _show(self) -> None:
        """Show the fields, or while it runs how often it sends and has sent."""
        running = self.is_running
        self.button.setText(tr("Stop") if running else tr("Repeat"))
        self.button.show_icon("square" if running else "refresh-cw")
        for field in (self.interval, self.times, self.goes_on):
            field.setVisible(not running)
        self._show_count()

    def _show_count(self) -> None:
        self._since_shown.start()
        every = tr("every {interval} ms", interval=f"{self._timer.interval():,}")
        sent = trn("{count:,} sent", "{count:,} sent", self._sent)
        parts = [
            every if self.is_running else "",
            sent if self.is_running or self._sent else "",
            self._reason,
        ]
        self.count.setText(" · ".join(part for part in parts if part))

    @Slot()
    def _on_button_clicked(self) -> None:
        if self.is_running:
            self.stop()
        else:
            self.start()

    @Slot()
    def _on_field_return_pressed(self) -> None:
        self.start()

    @Slot()
    def _on_close_clicked(self) -> None:
        self._end("")
        self.hide()
