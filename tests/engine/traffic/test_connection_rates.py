import pytest

from socket_workbench.engine.traffic.connection_rates import ConnectionRates
from socket_workbench.engine.traffic.rates import Rate
from socket_workbench.engine.view import ConnectionView, Traffic


def view(number, opened_at=0.0, **counts):
    return ConnectionView(number, number, "here", f"peer {number}", opened_at=opened_at, **counts)


def test_only_the_busiest_are_told_of():
    views = [view(number, bytes_in=number, bytes_out=1000 - 3 * number) for number in range(300)]
    counts = ConnectionRates().look(10.0, views, {}, 5)

    assert [each.view.number for each in counts] == [0, 1, 2, 3, 4]
    assert counts[0].total == views[0].traffic


def test_busy_is_what_moved_since_the_counts_were_zero():
    views = [view(1, bytes_in=1000), view(2, bytes_in=500), view(3, bytes_in=10)]
    zero = {1: Traffic(1000, connections=1), 2: Traffic(400, connections=1)}
    counts = ConnectionRates().look(10.0, views, zero, 2)

    assert [(each.view.number, each.total.bytes_in) for each in counts] == [(2, 100), (3, 10)]


def test_a_rate_is_over_at_least_a_second():
    rates, one = ConnectionRates(), view(1, messages_in=1)
    assert rates.look(100.0, [one], {}, 9)[0].rate is None
    for half in range(1, 7):
        one.bytes_in, one.bytes_out, one.messages_out = half * 50, half * 100, half
        count = rates.look(100.0 + half / 2, [one], {}, 9)[0]
    assert count.rate == Rate(100.0, 200.0, 0, 2.0)


def test_one_opened_between_looks_counts_from_its_opening():
    rates = ConnectionRates()
    rates.look(100.0, [], {}, 9)
    new = view(1, opened_at=100.5, bytes_in=100)
    rate = rates.look(101.0, [new], {}, 9)[0].rate
    assert rate is not None
    assert rate.bytes_in == pytest.approx(200.0)


def test_one_that_was_not_among_the_busiest_has_no_rate_yet():
    rates, busy, quiet = ConnectionRates(), view(1, bytes_in=100), view(2)
    rates.look(100.0, [busy, quiet], {}, 1)
    quiet.bytes_in = 1000
    count = rates.look(100.5, [busy, quiet], {}, 1)[0]
    assert (count.view, count.rate) == (quiet, None)
    assert rates.look(101.0, [busy, quiet], {}, 1)[0].rate == Rate()


def test_the_first_look_at_a_connection_that_was_just_opened_tells_no_rate():
    assert ConnectionRates().look(100.0, [view(1, opened_at=100.0)], {}, 9)[0].rate is None
