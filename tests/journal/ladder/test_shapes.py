import pytest

from socket_workbench.journal.ladder.shapes import Sizes, places

LISTENER, SERVER, CLIENT, OUTSIDE = (False, False), (False, False), (True, False), (True, True)
ROLES = [LISTENER, SERVER, CLIENT, SERVER, OUTSIDE]


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_columns_fill_the_width_between_the_least_and_the_most(scale):
    sizes = Sizes(scale)
    least, most = places(ROLES, sizes, 0), places(ROLES, sizes)
    assert least.width < most.width
    middle = (least.width + most.width) / 2
    assert places(ROLES, sizes, middle).width == pytest.approx(middle)
    assert places(ROLES, sizes, 10 * most.width) == most


def test_texts_beside_lifelines_never_meet():
    at = places(ROLES, Sizes(), 0)
    beside = at.room + Sizes().gap
    listener, server, client, other, _ = at.xs
    assert listener - beside >= 0
    assert server - beside >= listener
    assert other - beside >= client + beside


def test_a_lane_alone_fits_a_small_window_with_large_type():
    assert places([LISTENER, SERVER, CLIENT], Sizes(1.5), 0).width <= 1000


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_low_ladder_has_rows_closer_to_each_other_and_lower_names(scale):
    usual = Sizes(scale)
    high = usual.head + 8 * usual.slot
    assert usual.fitting(high) == usual
    low = usual.fitting(high - 1)
    assert low.is_low
    assert low.slot < usual.slot
    assert low.head < usual.head
    lowest = usual.fitting(10)
    assert lowest.slot * 0.98 >= 15 * scale
    assert lowest.head + 6 * lowest.slot <= 122 * scale
