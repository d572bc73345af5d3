import math
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.engine.rates import Rate, Rates, Ring
from socket_workbench.engine.view import Traffic

MS = 1_000_000


@given(st.integers(1, 20), st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=100))
def test_a_ring_holds_the_newest_in_order(capacity, numbers):
    ring, model = Ring(capacity), deque(maxlen=capacity)
    for number in numbers:
        ring.append(number)
        model.append(number)
        assert len(ring) == len(model)
        assert list(ring.values()) == list(model)


@given(
    st.lists(
        st.tuples(st.floats(0.01, 5), st.integers(0, 10**9), st.integers(0, 10**6)),
        min_size=1,
        max_size=60,
    )
)
def test_rates_of_any_looks_add_up_to_what_was_moved(looks):
    """Whatever the times between looks: a rate is what was moved over at least a second."""
    rates, now, total = Rates(), 100.0, Traffic()
    rates.start_anew(now)
    seen = [(now, total)]
    for pause, moved, messages in looks:
        now += pause
        total += Traffic(moved, 2 * moved, 0, messages, 3 * messages)
        rates.look(now, total, [])
        seen.append((now, total))
        base = max(
            (each for each in seen[:-1] if each[0] <= now - 1.0),
            key=lambda each: each[0],
            default=seen[0],
        )
        expected = (total - base[1]).bytes_in / (now - base[0])
        assert rates.rate.bytes_in == pytest.approx(expected)
        assert rates.rate.bytes_out == pytest.approx(2 * expected)
        assert rates.rate.messages_out == pytest.approx(3 * rates.rate.messages_in)
    assert rates.total == total


def test_nothing_is_kept_longer_than_asked():
    rates = Rates(capacity=10)
    for second in range(100):
        rates.look(float(second), Traffic(second * 5, second * 7), [second * MS])

    history = rates.history(since=0.0)
    assert list(history.times) == [float(second) for second in range(90, 100)]
    assert set(history.bytes_in) == {5.0}
    assert set(history.bytes_out) == {7.0}
    assert list(rates.history(since=97.0).times) == [97.0, 98.0, 99.0]
    # The look and the one before it lie within the second.
    assert history.median[-1] == 0.098
    assert history.slow[-1] == 0.099


def test_a_single_message_is_a_second_of_its_rate():
    rates = Rates()
    rates.start_anew(0.0)
    rates.look(0.25, Traffic(), [])
    for quarter in range(2, 12):
        rates.look(quarter / 4, Traffic(100), [3 * MS] if quarter == 2 else [])

    history = rates.history(since=1.0)
    assert list(history.bytes_in) == [100.0, 100.0, 0, 0, 0, 0, 0, 0]
    assert history.median[0] == 0.003
    assert math.isnan(history.median[-1])


def test_an_endpoint_that_is_started_again_counts_from_zero():
    rates = Rates()
    rates.look(0.0, Traffic(1000), [])
    rates.look(1.0, Traffic(9000), [5 * MS])
    assert rates.reply_times(0).median == 0.005
    rates.start_anew(1.0)
    assert (rates.total, rates.rate, rates.reply_times(0)) == (Traffic(), Rate(), None)
    rates.look(2.0, Traffic(50), [])
    assert rates.total == Traffic(50)
    assert rates.rate.bytes_in == 50.0
    assert len(rates.history(since=0.0).times) == 3


def test_setting_to_zero_leaves_the_rates():
    rates = Rates()
    rates.look(0.0, Traffic(), [MS])
    rates.look(1.0, Traffic(500, dropped=3, connections=2), [MS])
    rates.set_to_zero()
    assert rates.total == Traffic()
    assert rates.reply_times(0) is None
    rates.look(2.0, Traffic(700, dropped=4, connections=2), [2 * MS])
    assert rates.total == Traffic(200, dropped=1)
    assert rates.rate.bytes_in == 200.0
    assert rates.reply_times(9 * MS).longest == 0.009


def test_two_looks_at_once_are_no_rate():
    rates = Rates()
    rates.look(1.0, Traffic(), [])
    rates.look(1.0, Traffic(5), [])
    assert rates.rate == Rate()
