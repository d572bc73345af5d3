"""What is lost when the window is killed while it serves."""

import random
import socket
import threading
from time import monotonic

from benchmarks.processes import HOST, PATIENCE, Window
from benchmarks.window import recorded


class Peer:
    """Sends messages to an echo server and notes when each came back."""

    def __init__(self, port):
        self._answers = []
        self._began = threading.Event()
        self._socket = socket.create_connection((HOST, port))
        self._thread = threading.Thread(target=self._talk)
        self._thread.start()
        self._began.wait(PATIENCE)

    def age_of_loss(self, killed, kept):
        """Return how old the oldest message was that is not among so many bytes, in seconds."""
        lost = [when for when, size in self._answers if size > kept]
        return killed - lost[0] if lost else 0.0

    def end(self):
        """Wait until the server is gone."""
        self._thread.join(PATIENCE)
        self._socket.close()

    def _talk(self):
        sent = received = 0
        try:
            while True:
                message = bytes(sent % 3000 + 1)
                self._socket.sendall(message)
                sent += len(message)
                while received < sent:
                    part = self._socket.recv(1 << 16)
                    if not part:
                        return
                    received += len(part)
                self._answers.append((monotonic(), received))
                self._began.set()
        except ConnectionError:
            return


def oldest_loss(kills):
    """Kill a window this many times; returns the age of the oldest message lost, in seconds.

    A message is lost if a peer got its echo and the session that is left lacks it.
    """
    chance = random.Random(kills)
    return max(_kill(chance.uniform(0.3, 0.8)) for _ in range(kills))


def _kill(seconds):
    window = Window("tcp")
    try:
        peer = Peer(window.port)
        threading.Event().wait(seconds)
        killed = monotonic()
        window.kill()
        peer.end()
        (session,) = window.folder.rglob("*.swb")
        return peer.age_of_loss(killed, recorded(session)["sent_bytes"])
    finally:
        window.end()
