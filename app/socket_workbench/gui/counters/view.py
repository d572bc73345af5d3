"""The widget of the counters page: tables of endpoints and connections, and plots."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.counters.columns import CONNECTION_COLUMNS, ENDPOINT_COLUMNS
from socket_workbench.gui.counters.history import CounterHistory
from socket_workbench.gui.counters.row import CounterRow
from socket_workbench.gui.rows.keyed_table import KeyedTable
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.labels import ElidedLabel, WrappedLabel
from socket_workbench.gui.widgets.scrolled_column import PlainScrollArea
from socket_workbench.language import tr, trn

MINUTES = (1, 5, 15)
"""The time spans of the plots, in minutes."""


class Plots(Protocol):
    """A widget that plots an endpoint's history."""

    def show_history(self, history: CounterHistory, seconds: float) -> None:
        """Plot the last `seconds`."""


class CountersView(QWidget):
    """Shows counters that its owner passes in.

    Attributes:
        endpoints: a row for each endpoint.
        connections: a row for each of the busiest connections of the selected endpoint.
        tools: the controls, to be placed in the card's header.
        copy_menu: the menu with the Copy actions.
        reset_button: resets all counters.

    Signals:
        endpoint_chosen: another endpoint or another time span was selected.
        reset_requested: the Reset button was pressed.
    """

    endpoint_chosen = Signal()
    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.endpoints = KeyedTable(
            ENDPOINT_COLUMNS,
            tr("Counters of the endpoints"),
            tr("Nothing has run yet. What you start is counted here."),
        )
        self.connections = KeyedTable(
            CONNECTION_COLUMNS,
            tr("Counters of the endpoint's connections"),
            tr("No connections yet"),
        )
        self.copy_menu = QMenu(self)
        self.reset_button = QuietButton(tr("Reset counters"))
        self.reset_button.set_compact_icon("refresh-cw")
        self.reset_button.setToolTip(
            tr("Count from zero from now on; what is recorded stays as it is")
        )
        self._connections_label = ElidedLabel("", "dim", Qt.TextElideMode.ElideRight)
        self._plots_label = ElidedLabel("", "title")
        self._spans = QButtonGroup(self)
        self._message = WrappedLabel("", "dim")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._plot_place = QStackedWidget()
        self._plot_place.addWidget(self._message)
        self._plots: Plots | None = None
        self.tools = QWidget()
        self._fill_tools()
        self._arrange()
        self.endpoints.row_chosen.connect(self._on_endpoints_row_chosen)
        self._spans.idToggled.connect(self._on_spans_toggled)
        self.reset_button.clicked.connect(self.reset_requested)

    def _arrange(self) -> None:
        tables = QSplitter(Qt.Orientation.Vertical)
        tables.setChildrenCollapsible(False)
        tables.setHandleWidth(8)
        tables.addWidget(self.endpoints)
        tables.addWidget(self._with_header(self._connections_label, self.connections))
        tables.setStretchFactor(0, 2)
        tables.setStretchFactor(1, 3)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(16)
        sides.addWidget(tables)
        sides.addWidget(self._with_header(self._plots_label, self._plot_place))
        sides.setStretchFactor(0, 5)
        sides.setStretchFactor(1, 3)
        sides.setSizes([500, 300])
        scroll = PlainScrollArea(Qt.Orientation.Vertical)
        scroll.setWidget(sides)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(scroll)

    def _fill_tools(self) -> None:
        copy_button = QuietButton(tr("Copy as CSV"), "copy")
        copy_button.setProperty("menu", "true")
        self.copy_menu.addAction(tr("Endpoints"), self.endpoints.copy)
        self.copy_menu.addAction(tr("Connections"), self.connections.copy)
        copy_button.setMenu(self.copy_menu)
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(copy_button)
        row.addWidget(self.reset_button)
        row.addSpacing(12)
        for minutes in MINUTES:
            button = QuietButton(tr("{number} min", number=minutes))
            button.setCheckable(True)
            button.setChecked(minutes == MINUTES[0])
            button.setToolTip(tr("How far back the plots go"))
            self._spans.addButton(button, minutes)
            row.addWidget(button)

    @staticmethod
    def _with_header(header: QWidget, content: QWidget) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(header)
        column.addWidget(content, 1)
        return whole

    @property
    def seconds(self) -> int:
        """The time span of the plots, in seconds."""
        return self._spans.checkedId() * 60

    # Content

    def show_endpoints(self, rows: Sequence[CounterRow]) -> None:
        """Show the endpoints; one of them is always selected."""
        self.endpoints.update_rows(rows)
        if rows and self.endpoints.chosen() is None:
            self.endpoints.choose(rows[0].key)

    def show_connections(self, rows: Sequence[CounterRow], total: int) -> None:
        """Show the connections of the selected endpoint.

        Args:
            rows: the busiest connections.
            total: the number of all connections.
        """
        self.connections.update_rows(rows)
        if len(rows) < total:
            text = tr(
                "The {shown:,} busiest of {total:,} connections", shown=len(rows), total=total
            )
        else:
            text = trn("{count:,} connection", "{count:,} connections", total)
        if text != self._connections_label.text():
            self._connections_label.setText(text)

    def show_history(self, history: CounterHistory) -> None:
        """Plot the selected endpoint's last minutes."""
        title = f"{history.row.name}   {history.row.address}"
        if title != self._plots_label.text():
            self._plots_label.setText(title)
        if self._plots is not None:
            self._plots.show_history(history, self.seconds)

    def show_message(self, sentence: str) -> None:
        """Show a text in place of the plots."""
        self._message.setText(sentence)
        self._plot_place.setCurrentWidget(self._message)

    def show_plots(self, plots: QWidget, drawing: Plots) -> None:
        """Show the plots.

        Args:
            plots: the widget.
            drawing: the same widget, as `Plots`.
        """
        self._plots = drawing
        self._plot_place.addWidget(plots)
        self._plot_place.setCurrentWidget(plots)

    # Slots

    @Slot(object)
    def _on_endpoints_row_chosen(self, key: int | None) -> None:
        self.endpoint_chosen.emit()

    @Slot(int, bool)
    def _on_spans_toggled(self, minutes: int, checked: bool) -> None:
        if checked:
            self.endpoint_chosen.emit()
