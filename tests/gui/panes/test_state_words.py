import pytest

from socket_workbench.engine.view import ConnectionState, ConnectionView, EndpointState
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.panes.state_words import (
    activity_words,
    connection_tone,
    tone_of,
    word_of,
)


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
