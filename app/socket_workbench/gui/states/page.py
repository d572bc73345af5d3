"""The page State: the sockets as the system tells of them, and the way of one of them."""

from time import monotonic

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from socket_workbench.engine.socket_watch import SeenSocket
from socket_workbench.gui.rows.keyed_table import KeyedTable
from socket_workbench.gui.rows.page import Page, PageContext, PageState
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.session.socket_states import SHARE, SocketStates
from socket_workbench.gui.states.columns import SOCKET_COLUMNS, YIELDING
from socket_workbench.gui.states.diagram import DiagramArea
from socket_workbench.gui.states.rows import (
    figures_of,
    meaning,
    socket_row,
    untold_sentence,
    way_text,
)
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.labels import WrappedLabel
from socket_workbench.gui.widgets.scrolled_column import PlainScrollArea
from socket_workbench.language import tr

MOST_SOCKETS = 500
"""The most sockets in the table; of more, those seen first."""


def open_page(context: PageContext) -> "StatesPage":
    """Create the page."""
    return StatesPage(context.part(Session).sockets)


class StatesPage(Page):
    """Updates its parts after each look at the sockets, only while visible.

    Attributes:
        table: a row for each socket.
        diagram: the states of the selected connection.
        words: what the present state means, and the way as text.
        legend: what is meant by states in parentheses.
        figures: what TCP knows about the selected connection.
        note: what the system does not tell, and how many sockets there are beyond the table.
    """

    def __init__(self, sockets: SocketStates) -> None:
        """Create the page.

        Args:
            sockets: what the system tells.
        """
        super().__init__()
        self._sockets = sockets
        self._due = 0.0
        self.table = KeyedTable(
            SOCKET_COLUMNS,
            tr("Sockets"),
            tr("Nothing runs. The sockets of what you start are listed here."),
            YIELDING,
        )
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._details = PlainScrollArea(Qt.Orientation.Vertical)
        # After the layouts have been updated.
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._on_fitting_timeout)
        self._area = DiagramArea()
        self.diagram = self._area.diagram
        self.words = WrappedLabel()
        self.legend = WrappedLabel("", "dim")
        self.figures = WrappedLabel("", "dim")
        self.note = WrappedLabel("", "dim")
        self.ended = QuietButton(tr("Ended"))
        self.ended.setCheckable(True)
        self.ended.setChecked(True)
        self.ended.setToolTip(tr("List sockets that the system has forgotten, too"))
        copy = QuietButton(tr("Copy as CSV"), "copy")
        copy.clicked.connect(self.table.copy)
        self.trailing_tools = (copy, self.ended)
        self._arrange()
        self.ended.toggled.connect(self._on_ended_toggled)
        self.table.row_chosen.connect(self._on_table_row_chosen)
        sockets.looked.connect(self._on_sockets_looked)
        self._show_details(None)

    def _arrange(self) -> None:
        details = QWidget()
        self._details.setWidget(details)
        below = QVBoxLayout(details)
        below.setContentsMargins(0, 0, 0, 0)
        for label in (self.note, self.words, self.legend, self.figures):
            below.addWidget(label)
        below.addStretch(1)
        left = self._left
        left.setChildrenCollapsible(False)
        left.setHandleWidth(8)
        left.addWidget(self.table)
        left.addWidget(self._details)
        left.setStretchFactor(0, 2)
        left.setStretchFactor(1, 1)
        left.setSizes([200, 120])
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(16)
        sides.addWidget(left)
        sides.addWidget(self._area)
        sides.setStretchFactor(0, 16)
        sides.setStretchFactor(1, 9)
        sides.setSizes([640, 360])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(sides)

    def save_state(self) -> PageState:
        """Return the state of the table, and whether ended sockets are listed."""
        return {"sockets": self.table.save_state(), "ended": self.ended.isChecked()}

    def restore_state(self, state: PageState) -> None:
        """Restore the state of the table."""
        self.table.restore_state(state.get("sockets"))
        self.ended.setChecked(state.get("ended") is not False)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was seen last."""
        super().showEvent(event)
        self._show_all()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the texts the height that they need now."""
        super().resizeEvent(event)
        self._fitting.start()

    @Slot()
    def _on_fitting_timeout(self) -> None:
        """Give the texts below the table the height that they need, as far as the table can."""
        content = self._details.widget()
        layout = content.layout() if content is not None else None
        if layout is None:
            return
        needed = layout.totalHeightForWidth(self._details.viewport().width())
        room = sum(self._left.sizes())
        height = min(needed, room - self.table.minimumSizeHint().height())
        if self._details.height() < height:
            self._left.setSizes([room - height, height])

    def _show_all(self) -> None:
        began = monotonic()
        listed = self._listed()
        self.table.update_rows([socket_row(seen, began) for seen in listed[:MOST_SOCKETS]])
        if listed and self.table.chosen() is None:
            self.table.choose(listed[0].number)
        self._show_note(len(listed))
        self._show_details(self.table.chosen())
        self._due = began + (monotonic() - began) / SHARE

    def _listed(self) -> list[SeenSocket]:
        sighting = self._sockets.sighting
        sockets = sighting.sockets if sighting is not None else ()
        return [seen for seen in sockets if self.ended.isChecked() or not seen.is_ended]

    def _show_note(self, count: int) -> None:
        sighting = self._sockets.sighting
        parts = [untold_sentence(sighting.way)] if sighting is not None else []
        if count > MOST_SOCKETS:
            words = tr(
                "{shown:,} of {total:,} sockets are listed.", shown=MOST_SOCKETS, total=count
            )
            parts.append(words)
        _set_text(self.note, " ".join(part for part in parts if part))

    def _show_details(self, key: int | None) -> None:
        seen = next((each for each in self._listed() if each.number == key), None)
        if seen is None:
            self._area.show_way((), "")
            for label in (self.words, self.legend, self.figures):
                _set_text(label, "")
            return
        way = way_text(seen)
        self._area.show_way(seen.way, way)
        words = f"{seen.state.value}: {meaning(seen.state)}\n{way}" if way else ""
        _set_text(self.words, words)
        has_unseen = any(step.at is None for step in seen.way)
        _set_text(self.legend, _unseen_words() if has_unseen else "")
        figures = " · ".join(f"{name} {value}" for name, value in figures_of(seen))
        _set_text(self.figures, figures)
        self._fitting.start()

    @Slot()
    def _on_sockets_looked(self) -> None:
        if self.isVisible() and monotonic() >= self._due:
            self._show_all()

    @Slot(bool)
    def _on_ended_toggled(self, checked: bool) -> None:
        self._show_all()

    @Slot(object)
    def _on_table_row_chosen(self, key: int | None) -> None:
        self._show_details(key)


def _set_text(label: WrappedLabel, text: str) -> None:
    """Set a label's text, if it is another one, and hide an empty one."""
    # To set the same text would lose a selection in it.
    if label.text() != text:
        label.setText(text)
    label.setVisible(bool(text))


def _unseen_words() -> str:
    return tr(
        "States in parentheses, dashed in the diagram, were too short to be seen; there is no "
        "other way between those that were."
    )
