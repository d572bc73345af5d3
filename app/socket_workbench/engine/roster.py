"""Who is connected to a server, and who was until just now."""

import threading
import time
from collections import deque
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.engine.view import ConnectionView, Traffic

REMEMBERED = 100
"""Ended connections that are still listed."""

PATIENCE = 1.0
"""Seconds for which a message to all others waits for those that have no room for it."""


class Member(Protocol):
    """A connection or datagram peer of a server."""

    @property
    def view(self) -> ConnectionView:
        """Its state and counts."""

    @property
    def post(self) -> Callable[[bytes], None]:
        """Sends it a message without waiting."""

    @property
    def pass_on(self) -> Callable[[bytes, float], None]:
        """Sends it a message, waiting for room until a time of `time.monotonic()`."""

    @property
    def post_file(self) -> Callable[[Path], FileTransfer]:
        """Sends it a file without waiting."""


M = TypeVar("M", bound=Member)


class Roster(Generic[M]):
    """The members of a server by number; safe from any thread."""

    def __init__(self) -> None:
        self._members: dict[int, M] = {}
        self._ended: deque[ConnectionView] = deque(maxlen=REMEMBERED)
        self._ended_traffic = Traffic()
        self._lock = threading.Lock()

    def add(self, member: M) -> None:
        """List a member that has just come."""
        with self._lock:
            self._members[member.view.number] = member

    def remove(self, member: M) -> None:
        """Remember a member as ended."""
        with self._lock:
            if self._members.pop(member.view.number, None) is not None:
                self._ended.append(member.view)
                self._ended_traffic += member.view.traffic

    def members(self, numbers: Collection[int] | None = None) -> list[M]:
        """Return those of these numbers, or all."""
        with self._lock:
            if numbers is None:
                return list(self._members.values())
            return [self._members[number] for number in numbers if number in self._members]

    def views(self) -> list[ConnectionView]:
        """Return what can be seen of all, those that ended last."""
        with self._lock:
            return [*(member.view for member in self._members.values()), *reversed(self._ended)]

    def traffic(self) -> Traffic:
        """Return how much all of them have moved, those that ended long ago included."""
        bytes_in = bytes_out = messages_in = messages_out = 0
        with self._lock:
            views = [member.view for member in self._members.values()]
            ended = self._ended_traffic
        # Sums of numbers: an object for each of thousands would take ten times as long.
        for view in views:
            bytes_in += view.bytes_in
            bytes_out += view.bytes_out
            messages_in += view.messages_in
            messages_out += view.messages_out
        return ended + Traffic(bytes_in, bytes_out, 0, messages_in, messages_out, len(views))

    def send(self, message: bytes, to: Collection[int] | None = None) -> int:
        """Send a message to some members, or to all that can still be sent to.

        Returns:
            To how many.
        """
        members = self._receivers(to)
        for member in members:
            member.post(message)
        return len(members)

    def send_file(self, path: Path, to: Collection[int] | None = None) -> list[FileTransfer]:
        """Send a file to some members, or to all that can still be sent to.

        Returns:
            The progress of each.
        """
        return [member.post_file(path) for member in self._receivers(to)]

    def send_to_others(self, sender: int, message: bytes) -> None:
        """Send a message to all but one.

        A sender that is quicker than the others read is slowed down for at most `PATIENCE`,
        however many of them have no room.
        """
        deadline = time.monotonic() + PATIENCE
        for member in self._receivers():
            if member.view.number != sender:
                member.pass_on(message, deadline)

    def _receivers(self, numbers: Collection[int] | None = None) -> list[M]:
        members = self.members(numbers)
        return members if numbers is not None else [each for each in members if each.view.can_send]
