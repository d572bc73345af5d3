"""What a person can begin with, in place of an empty log."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from socket_workbench import system
from socket_workbench.gui.widgets.buttons import PlainButton, QuietButton
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.gui.widgets.scrolled_column import ScrolledColumn
from socket_workbench.language import tr

_MARGIN = 8


class FirstSteps(QWidget):
    """Buttons over the log until it has rows: what to begin with, and the last session.

    They cover its titles, too, and scroll where there is not room for all.

    Args:
        view: the table of the log.

    Signals:
        run_requested: run the first scenario.
        server_requested: start a server.
        client_requested: connect to a device.
        program_requested: watch a program.
        last_requested: open the last session.
    """

    run_requested = Signal()
    server_requested = Signal()
    client_requested = Signal()
    program_requested = Signal()
    last_requested = Signal()

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setAccessibleName(tr("First steps"))
        self.last_button = QuietButton("", "history")
        self.last_button.hide()
        self._arrange()
        self.last_button.clicked.connect(self.last_requested)
        view.installEventFilter(self)
        self._cover()
        self.setVisible(view.model().rowCount() == 0)

    def _arrange(self) -> None:
        words = PlainLabel(tr("Nothing recorded yet. Begin with one of these:"), "dim")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        buttons = QWidget()
        row = FlowLayout(buttons)
        steps = [
            (tr("Run the Welcome scenario"), "play", self.run_requested),
            (tr("Start a server"), "server", self.server_requested),
            (tr("Connect to a device"), "plug", self.client_requested),
        ]
        if system.WATCHES_PROGRAMS:
            steps.append((tr("Watch a program…"), "terminal", self.program_requested))
        for text, icon_name, wish in steps:
            button = PlainButton(text, icon_name)
            button.clicked.connect(wish)
            row.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(buttons, 100)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        scrolled = ScrolledColumn(0, self)
        whole.addWidget(scrolled)
        column = scrolled.body
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(words)
        column.addLayout(middle)
        column.addWidget(self.last_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def offer_last(self, words: str) -> None:
        """Offer the last session; the words say when it ended."""
        self.last_button.setText(words)
        self.last_button.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the table."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._cover()
        return super().eventFilter(watched, event)

    @Slot(object)
    def rows_committed(self, count: int) -> None:
        """Go once there are rows."""
        self.setVisible(count == 0)

    def _cover(self) -> None:
        self.setGeometry(self._view.rect())
        self.raise_()
