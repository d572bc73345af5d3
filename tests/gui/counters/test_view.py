import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QVBoxLayout, QWidget

from socket_workbench.gui.counters.history import CounterHistory
from socket_workbench.gui.counters.plots import CounterPlots
from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.counters.view import CountersView
from socket_workbench.gui.looks.state_mark import Tone


def row(key, name="server"):
    return CounterRow(key, name, f"tcp://127.0.0.1:{key}", "LISTEN", Tone.OPEN, Counts())


class Drawing(QWidget):
    """Notes what it is to draw."""

    def __init__(self):
        super().__init__()
        self.drawn = []

    def show_history(self, history, seconds):
        self.drawn.append((history.row.key, seconds))


@pytest.fixture
def whole(qtbot):
    """A window for the tab and its tools."""
    whole = QWidget()
    qtbot.addWidget(whole)
    return whole


@pytest.fixture
def tab(qtbot, theme, whole):
    column = QVBoxLayout(whole)
    tab = CountersView()
    column.addWidget(tab.tools)
    column.addWidget(tab)
    whole.resize(1200, 400)
    with qtbot.waitExposed(whole):
        whole.show()
    return tab


def press(tab, qtbot, words):
    (button,) = [each for each in tab.tools.findChildren(QPushButton) if each.text() == words]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_endpoint_is_always_selected(tab, qtbot):
    with qtbot.waitSignal(tab.endpoint_chosen):
        tab.show_endpoints([row(4), row(5)])
    assert tab.endpoints.chosen() == 4
    tab.endpoints.choose(5)
    tab.show_endpoints([row(5), row(4)])
    assert tab.endpoints.chosen() == 5
    tab.show_endpoints([row(4)])
    assert tab.endpoints.chosen() == 4
    tab.show_endpoints([])
    assert tab.endpoints.chosen() is None


def test_it_says_how_many_connections_are_not_listed(tab):
    tab.show_connections([row(1), row(2)], 2)
    assert tab._connections_label.text() == "2 connections"
    tab.show_connections([row(1), row(2)], 4812)
    assert tab._connections_label.text() == "The 2 busiest of 4,812 connections"
    tab.show_connections([row(1)], 1)
    assert tab._connections_label.text() == "1 connection"


def test_plots_go_back_as_far_as_chosen(tab, qtbot):
    drawing = Drawing()
    tab.show_message("one moment")
    assert tab._plot_place.currentWidget() is tab._message
    history = CounterHistory(row(7, "client"), True, [], [], [], [], [])
    tab.show_history(history)
    assert "tcp://127.0.0.1:7" in tab._plots_label.text()
    tab.show_plots(drawing, drawing)
    assert tab._plot_place.currentWidget() is drawing
    assert tab.seconds == 60
    with qtbot.waitSignal(tab.endpoint_chosen):
        press(tab, qtbot, "15 min")
    tab.show_history(history)
    press(tab, qtbot, "5 min")
    tab.show_history(history)
    assert drawing.drawn == [(7, 900), (7, 300)]


def test_either_table_can_be_copied(tab):
    tab.show_endpoints([row(4)])
    tab.show_connections([row(8)], 1)
    copied = []
    for action in tab.copy_menu.actions():
        action.trigger()
        copied.append(QGuiApplication.clipboard().text())
    assert copied == [tab.endpoints.csv(), tab.connections.csv()]
    assert copied[0].startswith("name,")
    assert copied[1].startswith("connection,")


def test_reset_is_asked_for(tab, qtbot):
    with qtbot.waitSignal(tab.reset_requested):
        press(tab, qtbot, "Reset counters")


@pytest.mark.parametrize("zoom", [1.0, 1.5])
def test_rows_and_plots_keep_a_height_to_be_read_and_the_page_scrolls(tab, whole, theme, zoom):
    theme.set_zoom(zoom)
    plots = CounterPlots()
    tab.show_plots(plots, plots)
    tab.show_endpoints([row(number) for number in range(5)])
    whole.resize(900, 160)
    QApplication.processEvents()

    assert tab.findChild(QScrollArea).verticalScrollBar().maximum() > 0
    for table in (tab.endpoints, tab.connections):
        assert table.viewport().height() >= 3 * table.verticalHeader().defaultSectionSize()
    line = QFontMetrics(plots.rates.plot.getPlotItem().getAxis("left").style["tickFont"]).height()
    for plot in (plots.rates, plots.times):
        # The three rates at its side stand apart.
        assert plot.plot.getPlotItem().getViewBox().height() >= 3 * line
