"""`kill -9` at any moment: the session reopens, and what a peer got in time is in it.

Promised are 200 ms: what the peer had received by then, before the process was killed.
"""

import random
import signal
import socket
import threading
import time
from contextlib import closing

import pytest

from socket_workbench.gui.session import sessions_folder
from socket_workbench.journal.event import Kind
from socket_workbench.journal.folder import SessionFolder
from socket_workbench.journal.reader import Reader

PROMISE = 0.2
ROUNDS = 4


class Peer:
    """Sends numbered messages and notes when each came back."""

    def __init__(self, port):
        self.received = []
        self.enough = threading.Event()
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._thread = threading.Thread(target=self._talk)
        self._thread.start()

    def _talk(self):
        number = 0
        try:
            while True:
                message = number.to_bytes(4, "big") + bytes(number % 3000)
                self._socket.sendall(message)
                back = b""
                while len(back) < len(message):
                    part = self._socket.recv(65536)
                    if not part:
                        return
                    back += part
                self.received.append((time.monotonic(), message))
                number += 1
                if number > 50:
                    self.enough.set()
        except ConnectionError:
            return
        finally:
            self.enough.set()

    def end(self):
        self._thread.join(30)
        self._socket.close()


def kill_in_the_middle(process, peer, chance):
    assert peer.enough.wait(60)
    threading.Event().wait(chance.uniform(0.25, 0.6))
    killed_at = time.monotonic()
    process.send_signal(signal.SIGKILL)
    process.wait()
    peer.end()
    return [message for when, message in peer.received if when < killed_at - PROMISE]


def stream_of(path):
    """Return everything sent, and see that every row can be read to its last byte."""
    with closing(Reader(path)) as reader:
        row, count = 0, reader.count()
        while row < count:
            row, whole = reader.examine(row)
            assert whole
        rows = reader.rows(0, count)
        return b"".join(reader.payload(each.number) for each in rows if each.kind is Kind.SENT)


@pytest.mark.timeout(240)
def test_what_a_command_records_survives_being_killed(program, tmp_path):
    chance = random.Random(11)
    for attempt in range(ROUNDS):
        file = tmp_path / f"{attempt}.swb"
        running = program.start("serve", "127.0.0.1:0", "--record", file)
        port = running.port()
        drain = threading.Thread(target=running.process.stdout.read)
        drain.start()
        promised = kill_in_the_middle(running.process, Peer(port), chance)
        drain.join(30)
        assert len(promised) > 10
        assert stream_of(file).startswith(b"".join(promised))


@pytest.mark.timeout(240)
def test_what_the_window_records_survives_and_is_offered(program, qapp):
    chance = random.Random(12)
    before = qapp.applicationName()
    qapp.setApplicationName("socket-workbench")
    folder = SessionFolder(sessions_folder())
    qapp.setApplicationName(before)
    for attempt in range(2):
        port = free_port()
        running = program.start("--serve", f"127.0.0.1:{port}", "--dialogue", "echo")
        promised = kill_in_the_middle(running.process, Peer(await_port(port)), chance)
        left = folder.kept()
        assert len(left) == attempt + 1
        assert all(session.crashed for session in left)
        assert len(promised) > 10
        assert stream_of(left[0].path).startswith(b"".join(promised))


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def await_port(port):
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port
        # The window is still starting; there is nothing to wait on from outside.
        threading.Event().wait(0.05)
    raise AssertionError("the window did not start its server")
