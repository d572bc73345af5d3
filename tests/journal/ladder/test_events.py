import pytest

from socket_workbench.journal.event import Kind
from socket_workbench.journal.ladder.shapes import Line


def lines(ladder):
    return [each for each in ladder.picture().shapes if isinstance(each, Line) and each.row >= 0]


def test_the_set_up_goes_there_and_back_between_client_and_listener(ladder):
    ladder.add(ladder.listener, Kind.LISTENING)
    connected = ladder.add(ladder.client, Kind.CONNECTED)
    accepted = ladder.add(ladder.accepted, Kind.ACCEPTED)
    assert ladder.arrows() == [
        (connected, "Client 1", "Server 1", "open"),
        (connected, "Server 1", "Client 1", "open"),
        (accepted, "Server 1", "conn:1", "open"),
    ]
    assert ladder.texts()[connected] == ["connected", "SYN · SYN ACK · ACK"]


def test_no_connection_is_accepted_above_its_set_up(ladder):
    """The client is told that it is connected after the server may have recorded it."""
    accepted = ladder.add(ladder.accepted, Kind.ACCEPTED)
    ladder.add(ladder.client, Kind.CONNECTED)
    assert ladder.arrows() == [
        (accepted, "Client 1", "Server 1", "open"),
        (accepted, "Server 1", "Client 1", "open"),
        (accepted, "Server 1", "conn:1", "open"),
    ]
    there, _, onward = lines(ladder)
    assert there.y1 < onward.y1


def test_the_set_up_is_complete_when_accept_returns(ladder):
    ladder.begin(ladder.listener, "accept()", 1)
    result = "(socket(fileno=9), ('127.0.0.1', 51342))"
    returned = ladder.call(ladder.listener, "accept()", result, 1, 10**9)
    ladder.call(ladder.accepted, "getsockname()", "('127.0.0.1', 13145)", 2)
    accepted = ladder.add(ladder.accepted, Kind.ACCEPTED)
    ladder.add(ladder.client, Kind.CONNECTED)
    assert [(row, begin, end) for row, begin, end, _ in ladder.arrows()] == [
        (returned, "Client 1", "Server 1"),
        (returned, "Server 1", "Client 1"),
        (accepted, "Server 1", "conn:1"),
    ]


def test_an_accept_that_failed_has_returned_no_connection(ladder):
    ladder.call(ladder.listener, "accept()", "ECONNABORTED", 1)
    accepted = ladder.add(ladder.accepted, Kind.ACCEPTED)
    assert {row for row, *_ in ladder.arrows()} == {accepted}


def test_a_client_outside_is_set_up_with_the_listener(ladder):
    ladder.add(ladder.listener, Kind.LISTENING)
    ladder.add(ladder.accepted, Kind.ACCEPTED)
    there, back, onward = ladder.arrows()
    assert there[1:3] == ("127.0.0.1:51342", "Server 1")
    assert back[1:3] == ("Server 1", "127.0.0.1:51342")
    assert onward[1:3] == ("Server 1", "conn:1")


def test_datagrams_have_no_set_up(datagrams):
    datagrams.add(datagrams.client, Kind.CONNECTED)
    assert datagrams.arrows() == []


@pytest.mark.parametrize("ending", [Kind.HALF_CLOSED, Kind.CLOSED])
def test_an_end_of_stream_goes_from_the_end_that_sends_no_more(ladder, ending):
    ladder.add(ladder.client, ending)
    seen = ladder.add(ladder.accepted, Kind.END_OF_STREAM)
    assert ladder.arrows() == [(seen, "Client 1", "conn:1", "open")]


@pytest.mark.parametrize("ending", [Kind.HALF_CLOSED, Kind.CLOSED])
def test_an_end_of_stream_that_nobody_of_us_has_seen_goes_outside(ladder, ending):
    ended = ladder.add(ladder.client, ending)
    assert ladder.arrows() == [(ended, "Client 1", "127.0.0.1:13145", "open")]


def test_closing_ends_the_stream_of_who_answers_an_end_of_stream(ladder):
    ladder.add(ladder.client, Kind.CLOSED)
    seen = ladder.add(ladder.accepted, Kind.END_OF_STREAM)
    closed = ladder.add(ladder.accepted, Kind.CLOSED, text="ended by the peer")
    assert ladder.arrows() == [
        (seen, "Client 1", "conn:1", "open"),
        (closed, "conn:1", "Client 1", "open"),
    ]


@pytest.mark.parametrize("before", [Kind.HALF_CLOSED, Kind.RESET, Kind.ERROR])
def test_closing_ends_no_stream_that_is_over(ladder, before):
    ladder.add(ladder.accepted, before)
    closed = ladder.add(ladder.accepted, Kind.CLOSED)
    assert closed not in [row for row, *_ in ladder.arrows()]


def test_closing_ends_no_stream_that_the_other_end_has_reset(ladder):
    ladder.add(ladder.client, Kind.RESET)
    closed = ladder.add(ladder.accepted, Kind.CLOSED)
    assert closed not in [row for row, *_ in ladder.arrows()]


def test_a_reset_comes_from_who_made_it(ladder):
    ladder.add(ladder.client, Kind.RESET)
    told = ladder.add(ladder.accepted, Kind.RESET, text="The peer reset the connection.")
    assert ladder.arrows() == [(told, "Client 1", "conn:1", "cross")]


def test_a_reset_of_ours_alone(ladder):
    row = ladder.add(ladder.accepted, Kind.RESET)
    assert ladder.arrows() == [(row, "conn:1", "127.0.0.1:51342", "cross")]
    assert "reset (RST)" in ladder.texts()[row]


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Nothing listens at x: the connection was refused.", "refused"),
        ("There is no way to x.", "no connection"),
    ],
)
def test_a_connection_that_came_to_nothing(ladder, sentence, word):
    ladder.add(ladder.attempt, Kind.CONNECTING)
    row = ladder.add(ladder.attempt, Kind.ERROR, text=sentence)
    ((_, begin, _, head),) = ladder.arrows()
    assert (begin, head) == ("Client 1", "cross")
    assert ladder.texts()[row] == [sentence, word]
