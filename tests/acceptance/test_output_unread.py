"""What is printed while nobody reads it: serving and recording go on, and the end comes."""

import io
import json
import re
import signal
import socket
import threading
from contextlib import suppress

import pytest

from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader

MESSAGE = b"x" * 1500
"""As base64 and as text a line of less than 4096 bytes, which a pipe takes whole."""

PIECE = 1 << 20

ROUNDS = 3000
"""Received and sent again, these are some 10 MB of events: more than may wait to be printed."""


def lines_not_printed(text):
    """Return how many lines were left out, as the summary says."""
    (number,) = re.findall(r", (\d+) lines not printed", text)
    return int(number)


def port_of(listening):
    return int(json.loads(listening)["endpoint"].rpartition(":")[2])


def echo(peer, rounds):
    """Send messages and wait for each answer: who serves has to go on for that."""
    for _ in range(rounds):
        peer.sendall(MESSAGE)
        left = len(MESSAGE)
        while left:
            left -= len(peer.recv(left))


def recorded(file):
    """Return how many events were recorded, and how many bytes as received."""
    reader = Reader(file)
    try:
        rows = list(reader.rows(0, reader.count()))
    finally:
        reader.close()
    return len(rows), sum(row.length for row in rows if row.kind is Kind.RECEIVED)


def test_serving_recording_and_ending_do_not_wait_for_a_reader(program, tmp_path):
    file, log = tmp_path / "s.swb", tmp_path / "log.txt"
    server = program.start("serve", "0", "--json", "--record", file, "--text-log", log)
    with socket.create_connection(("127.0.0.1", port_of(server.line())), 20) as peer:
        echo(peer, ROUNDS)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(20) == 0

    size = ROUNDS * len(MESSAGE)
    events, received = recorded(file)
    assert received == size
    logs = [path.read_bytes() for path in tmp_path.glob("log.txt*")]
    assert sum(len(content.splitlines()) for content in logs) == events
    errors = server.process.stderr.read().decode()
    assert f"stopped: 1 connection, received {size} bytes in" in errors
    assert f"sent {size} bytes in" in errors
    # What was printed are whole lines, and the summary counts the others.
    printed = [json.loads(line) for line in server.process.stdout.read().splitlines()]
    missing = lines_not_printed(errors)
    assert len(printed) + 1 + missing == events


def test_a_reader_that_comes_back_is_told_what_was_left_out(program, tmp_path):
    file = tmp_path / "s.swb"
    server = program.start("serve", "0", "--json", "--record", file)
    lines = [server.line().encode()]
    told = threading.Event()

    def go_on(peer):
        while not told.is_set():
            echo(peer, 1)

    with socket.create_connection(("127.0.0.1", port_of(lines[0])), 20) as peer:
        echo(peer, ROUNDS)
        going_on = threading.Thread(target=go_on, args=(peer,))
        going_on.start()
        with io.BufferedReader(server.process.stdout) as reader:
            while b'"left_out"' not in lines[-1]:
                lines.append(reader.readline())
            told.set()
            going_on.join(20)
            server.process.send_signal(signal.SIGTERM)
            lines += reader
    assert server.process.wait(20) == 0

    printed = [json.loads(line) for line in lines]
    left_out = [found["count"] for found in printed if found["kind"] == "left_out"]
    missing = lines_not_printed(server.process.stderr.read().decode())
    assert 0 < left_out[0] <= sum(left_out) <= missing
    # The line that is being written when time is up may still be read.
    assert len(printed) - len(left_out) + missing - recorded(file)[0] in (0, 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_everything_printed_unread_is_no_reason_to_stay(program, number):
    # Both streams are one pipe, as in `serve ... 2>&1 | less`.
    start = ["sh", "-c", 'exec "$@" 2>&1', "sh"]
    server = program.start("serve", "0", "--json", before=start)
    with socket.create_connection(("127.0.0.1", port_of(server.line())), 20) as peer:
        echo(peer, ROUNDS)
        server.process.send_signal(number)

        assert server.process.wait(20) == (0 if number == signal.SIGTERM else 130)


class Peer:
    """Sends so much to whoever connects, and ends the stream."""

    def __init__(self, size):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._size = size
        self._sent = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def wait_for(self, size):
        """Wait until so much has been sent."""
        for _ in range(size // PIECE):
            assert self._sent.acquire(timeout=20)

    def close(self):
        # With no room left at a client that is gone, a send may wait for long.
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(20)
        self._socket.close()

    def _serve(self):
        connection, _ = self._socket.accept()
        self._connection = connection
        with connection:
            try:
                for _ in range(self._size // PIECE):
                    connection.sendall(bytes(PIECE))
                    self._sent.release()
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):
                    pass
            except OSError:
                return


def test_what_connect_prints_is_data_and_waits_for_its_reader(program, tmp_path):
    peer = Peer(30 << 20)
    client = program.start("connect", peer.port, "--record", tmp_path / "c.swb")
    client.complaint("closed")

    code, output, _ = client.ended()
    peer.close()
    assert (code, len(output)) == (0, 30 << 20)


def test_connect_ends_with_a_signal_although_nobody_reads(program, tmp_path):
    file = tmp_path / "c.swb"
    peer = Peer(60 << 20)
    client = program.start("connect", peer.port, "--record", file)
    # More than the system, the pipe and the printer hold: the rest waits for the reader.
    peer.wait_for(30 << 20)
    client.process.send_signal(signal.SIGTERM)
    assert client.process.wait(20) == 0
    peer.close()

    assert "Not everything that came was printed" in client.process.stderr.read().decode()
    assert recorded(file)[0] > 2
