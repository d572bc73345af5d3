from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.engine.round_trips import (
    KEPT_OF_CONNECTION,
    ClientReplyTimer,
    ReplyTimer,
    ReplyTimes,
    RoundTrips,
    ServerReplyTimer,
    reply_times,
)

SECOND = 1_000_000_000


def test_a_client_asks_by_sending():
    timer = ClientReplyTimer()
    timer.received(5)  # a greeting answers nothing
    timer.sent(10)
    timer.received(17)
    timer.received(30)  # the rest of the same reply
    timer.sent(40)
    timer.sent(50)  # the last part of a request counts
    timer.received(53)

    assert list(timer.round_trips.newest) == [7, 3]
    assert timer.round_trips.longest == 7


def test_a_server_is_asked_by_what_it_receives():
    timer = ServerReplyTimer()
    timer.sent(5)
    timer.received(10)
    timer.sent(12)
    timer.sent(90)
    timer.received(100)
    timer.received(103)
    timer.sent(104)

    assert list(timer.round_trips.newest) == [2, 1]


def test_whose_turn_it_is_must_be_said():
    timer = ReplyTimer()
    timer.sent(1)
    timer.received(2)
    timer.sent(3)

    assert not timer.round_trips.newest


def test_a_clock_that_is_set_back_is_no_reply_time():
    timer = ClientReplyTimer()
    timer.sent(100)
    timer.received(50)
    assert reply_times(timer.round_trips.newest) is None
    timer.sent(60)
    timer.received(63)

    assert reply_times(timer.round_trips.newest) == ReplyTimes(3e-9, 3e-9, 3e-9)
    assert timer.round_trips.longest == 3


def test_those_of_all_connections_are_counted_for_the_endpoint():
    endpoint = RoundTrips(3)
    one, two = ServerReplyTimer(endpoint), ServerReplyTimer(endpoint)
    for timer, took in ((one, 4), (two, 9), (one, 6), (two, 2)):
        timer.received(100)
        timer.sent(100 + took)

    assert list(one.round_trips.newest) == [4, 6]
    assert list(two.round_trips.newest) == [9, 2]
    assert (one.round_trips.longest, endpoint.longest) == (6, 9)
    assert endpoint.take() == [9, 6, 2]
    assert endpoint.take() == []
    assert endpoint.longest == 9
    endpoint.forget()
    assert endpoint.longest == 0


def test_a_connection_remembers_only_the_newest():
    timer = ClientReplyTimer()
    for took in range(1, 200):
        timer.sent(1)
        timer.received(1 + took)

    assert list(timer.round_trips.newest) == list(range(200 - KEPT_OF_CONNECTION, 200))


def test_none_are_summed_up_to_nothing():
    assert reply_times([]) is None
    assert reply_times([], longest=5) is None


def test_one_slow_reply_shows_in_the_longest_only():
    trips = [SECOND] * 99 + [7 * SECOND]

    assert reply_times(trips) == ReplyTimes(1.0, 1.0, 7.0)
    assert reply_times(trips, longest=30 * SECOND) == ReplyTimes(1.0, 1.0, 30.0)
    assert reply_times([SECOND] * 94 + [7 * SECOND] * 6) == ReplyTimes(1.0, 7.0, 7.0)


@given(st.lists(st.integers(0, 10**12), min_size=1))
def test_half_are_at_least_as_quick_as_the_median(trips):
    times = reply_times(trips)
    assert times is not None

    def quicker(seconds):
        return sum(trip / 1e9 <= seconds for trip in trips)

    assert quicker(times.median) >= len(trips) / 2
    assert quicker(times.slow) >= len(trips) * 0.95
    assert times.median <= times.slow <= times.longest == max(trips) / 1e9
