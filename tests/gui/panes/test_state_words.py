import pytest

from socket_workbench.engine.socket_watch import Owner, Part, SeenSocket
from socket_workbench.engine.view import ConnectionState, ConnectionView, EndpointState
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.panes.state_words import (
    activity_words,
    connection_look,
    connection_tone,
    tone_of,
    word_of,
)
from socket_workbench.sockets.kernel.record import KernelSocket, Protocol, Timer
from socket_workbench.sockets.kernel.tcp_states import TcpState


@pytest.mark.parametrize("state", list(EndpointState))
def test_every_state_has_a_tone_and_a_word(state):
    assert isinstance(tone_of(state), Tone)
    assert word_of(state) == state.value


def test_datagram_sockets_are_open_rather_than_listening_or_established():
    assert word_of(EndpointState.LISTENING, is_stream=False) == "OPEN"
    assert word_of(EndpointState.CONNECTED, is_stream=False) == "OPEN"


def test_live_states_are_never_shown_as_idle():
    assert all(
        tone_of(state) in (Tone.OPEN, Tone.WAITING) for state in EndpointState if state.is_live
    )


def test_a_call_says_how_long_it_has_waited():
    view = ConnectionView(1, 1, "a", "b", activity="recv(1024)", heard_at=100_000_000_000)
    assert activity_words(view, 100_000_000_000) == "recv(1024)  0.0 s"
    assert activity_words(view, 100_800_000_000) == "recv(1024)  0.8 s"
    assert activity_words(view, 100_800_000_000, 100_500_000_000) == "recv(1024)  0.3 s"
    # The time before it was let go in step mode does not count.
    assert activity_words(view, 100_800_000_000, let_go_at=100_600_000_000) == "recv(1024)  0.2 s"
    view.activity, view.sent_at = "send()", 100_700_000_000
    assert activity_words(view, 100_800_000_000) == "send()  0.1 s"
    view.activity = ""
    assert activity_words(view, 100_800_000_000) == ""
    view.close("closed by exit")
    assert activity_words(view, 200_000_000_000) == "closed by exit"


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        (ConnectionState.ESTABLISHED, Tone.OPEN),
        (ConnectionState.ACTIVE, Tone.OPEN),
        (ConnectionState.FIN_WAIT, Tone.WAITING),
        (ConnectionState.CLOSE_WAIT, Tone.WAITING),
    ],
)
def test_only_what_is_open_both_ways_is_shown_as_open(state, tone):
    view = ConnectionView(1, 1, "a", "b", state=state)
    assert connection_tone(view) is tone
    view.close("over")
    assert connection_tone(view) is Tone.IDLE


def seen(state: TcpState) -> SeenSocket:
    owner = Owner("s", "tcp://a:1", True, Part.CONNECTION, 1)
    timer = Timer.TIME_WAIT if state is TcpState.TIME_WAIT else None
    now = KernelSocket(Protocol.TCP, state, "a", "b", timer=timer, expires=60.0)
    return SeenSocket(1, owner, now, (), 100.0)


@pytest.mark.parametrize(
    ("state", "told", "look"),
    [
        (ConnectionState.ESTABLISHED, TcpState.ESTABLISHED, (Tone.OPEN, "ESTABLISHED")),
        # The end of the stream is there, and recv has not returned it yet.
        (ConnectionState.ESTABLISHED, TcpState.CLOSE_WAIT, (Tone.WAITING, "CLOSE_WAIT")),
        (ConnectionState.FIN_WAIT, TcpState.FIN_WAIT2, (Tone.WAITING, "FIN_WAIT2")),
        # Told before it was half-closed.
        (ConnectionState.FIN_WAIT, TcpState.ESTABLISHED, (Tone.WAITING, "FIN_WAIT")),
        (ConnectionState.CLOSED, TcpState.TIME_WAIT, (Tone.IDLE, "TIME_WAIT 58 s")),
        (ConnectionState.CLOSED, TcpState.ESTABLISHED, (Tone.IDLE, "CLOSED")),
        (ConnectionState.ACTIVE, TcpState.ESTABLISHED, (Tone.OPEN, "ACTIVE")),
    ],
)
def test_a_connection_looks_as_the_system_tells_where_that_is_no_older_news(state, told, look):
    view = ConnectionView(1, 1, "a", "b", state)
    if state is ConnectionState.CLOSED:
        view.close("")

    assert connection_look(view, seen(told), 102.0) == look


@pytest.mark.parametrize(
    ("at", "word"),
    [(100.0, "TIME_WAIT 60 s"), (100.4, "TIME_WAIT 60 s"), (157.7, "TIME_WAIT 3 s")],
)
def test_what_is_left_of_time_wait_is_told_in_whole_seconds(at, word):
    view = ConnectionView(1, 1, "a", "b", ConnectionState.CLOSED)
    view.close("")

    assert connection_look(view, seen(TcpState.TIME_WAIT), at)[1] == word


def test_without_news_of_the_system_a_connection_looks_as_the_engine_says():
    view = ConnectionView(1, 1, "a", "b", ConnectionState.FIN_WAIT)

    assert connection_look(view, None, 0.0) == (Tone.WAITING, "FIN_WAIT")
    reset = ConnectionView(1, 1, "a", "b", ConnectionState.ESTABLISHED)
    gone = seen(TcpState.ESTABLISHED)._replace(is_ended=True)
    assert connection_look(reset, gone, 0.0) == (Tone.WAITING, "CLOSED")
    ended = seen(TcpState.FIN_WAIT2)._replace(is_ended=True)
    assert connection_look(view, ended, 0.0) == (Tone.WAITING, "FIN_WAIT")
