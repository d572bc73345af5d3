import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.counters.plot_scale import PlotScale, round_above


@pytest.mark.parametrize(
    ("value", "round_number"),
    [(1, 1), (1.1, 2), (3, 5), (7, 10), (0.3, 0.5), (2000, 2000), (2001, 5000), (0.0004, 0.0005)],
)
def test_numbers_are_rounded_up(value, round_number):
    assert round_above(value) == pytest.approx(round_number)


@given(st.floats(1e-9, 1e15))
def test_a_round_number_is_little_above(value):
    assert value * (1 - 1e-6) <= round_above(value) <= value * 2.5 * (1 + 1e-6)


def test_the_axis_grows_at_once_and_shrinks_late():
    scale = PlotScale(100)
    assert scale.top == 100
    assert scale.fit(0) == 100
    assert scale.fit(800) == 1000
    assert scale.fit(960) == 2000
    assert scale.fit(900) == 2000
    assert scale.fit(710) == 2000
    assert scale.fit(600) == 1000
    assert scale.fit(0) == 100


@given(st.lists(st.floats(0, 1e12)))
def test_everything_fits(values):
    scale = PlotScale(10)
    for value in values:
        assert value <= scale.fit(value) <= max(10, value * 3)
