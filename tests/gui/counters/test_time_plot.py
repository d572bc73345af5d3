import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication

from socket_workbench.gui.counters.plot_legend import Curve
from socket_workbench.gui.counters.time_plot import TimePlot
from socket_workbench.gui.looks.palette import DARK, LIGHT
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.looks.wording import byte_rate

IN, OUT = Curve("to_server", filled=True), Curve("to_client")


@pytest.fixture
def plot(qtbot, theme):
    plot = TimePlot("Rate", (IN, OUT), byte_rate, 100.0, "888 MB/s")
    qtbot.addWidget(plot)
    plot.resize(500, 200)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def show(plot, largest, seconds=60.0):
    times = [-30.0, -20.0, -10.0, 0.0]
    flat = [largest / 2] * 4
    plot.show_values(times, ([0, largest, 0, largest], flat), ("in", "out"), seconds)


def view_range(plot):
    return plot.plot.getPlotItem().viewRange()


def shows(plot, color):
    """Whether it has pixels of a colour, or nearly: lines are smoothed at their edges."""
    wanted, image = QColor(color), plot.plot.grab().toImage()
    return any(
        abs(found.red() - wanted.red()) < 24
        and abs(found.green() - wanted.green()) < 24
        and abs(found.blue() - wanted.blue()) < 24
        for found in (
            image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())
        )
    )


def test_the_axis_says_rates_in_units(plot):
    show(plot, 1_500_000)
    assert plot.axis_words("left") == ["0 B/s", "1.0 MB/s", "2.0 MB/s"]
    assert view_range(plot)[1] == [0, 2_000_000]
    show(plot, 1_900_000)
    assert view_range(plot)[1] == [0, 2_000_000]
    show(plot, 400)
    assert plot.axis_words("left") == ["0 B/s", "250 B/s", "500 B/s"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (60.0, ["now", "−15 s", "−30 s", "−45 s", "−1 min"]),
        (300.0, ["now", "−1 min", "−2 min", "−3 min", "−4 min", "−5 min"]),
        (900.0, ["now", "−5 min", "−10 min", "−15 min"]),
    ],
)
def test_the_time_goes_back_as_far_as_chosen(plot, seconds, words):
    show(plot, 1000, seconds)
    assert plot.axis_words("bottom") == words
    assert view_range(plot)[0] == [-seconds, 0]


def test_lines_have_gaps_where_there_is_nothing(plot):
    plot.show_values([-3.0, -2.0, -1.0], ([math.nan] * 3, [5.0, math.nan, 7.0]), ("", ""), 60.0)
    assert view_range(plot)[1] == [0, 100]
    plot.show_values([], ([], []), ("", ""), 60.0)
    assert plot.grab()


@pytest.mark.parametrize(("scheme", "tokens"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_it_has_the_colours_of_the_theme_at_once(plot, theme, scheme, tokens):
    show(plot, 1000)
    theme.set_scheme(scheme)
    for color in (tokens.card, tokens.line, tokens.to_client):
        assert shows(plot, color)


def test_lines_can_change_places(plot):
    show(plot, 1000)
    assert shows(plot, LIGHT.to_client)
    plot.set_curves((Curve("accent", filled=True), Curve("open")))
    show(plot, 1000)
    assert shows(plot, LIGHT.open)
    assert not shows(plot, LIGHT.to_server)


def test_it_grows_with_the_type(plot, theme):
    axis = plot.plot.getPlotItem().getAxis("left")
    before = axis.minimumWidth()
    theme.set_zoom(1.5)
    assert axis.minimumWidth() > before


def test_a_wheel_moves_nothing(plot, qtbot):
    show(plot, 1000)
    before = view_range(plot)
    center = QPointF(plot.plot.rect().center())
    wheel = QWheelEvent(
        center,
        plot.plot.mapToGlobal(center),
        QPoint(0, 120),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.plot.viewport(), wheel)
    assert view_range(plot) == before
