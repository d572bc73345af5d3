from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Event, Kind
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.wanted_times import WantedTimes
from socket_workbench.journal.storage.segment import Segment

BOUNDS = st.none() | st.integers(0, 20)
TIMES = st.lists(st.integers(0, 20), min_size=1, max_size=10)


def is_in(time, begin, end):
    return (begin is None or begin <= time) and (end is None or time < end)


@given(BOUNDS, BOUNDS, st.frozensets(st.tuples(BOUNDS, BOUNDS), max_size=3), TIMES)
def test_an_event_is_wanted_when_its_time_is_shown_and_not_hidden(begin, end, hidden, times):
    wanted = WantedTimes(Filter(begin=begin, end=end, hidden_periods=hidden))
    segment = Segment.pack(Batch.of_events([Event(time, 1, Kind.NOTE) for time in times]))
    expected = [
        is_in(time, begin, end) and not any(is_in(time, *period) for period in hidden)
        for time in times
    ]

    assert list(wanted.mask(segment)) == expected
    whole = wanted.within(segment.started, segment.ended)
    assert whole is None or expected == [whole] * len(times)
    assert not wanted.are_all or all(expected)


def test_without_periods_all_are_wanted():
    assert WantedTimes(Filter()).are_all
    assert not WantedTimes(Filter(hidden_periods=frozenset([(1, 2)]))).are_all
