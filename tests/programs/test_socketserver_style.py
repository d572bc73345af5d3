from tests.programs.conftest import server

from socket_workbench.programs.server_program import server_program
from socket_workbench.programs.style import Style


def program(url, **options):
    return server_program(server(url, **options), Style.SOCKETSERVER)


def test_options_are_attributes_of_the_server():
    text = program("tcp://127.0.0.1:1", backlog=7, reuse_address=False)

    assert "class Server(socketserver.ThreadingTCPServer):" in text
    assert "request_queue_size = 7" in text
    assert "allow_reuse_address" not in text


def test_one_at_a_time_is_a_server_without_threads():
    text = program("unix:///a", model="one-at-a-time")

    assert "class Server(socketserver.UnixStreamServer):" in text
    assert "daemon_threads" not in text


def test_datagrams_have_a_largest_size():
    text = program("udp://127.0.0.1:1", receive_size="1 KiB")

    assert "RECEIVE_SIZE = 1024\n" in text
    assert "max_packet_size = RECEIVE_SIZE" in text
