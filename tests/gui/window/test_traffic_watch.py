import socket
from typing import cast

from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.window.status import Losses
from socket_workbench.gui.window.traffic_watch import TrafficWatch


class Journal:
    cut_messages, cut_bytes = 4, 5


class Programs:
    """Stands in for watched programs."""

    live_count = 2


class Recorded:
    """Stands in for a session of which a part is missing."""

    rows, fault, missing, journal, programs = 7, "disk full", 3, Journal(), Programs()


def test_counts_and_rates_come_from_the_endpoints(window, until, remove_panes):
    board: PaneBoard = window.board
    watch = TrafficWatch()
    session = cast("Session", Recorded())
    assert watch.status(board, session)[:3] == (0, 0, 0)
    assert watch.status(board, session).programs == 2
    server = board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.dialogue.set_choice("echo", {})
    server.start()
    until(lambda: server.chip.word() == "LISTEN")
    assert server.running is not None
    assert server.running.bound is not None
    with socket.create_connection(("127.0.0.1", server.running.bound.port)) as peer:
        peer.sendall(b"x" * 1000)
        received = b""
        while len(received) < 1000:
            received += peer.recv(1000)
        status = watch.status(board, session)
        assert (status.servers, status.clients, status.connections) == (1, 0, 1)
        assert status.in_rate > 0
        assert (status.events, status.fault, status.udp_drops) == (7, "disk full", 0)
        assert status.losses == Losses(3, limited_messages=4, limited_bytes=5)
        # What is sent is counted when the system has taken it, which may be after it came.
        until(lambda: watch.status(board, session).messages >= 2)
    until(lambda: watch.status(board, session).connections == 0)
    status = watch.status(board, session)
    assert (status.in_rate, status.out_rate) == (0, 0)
    server.stop()
    until(lambda: server.chip.word() == "STOPPED")
    remove_panes(board)
    status = watch.status(board, session, median_reply=0.5)
    assert (status.in_bytes, status.out_bytes, status.median_reply) == (1000, 1000, 0.5)


def test_datagrams_that_were_cut_are_counted(window, until):
    server = window.board.add_server()
    server.address.set_text("udp://127.0.0.1:0")
    server.options.set_values({"receive_size": 4})
    server.start()
    until(lambda: server.running.bound is not None)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.sendto(b"123456", ("127.0.0.1", server.running.bound.port))
    watch = TrafficWatch()
    until(lambda: watch.status(window.board, window._session).losses == Losses(0, 1, 2))


def test_a_connection_between_two_panes_counts_once(window, until, remove_panes):
    board: PaneBoard = window.board
    watch = TrafficWatch()
    session = cast("Session", Recorded())
    server, own, foreign = board.add_server(), board.add_client(), board.add_client()
    server.address.set_text("tcp://127.0.0.1:0")
    server.start()
    until(lambda: server.chip.word() == "LISTEN")
    assert server.running is not None
    with socket.create_server(("127.0.0.1", 0)) as device:
        own.address.set_text(str(server.running.bound))
        foreign.address.set_text("{}:{}".format(*device.getsockname()))
        foreign.start()
        until(lambda: foreign.chip.word() == "ESTABLISHED")
        assert watch.status(board, session).connections == 1
        own.start()
        until(lambda: len(server.running.connections()) == 1)
        until(lambda: own.chip.word() == "ESTABLISHED")
        status = watch.status(board, session)
        assert (status.servers, status.clients, status.connections) == (1, 2, 2)
    remove_panes(board)
