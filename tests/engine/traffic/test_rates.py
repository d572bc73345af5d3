import math
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.engine.round_trips import ReplyTimes
from socket_workbench.engine.traffic.rates import SPANS, Rate, Rates, Ring, Series
from socket_workbench.engine.view import Traffic

MS = 1_000_000


@given(st.integers(1, 20), st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=100))
def test_a_ring_holds_the_newest_in_order(capacity, numbers):
    ring, model = Ring(capacity), deque[float](maxlen=capacity)
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


def test_a_history_goes_back_as_far_as_asked_and_no_memory_further():
    rates = Rates()
    rates.start_anew(0.0)
    for quarter in range(1, 4 * 2000):
        rates.look(quarter / 4, Traffic(quarter * 5, quarter * 7), [quarter])

    for seconds, step in SPANS.items():
        history = rates.history(seconds)
        assert history.times[-1] == 1999.75
        assert history.times[0] <= 1999.75 - seconds
        assert len(history.times) <= seconds / step + 3
        assert set(history.bytes_in) == {20.0}
        assert set(history.bytes_out) == {28.0}
        assert len({len(line) for line in (history.times, history.median, history.slow)}) == 1


def test_a_single_message_is_a_second_of_its_rate():
    rates = Rates()
    rates.start_anew(0.0)
    rates.look(0.25, Traffic(), [])
    for quarter in range(2, 12):
        rates.look(quarter / 4, Traffic(100), [3 * MS] if quarter == 2 else [])

    history = rates.history(60)
    assert list(history.bytes_in)[3:] == [100.0, 100.0, 0, 0, 0, 0, 0, 0]
    assert history.median[3] == 0.003
    assert math.isnan(history.median[0])
    assert math.isnan(history.median[-1])


@given(
    st.lists(st.tuples(st.floats(0.01, 3), st.floats(0, 100) | st.just(math.nan)), min_size=1),
    st.sampled_from([0.25, 1.0, 3.0]),
)
def test_a_point_of_a_series_is_the_highest_of_its_step(moments, step):
    series, now = Series(10_000, step, 1), 50.0
    highest: dict[float, list[float]] = {}
    for pause, number in moments:
        now += pause
        series.add(now, [number])
        highest.setdefault(now // step, []).append(number)

    times, numbers = series.values()
    assert [time // step for time in times] == list(highest)
    assert times[-1] == now
    for number, seen in zip(numbers, highest.values(), strict=True):
        real = [each for each in seen if not math.isnan(each)]
        assert number == max(real) if real else math.isnan(number)


def test_a_series_without_a_moment_is_empty():
    assert [list(line) for line in Series(60, 1.0, 2).values()] == [[], [], []]


def test_an_endpoint_that_is_started_again_counts_from_zero():
    rates = Rates()
    rates.look(0.0, Traffic(1000), [])
    rates.look(1.0, Traffic(9000), [5 * MS])
    assert rates.reply_times(0) == ReplyTimes(0.005, 0.005, 0.005)
    rates.start_anew(1.0)
    assert (rates.total, rates.rate, rates.reply_times(0)) == (Traffic(), Rate(), None)
    rates.look(2.0, Traffic(50), [])
    assert rates.total == Traffic(50)
    assert rates.rate.bytes_in == 50.0
    assert rates.history(60).times[-1] == 2.0


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
    assert rates.reply_times(9 * MS) == ReplyTimes(0.002, 0.002, 0.009)


def test_two_looks_at_once_are_no_rate():
    rates = Rates()
    rates.look(1.0, Traffic(), [])
    rates.look(1.0, Traffic(5), [])
    assert rates.rate == Rate()
