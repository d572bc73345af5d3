"""`kill -9` in the middle of traffic: the session reopens, and what was in it is in it still.

How soon something is in it is a question of speed: `benchmarks/kills.py` answers that.
"""

import random
import signal
import socket
import threading
import time
from contextlib import closing
from itertools import count

import pytest

from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.storage.folder import SessionFolder
from socket_workbench.user_folders import sessions_folder

ROUNDS = 4
PATIENCE = 60


class Peer:
    """Sends numbered messages to an echo server and waits for each to come back.

    Attributes:
        asked: what it has sent.
        answered: what came back.
        enough: set when so many messages came back, or no more are to come.
    """

    def __init__(self, port, enough):
        self.asked = bytearray()
        self.answered = bytearray()
        self.enough = threading.Event()
        self._enough = enough
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._thread = threading.Thread(target=self._talk)
        self._thread.start()

    def _talk(self):
        try:
            for number in count():
                if number == self._enough:
                    self.enough.set()
                message = number.to_bytes(4, "big") + bytes(number % 3000)
                self.asked += message
                self._socket.sendall(message)
                while len(self.answered) < len(self.asked):
                    part = self._socket.recv(65536)
                    if not part:
                        return
                    self.answered += part
        except ConnectionError:
            return
        finally:
            self.enough.set()

    def end(self):
        self._thread.join(PATIENCE)
        self._socket.close()


def kill_in_the_middle(process, peer, path):
    """Kill a process as soon as all is recorded that a peer had got at a moment; returns that."""
    assert peer.enough.wait(PATIENCE)
    promised = bytes(peer.answered)
    await_recorded(path, len(promised))
    process.send_signal(signal.SIGKILL)
    process.wait()
    peer.end()
    return promised


def await_recorded(path, size):
    """Wait until a session that is being recorded holds so many bytes that were sent."""
    deadline = time.monotonic() + PATIENCE
    with closing(Reader(path)) as reader:
        row = sent = 0
        while sent < size:
            assert time.monotonic() < deadline, "what happens is not recorded meanwhile"
            rows = reader.rows(row, reader.count() - row)
            row += len(rows)
            sent += sum(each.length for each in rows if each.kind is Kind.SENT)


def check(path, promised, peer):
    """See that every row can be read to its last byte, and that nothing is missing among them."""
    with closing(Reader(path)) as reader:
        row, rows = 0, reader.count()
        while row < rows:
            row, whole = reader.examine(row)
            assert whole
        sent = b"".join(
            reader.payload(each.number) for each in reader.rows(0, rows) if each.kind is Kind.SENT
        )
    assert promised
    assert sent.startswith(promised)
    assert peer.asked.startswith(sent)


@pytest.mark.timeout(240)
def test_what_a_command_has_recorded_survives_being_killed(program, tmp_path):
    chance = random.Random(11)
    for attempt in range(ROUNDS):
        file = tmp_path / f"{attempt}.swb"
        running = program.start("serve", "127.0.0.1:0", "--record", file)
        peer = Peer(running.port(), enough=chance.randrange(1, 2000))
        drain = threading.Thread(target=running.process.stdout.read)
        drain.start()
        promised = kill_in_the_middle(running.process, peer, file)
        drain.join(PATIENCE)
        check(file, promised, peer)


@pytest.mark.timeout(240)
def test_what_the_window_has_recorded_survives_and_is_offered(program, qapp, free_port):
    chance = random.Random(12)
    before = qapp.applicationName()
    qapp.setApplicationName("socket-workbench")
    folder = SessionFolder(sessions_folder())
    qapp.setApplicationName(before)
    for attempt in range(2):
        port = free_port()
        earlier = set(folder.folder.glob("*.swb"))
        running = program.start("--serve", f"127.0.0.1:{port}", "--dialogue", "echo")
        peer = Peer(await_port(port), enough=chance.randrange(1, 2000))
        (path,) = set(folder.folder.glob("*.swb")) - earlier
        promised = kill_in_the_middle(running.process, peer, path)
        left = folder.kept()
        assert len(left) == attempt + 1
        assert all(session.crashed for session in left)
        assert path in [session.path for session in left]
        check(path, promised, peer)


def await_port(port):
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port
        # The window is still starting; there is nothing to wait on from outside.
        threading.Event().wait(0.05)
    raise AssertionError("the window did not start its server")
