import pytest
from PySide6.QtGui import QColor

from socket_workbench.gui.counters.plot_legend import Curve, PlotLegend
from socket_workbench.gui.looks.palette import DARK, LIGHT
from socket_workbench.gui.looks.theme import Scheme

IN, OUT = Curve("to_server", filled=True), Curve("to_client")


@pytest.fixture
def legend(qtbot, theme):
    legend = PlotLegend("Rate")
    qtbot.addWidget(legend)
    legend.resize(400, 24)
    with qtbot.waitExposed(legend):
        legend.show()
    return legend


def colors_of(widget):
    image = widget.grab().toImage()
    return [
        [image.pixelColor(x, y).name().upper() for x in range(image.width())]
        for y in range(image.height())
    ]


def test_it_says_what_each_line_is_also_to_those_who_hear_it(legend):
    assert legend.text() == "Rate"
    legend.show_values([(IN, "in 1.2 MB/s"), (OUT, "out 3 B/s")])
    assert legend.text() == legend.accessibleName() == "Rate · in 1.2 MB/s · out 3 B/s"


@pytest.mark.parametrize(("scheme", "tokens"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_signs_have_the_colours_of_the_lines(legend, theme, scheme, tokens):
    theme.set_scheme(scheme)
    legend.show_values([(IN, "in"), (OUT, "out")])
    shown = {color for row in colors_of(legend) for color in row}
    assert QColor(tokens.to_server).name().upper() in shown
    assert QColor(tokens.to_client).name().upper() in shown


def test_signs_stay_where_they_are_when_values_change(legend):
    def sign_at():
        return min(
            x
            for row in colors_of(legend)
            for x, color in enumerate(row)
            if color == QColor(LIGHT.to_client).name().upper()
        )

    legend.show_values([(IN, "in 1 B/s"), (OUT, "out 1 B/s")])
    before = sign_at()
    legend.show_values([(IN, "in 888 MB/s"), (OUT, "out 888 MB/s")])
    assert sign_at() == before


def test_it_gives_way_in_width_and_grows_with_the_type(legend, theme):
    assert legend.minimumSizeHint().width() == 0
    before = legend.sizeHint().height()
    theme.set_zoom(1.5)
    assert legend.sizeHint().height() > before


def test_what_is_cut_stands_whole_in_the_tooltip(legend):
    legend.show_values([(IN, "in 1.2 MB/s"), (OUT, "out 3 B/s")])
    legend.grab()
    assert legend.toolTip() == ""
    legend.resize(120, 24)
    legend.grab()
    assert legend.toolTip() == legend.text()
