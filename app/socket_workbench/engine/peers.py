"""The peers of an endpoint: those that are connected, and those that were until just now."""

import threading
import time
from collections import deque
from collections.abc import Collection

from socket_workbench.engine.connections.peer import Peer
from socket_workbench.engine.view import ConnectionView, Traffic

REMEMBERED = 100
"""Ended connections that are still listed."""

PATIENCE = 1.0
"""Seconds for which a message to all others waits for those that have no room for it."""


class Peers:
    """The peers of an endpoint by number; safe from any thread."""

    def __init__(self) -> None:
        self._open: dict[int, Peer] = {}
        self._ended: deque[ConnectionView] = deque(maxlen=REMEMBERED)
        self._ended_traffic = Traffic()
        self._lock = threading.Lock()

    def add(self, peer: Peer) -> None:
        """List a peer that has just come."""
        with self._lock:
            self._open[peer.view.number] = peer

    def remove(self, peer: Peer) -> None:
        """Remember a peer as ended."""
        with self._lock:
            if self._open.pop(peer.view.number, None) is not None:
                self._ended.append(peer.view)
                self._ended_traffic += peer.view.traffic

    def select(self, numbers: Collection[int] | None = None) -> list[Peer]:
        """Return the open peers with these numbers, or all."""
        with self._lock:
            if numbers is None:
                return list(self._open.values())
            return [self._open[number] for number in numbers if number in self._open]

    def to_send_to(self, numbers: Collection[int] | None = None) -> list[Peer]:
        """Return the peers with these numbers, or all that can still be sent to."""
        peers = self.select(numbers)
        return peers if numbers is not None else [each for each in peers if each.view.can_send]

    def end(self, reason: str) -> None:
        """End the conversations with all peers; the reason is for people."""
        for peer in self.select():
            peer.end(reason)

    def views(self) -> list[ConnectionView]:
        """Return what can be seen of all peers, those that have ended last."""
        with self._lock:
            return [*(peer.view for peer in self._open.values()), *reversed(self._ended)]

    def traffic(self) -> Traffic:
        """Return how much all peers have moved, those that ended long ago included."""
        bytes_in = bytes_out = messages_in = messages_out = 0
        with self._lock:
            views = [peer.view for peer in self._open.values()]
            ended = self._ended_traffic
        # Sums of numbers: an object for each of thousands would take ten times as long.
        for view in views:
            bytes_in += view.bytes_in
            bytes_out += view.bytes_out
            messages_in += view.messages_in
            messages_out += view.messages_out
        return ended + Traffic(bytes_in, bytes_out, 0, messages_in, messages_out, len(views))

    def send_to_others(self, sender: int, message: bytes) -> None:
        """Send a message to all peers but one.

        A sender that is quicker than the others read is slowed down for at most `PATIENCE`,
        however many of them have no room.
        """
        deadline = time.monotonic() + PATIENCE
        for peer in self.to_send_to():
            if peer.view.number != sender:
                peer.pass_on(message, deadline)
