from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.sockets.kernel.tcp_states import (
    TRANSITIONS,
    TcpState,
    can_follow,
    certain_between,
)

S = TcpState
states = st.sampled_from(TcpState)


def ways(before, after, passed=()):
    """Yield every way of the figure, and of its note 2, that meets no state twice."""
    arrows = {(each.before, each.after) for each in TRANSITIONS} | {(S.FIN_WAIT1, S.TIME_WAIT)}
    for start, end in arrows:
        if start is not before or end in passed or (end is S.CLOSED and end is not after):
            continue
        if end is after:
            yield (*passed, before)
        else:
            yield from ways(end, after, (*passed, before))


def test_what_is_certain_where_states_were_too_short_to_be_seen():
    assert certain_between(S.LISTEN, S.ESTABLISHED) == (S.SYN_RECEIVED,)
    assert certain_between(S.ESTABLISHED, S.FIN_WAIT2) == (S.FIN_WAIT1,)
    assert certain_between(S.SYN_SENT, S.LAST_ACK) == (S.ESTABLISHED, S.CLOSE_WAIT)
    # By FIN_WAIT2, by CLOSING, or by neither.
    assert certain_between(S.FIN_WAIT1, S.TIME_WAIT) == ()


def test_nothing_is_certain_about_an_end_which_may_be_a_reset():
    assert all(certain_between(state, S.CLOSED) == () for state in S)


@given(states, states)
def test_certain_states_are_those_of_every_way(before, after):
    if before is after or after is S.CLOSED:
        assert certain_between(before, after) == ()
        return
    all_ways = [way[1:] for way in ways(before, after)]

    between = certain_between(before, after)

    assert can_follow(before, after) == bool(all_ways)
    expected = set.intersection(*map(set, all_ways)) if all_ways else set()
    assert set(between) == expected
    for way in all_ways:
        assert [state for state in way if state in between] == list(between)


def test_every_state_is_drawn_and_left():
    assert {each.before for each in TRANSITIONS} == set(S)
    assert {each.after for each in TRANSITIONS} == set(S)
