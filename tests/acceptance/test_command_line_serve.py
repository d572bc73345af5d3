"""`serve`, as a person or a script starts it."""

import contextlib
import json
import signal
import socket

import pytest

from socket_workbench.journal.reader import Reader


def call(port, data=b"", half_close=True):
    """Send, and return everything that comes until the end."""
    with socket.create_connection(("127.0.0.1", port), 20) as peer:
        peer.sendall(data)
        if half_close:
            peer.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := peer.recv(65536):
            answer += piece
        return answer


def test_the_first_line_says_where_it_can_be_connected_to(program):
    server = program.start("serve", "tcp://127.0.0.1:0")

    assert call(server.port(), b"hello") == b"hello"


@pytest.mark.parametrize("url", ["0", "localhost:0", "tcp://[::1]:0", "udp://127.0.0.1:0"])
def test_the_port_given_is_shown(program, url):
    server = program.start("serve", url)

    endpoint = server.endpoint()
    assert endpoint.startswith(("tcp://127.0.0.1:", "tcp://[::1]:", "udp://127.0.0.1:"))
    assert int(endpoint.rpartition(":")[2]) > 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_with_a_summary(program, number, code):
    server = program.start("serve", "0", "--dialogue", "welcome")
    call(server.port(), b"exit")

    ended, rest, errors = server.end(number)

    assert (ended, errors) == (code, "")
    assert rest.decode().splitlines()[-1].startswith("stopped: 1 connection, received 4 bytes")


def test_it_ends_with_many_connections_of_which_none_reads(program):
    server = program.start("serve", "0", "--dialogue", "welcome")
    port = server.port()
    peers = [socket.create_connection(("127.0.0.1", port), 20) for _ in range(200)]
    try:
        code, _, errors = server.end()
        assert (code, errors) == (0, "")
        for peer in peers:
            peer.settimeout(20)
            # What still waited in the backlog is reset by the system.
            with contextlib.suppress(ConnectionResetError):
                while peer.recv(100):
                    pass
    finally:
        for peer in peers:
            peer.close()


def test_it_ends_although_nobody_reads_what_it_prints(program):
    server = program.start("serve", "0", "--json")
    port = json.loads(server.line())["endpoint"].rpartition(":")[2]
    with socket.create_connection(("127.0.0.1", int(port)), 20) as peer:
        peer.settimeout(0.5)
        # Neither the echo nor the lines about it are read, until everything is full.
        with contextlib.suppress(TimeoutError):
            while True:
                peer.sendall(b"x" * 65536)
        server.process.send_signal(signal.SIGTERM)

        assert server.process.wait(20) == 0


def test_it_ends_quietly_when_its_reader_has_left(program):
    server = program.start("serve", "0")
    port = server.port()
    server.process.stdout.close()
    # It may end before it has read this, and what is unread makes the system reset the connection.
    with contextlib.suppress(ConnectionError):
        call(port, b"a")

    assert server.process.wait(20) == 0
    assert server.process.stderr.read() == b""


def test_nothing_from_the_wire_controls_the_terminal(program):
    server = program.start("serve", "0")
    call(server.port(), b"\x1b]0;title\x07\x1b[2J\r\x9b\xc2\x9b2J\xe2\x80\xae\0")
    _, rest, _ = server.end()

    assert not set(rest.decode()) & set("\x1b\x07\r\x9b\u202e\0")
    assert r"\x1b]0;title\x07" in rest.decode()


def test_options_reach_the_server(program):
    server = program.start(
        "serve", "0", "--dialogue", "fixed-reply", "--reply", r"y\x65s", "--framing", "line"
    )

    assert call(server.port(), b"one\ntwo\n") == b"yes\nyes\n"


def test_one_at_a_time_serves_the_second_when_the_first_has_left(program):
    server = program.start("serve", "0", "--dialogue", "welcome", "--one-at-a-time")
    port = server.port()
    with socket.create_connection(("127.0.0.1", port), 20) as first:
        assert first.recv(100) == b"Welcome!"
        with socket.create_connection(("127.0.0.1", port), 20) as second:
            second.settimeout(0.2)
            with pytest.raises(TimeoutError):
                second.recv(100)
            first.close()
            second.settimeout(20)
            assert second.recv(100) == b"Welcome!"


def test_a_session_is_recorded(program, tmp_path):
    file = tmp_path / "s.swb"
    server = program.start("serve", "0", "--record", file)
    call(server.port(), b"recorded")
    assert server.end()[0] == 0

    reader = Reader(file)
    words = [row.kind.word for row in reader.rows(0, reader.count())]
    assert words[0] == "listening"
    assert words[-1] == "stopped"
    assert {"accepted", "received", "sent", "end_of_stream", "closed"} <= set(words)
    reader.close()


def test_a_path_is_removed_when_it_ends(program, own_home):
    path = own_home / "s.sock"
    server = program.start("serve", f"unix://{path}")
    assert server.endpoint() == f"unix://{path}"
    assert path.exists()

    assert server.end()[0] == 0
    assert not path.exists()


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["serve"], 2, "URL"),
        (["serve", "tcp://127.0.0.1:70000"], 2, "65535"),
        (["serve", "0", "--dialogue", "wave"], 2, "'wave'"),
        (["serve", "0", "--framing", "wave"], 2, "'wave'"),
        (["serve", "0", "--reply", "x"], 2, "echo"),
        (["serve", "192.0.2.1:0"], 3, "192.0.2.1"),
        (["serve", "no.such.host.invalid:0"], 3, "no.such.host.invalid"),
        (["serve", "unix:///" + "x" * 200], 3, ""),
        (["serve", "unix:///no/such/folder/s.sock"], 3, "/no/such/folder"),
        (["connect", "no.such.host.invalid:1"], 3, "no.such.host.invalid"),
        (["connect", "unix:///no/such.sock"], 3, "/no/such.sock"),
        (["connect", "unixgram:///no/such.sock"], 3, "/no/such.sock"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_a_code(program, words, code, part):
    ended, output, errors = program.run(*words)

    assert (ended, output) == (code, b"")
    assert part in errors
    assert errors.splitlines()[-1].endswith((".", "--help'."))
