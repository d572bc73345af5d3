import socket

from socket_workbench.gui.panes.pane_board import PaneBoard
from socket_workbench.gui.traffic_watch import TrafficWatch


def test_counts_and_rates_come_from_the_endpoints(window, until):
    board: PaneBoard = window.board
    watch = TrafficWatch()
    assert watch.status(board, 0, "").servers == 0
    server = board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.dialogue.set_choice("echo", {})
    server.start()
    until(lambda: server.chip.word() == "LISTEN")
    with socket.create_connection(("127.0.0.1", server.server.bound.port)) as peer:
        peer.sendall(b"x" * 1000)
        received = b""
        while len(received) < 1000:
            received += peer.recv(1000)
        status = watch.status(board, 7, "disk full")
        assert (status.servers, status.clients, status.connections) == (1, 0, 1)
        assert status.in_rate > 0
        assert (status.events, status.fault, status.udp_drops) == (7, "disk full", 0)
        # What is sent is counted when the system has taken it, which may be after it came.
        until(lambda: watch.status(board, 0, "").messages >= 2)
    until(lambda: watch.status(board, 0, "").connections == 0)
    status = watch.status(board, 0, "")
    assert (status.in_rate, status.out_rate) == (0, 0)
    server.stop()
    until(lambda: server.chip.word() == "STOPPED")
    board.remove_all()
    status = watch.status(board, 0, "", median_reply=0.5)
    assert (status.in_bytes, status.out_bytes, status.median_reply) == (1000, 1000, 0.5)
