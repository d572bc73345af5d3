from tests.programs.conftest import server

from socket_workbench.programs.server_program import server_program
from socket_workbench.programs.style import Style


def program(url, **options):
    return server_program(server(url, **options), Style.SOCKET)


def test_one_at_a_time_is_one_thread():
    assert "threading" in program("tcp://127.0.0.1:1")
    assert "threading" not in program("tcp://127.0.0.1:1", model="one-at-a-time")


def test_the_calls_are_those_that_are_chosen():
    assert "connection.recvmsg(RECEIVE_SIZE)[0]:" in program("tcp://127.0.0.1:1", calls="recvmsg")
    datagrams = program("udp://127.0.0.1:1", calls="recvmsg")
    assert "message, _, _, peer = server.recvmsg(RECEIVE_SIZE)" in datagrams


def test_options_of_the_socket_are_set():
    assert "SO_REUSEADDR" not in program("tcp://127.0.0.1:1", reuse_address=False)
    assert "IPV6_V6ONLY" in program("tcp://[::1]:1")
    assert "BACKLOG = 7\n" in program("tcp://127.0.0.1:1", backlog=7)
    assert "BACKLOG = socket.SOMAXCONN\n" in program("tcp://127.0.0.1:1")
