import pytest

from socket_workbench.engine.socket_watch import Part
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.states.rows import (
    UNTOLD,
    figures_of,
    meaning,
    part_words,
    socket_row,
    timer_words,
    untold_sentence,
    way_text,
)
from socket_workbench.sockets.kernel.reading import Way
from socket_workbench.sockets.kernel.record import Protocol, Timer
from socket_workbench.sockets.kernel.tcp_states import TcpState

S = TcpState


def test_a_row_has_what_the_system_tells(seen, figures):
    row = socket_row(seen(figures=figures), 100.0)

    assert (row.state, row.tone, row.name) == ("ESTABLISHED", Tone.OPEN, "Client 1")
    assert (row.part, row.local, row.peer) == ("connection 3", "127.0.0.1:51342", "127.0.0.1:80")
    assert (row.receive_queue, row.send_queue) == (5, 21)
    assert (row.rtt, row.congestion_window, row.send_window) == (0.0015, 10, 65_536)
    assert (row.retransmissions, row.drops) == (3, None)
    assert (row.timer, row.expires) == ("", None)


def test_a_row_has_nothing_that_is_not_told(seen):
    row = socket_row(seen(S.TIME_WAIT), 118.0)

    assert (row.timer, row.expires) == ("gone in", 42.0)
    assert row.rtt is row.congestion_window is row.send_window is row.retransmissions is None


def test_a_socket_that_is_gone_has_no_queues(seen, figures):
    row = socket_row(seen(S.LAST_ACK, is_ended=True, figures=figures), 100.0)

    assert (row.state, row.tone, row.is_ended) == ("CLOSED", Tone.IDLE, True)
    assert row.receive_queue is row.send_queue is None


def test_datagram_sockets_have_drops_and_no_states(seen, figures):
    row = socket_row(seen(S.CLOSED, protocol=Protocol.UDP, figures=figures), 100.0)

    assert (row.state, row.tone, row.drops) == ("OPEN", Tone.OPEN, 108)
    assert row.rtt is None
    assert way_text(seen(S.CLOSED, protocol=Protocol.UDP)) == ""


def test_a_listener_has_no_round_trip_time(seen, figures):
    row = socket_row(seen(S.LISTEN, part=Part.OWN, is_server=True, figures=figures), 100.0)

    assert row.is_listener
    assert row.part == "listens"
    assert row.rtt is row.congestion_window is None


@pytest.mark.parametrize(
    ("part", "is_server", "protocol", "words"),
    [
        (Part.OWN, False, Protocol.TCP, "connecting"),
        (Part.OWN, True, Protocol.UDP, "receives"),
        (Part.BACKLOG, True, Protocol.TCP, "not accepted"),
        (Part.LEFT_OVER, True, Protocol.TCP, "closed before"),
    ],
)
def test_what_a_socket_is(seen, part, is_server, protocol, words):
    assert part_words(seen(part=part, is_server=is_server).owner, protocol) == words


def test_a_way_tells_what_was_seen_and_when(seen):
    words = way_text(seen())

    assert words.startswith("(CLOSED) → (SYN_SENT) → ESTABLISHED ")
    assert words.count(":") == 2


def test_figures_have_the_names_of_ss(seen, figures):
    found = dict(figures_of(seen(figures=figures)))

    assert (found["rtt"], found["minrtt"], found["cwnd"]) == ("1.5 ms", UNTOLD, "10")
    assert (found["retrans"], found["congestion"], found["sndbuf"]) == ("0/3", "cubic", "103")
    assert list(figures_of(seen())) == []


def test_of_a_listener_only_its_memory_is_told(seen, figures):
    """It has no round trips, no windows and no segments."""
    found = [name for name, _ in figures_of(seen(S.LISTEN, figures=figures))]
    assert found == ["rmem", "rcvbuf", "wmem", "sndbuf"]


def test_every_state_and_timer_has_words(pseudo_language):
    assert all(meaning(state).startswith("⟦") for state in TcpState)
    assert len({timer_words(timer) for timer in Timer}) == len(Timer)
    assert timer_words(None) == ""


def test_what_a_system_does_not_tell_is_said():
    sentences = [untold_sentence(way) for way in Way]

    assert sentences[0] == ""
    assert all("system" in sentence for sentence in sentences[1:])
    assert len(set(sentences)) == len(Way)
