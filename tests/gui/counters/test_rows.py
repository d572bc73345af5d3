import socket

from socket_workbench.engine.round_trips import ServerReplyTimer
from socket_workbench.engine.traffic.connection_rates import ConnectionCount
from socket_workbench.engine.traffic.rates import Rate
from socket_workbench.engine.view import ConnectionView, Traffic
from socket_workbench.gui.counters.counters import CountedEndpoint
from socket_workbench.gui.counters.rows import connection_row, endpoint_row
from socket_workbench.gui.looks.state_mark import Tone


def test_a_connection_tells_its_counts_rates_and_times():
    view = ConnectionView(1200, 5, "here", "127.0.0.1:51342", reply_timer=ServerReplyTimer())
    view.reply_timer.received(1_000_000)
    view.reply_timer.sent(3_000_000)
    row = connection_row(ConnectionCount(view, Traffic(1, 2, 0, 3, 4, 1), Rate(5, 6, 7, 8)))

    assert (row.key, row.name, row.address) == (1200, "1,200", "127.0.0.1:51342")
    assert (row.state, row.tone) == ("ESTABLISHED", Tone.OPEN)
    counts = row.counts
    assert (counts.bytes_in, counts.bytes_out) == (1, 2)
    assert (counts.reads, counts.sends) == (3, 4)
    assert (counts.byte_rate_in, counts.byte_rate_out) == (5, 6)
    assert (counts.read_rate, counts.send_rate) == (7, 8)
    assert counts.median == counts.slow == counts.longest == 0.002


def test_what_is_not_known_of_a_connection_stays_open():
    view = ConnectionView(1, 5, "here", "there")
    view.close("reset")
    row = connection_row(ConnectionCount(view, Traffic(), None))
    assert (row.state, row.tone) == ("CLOSED", Tone.IDLE)
    assert row.counts.byte_rate_in is None
    assert row.counts.longest is None


def test_an_endpoint_tells_where_it_listens_and_who_is_there(window, until):
    pane = window.board.add_server()
    pane.address.set_text("tcp://127.0.0.1:0")
    # Unlike a manual one, it closes when its peer does.
    pane.dialogue.set_choice("welcome", {})
    pane.start()
    until(lambda: pane.chip.word() == "LISTEN")
    counted = CountedEndpoint(7, pane, pane.running)
    with socket.create_connection(("127.0.0.1", pane.running.bound.port)) as peer:
        until(lambda: len(counted.running.connections()) == 1)
        counted.rates.look(1.0, Traffic(connections=1, dropped=2), [])
        row = endpoint_row(counted)
        assert (row.key, row.name, row.address) == (7, "Server 1", str(pane.running.bound))
        assert (row.opened, row.connections, row.dropped) == (1, 1, 2)
        peer.close()
    until(lambda: not counted.running.connections()[0].is_open)
    assert endpoint_row(counted).opened == 0


def test_a_client_has_no_connection_before_it_is_connected(window):
    pane = window.board.add_client()
    pane.address.set_text("tcp://127.0.0.1:1")
    pane.start()
    assert len(pane.running.connections()) <= 1
