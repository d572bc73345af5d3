"""Receives the events of watched processes, and puts them into one order.

The order keeps what causes what: what a process has sent stands before what another one received of
it. A process tells that it is about to send before it does, so what is told by the time a round of
reading begins is complete when all connections have been read in that round. Younger events wait
for the next round.
"""

import marshal
import os
import selectors
import socket
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from socket_workbench import system
from socket_workbench.clock import time_ns
from socket_workbench.journal.storage.private_folder import PrivateFolder
from socket_workbench.language import tr

MOST_AT_ONCE = 1000
"""Events that are read from one process before the others have their turn."""

LARGEST = 1 << 18
"""Bytes of the largest packet that is read."""

MOST_FIELDS = 32
"""Fields of an event."""

LONGEST_PATH = 107
"""Bytes of the path of a Unix socket at most; unix(7)."""

_TUPLE = b"("
"""Begins a tuple of `marshal`'s; four bytes with its length follow, the least significant first."""

_PREFIX = "socket-workbench-watch-"
_SHORTLY = 0.001
_BACKLOG = 64
_FALSE_EVENTS = (ValueError, TypeError, EOFError)
"""What `marshal` raises for bytes that it has not written."""

WatchEvent = tuple[Any, ...]
"""What a process tells: the name of the event, its time, and what belongs to it."""

ENDED = "ended"
"""The event that this side adds when a process has closed its connection."""


class ChannelError(ValueError):
    """Programs cannot be watched here; the message is a sentence."""


class Told(NamedTuple):
    """An event of a process.

    Attributes:
        time: by which it is ordered, nanoseconds since 1970 in UTC.
        process: the number of the process's connection, from 1.
        event: what it has told.
    """

    time: int
    process: int
    event: WatchEvent


class _Connection:
    def __init__(self, number: int, sock: socket.socket) -> None:
        self.number = number
        self.sock = sock
        self.latest = 0


def check_system() -> None:
    """Check that programs can be watched on this system; raises `ChannelError` if not."""
    if not system.WATCHES_PROGRAMS:
        raise ChannelError(_linux_only())


def _linux_only() -> str:
    return tr("Programs can be watched on Linux only.")


class EventChannel:
    """Where watched processes connect to; used by one thread.

    What comes is data of a program that the user has started, with the user's rights: it is checked
    for its form where it is used, and is not guarded against a program that attacks `marshal`.

    Attributes:
        folder: of the socket; it is removed when the channel is closed, or, where this process is
            killed, when the next channel is opened.
        path: of the socket.
        told_until: the time up to which `read` has returned all that was told, nanoseconds since
            1970 in UTC.
    """

    def __init__(self) -> None:
        """Listen.

        Raises:
            ChannelError: this system has no such sockets, or the temporary folder's name is too
                long for one.
            OSError: the temporary folder cannot be used.
        """
        try:
            self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        except (AttributeError, OSError) as error:
            raise ChannelError(_linux_only()) from error
        try:
            self._private: PrivateFolder | None = PrivateFolder(
                Path(tempfile.gettempdir()), _PREFIX
            )
        except OSError:
            self._listener.close()
            raise
        self.folder = self._private.path
        self.path = str(self.folder / "events")
        self._selector = selectors.DefaultSelector()
        self._buffer = bytearray(LARGEST)
        self._connections: dict[int, _Connection] = {}
        self._count = 0
        self._held: list[Told] = []
        self.told_until = 0
        if len(os.fsencode(self.path)) > LONGEST_PATH:
            self.close()
            raise ChannelError(
                tr(
                    "The name of the temporary folder {path} is too long for a Unix socket: set"
                    " TMPDIR to a shorter one.",
                    path=self.folder.parent,
                )
            )
        try:
            self._listener.bind(self.path)
            self._listener.listen(_BACKLOG)
        except OSError:
            self.close()
            raise
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)

    @property
    def connected(self) -> int:
        """How many processes are connected."""
        return len(self._connections)

    def read(self, patience: float) -> list[Told]:
        """Wait for events, and return them in order.

        Args:
            patience: seconds to wait at most.
        """
        self._selector.select(_SHORTLY if self._held else patience)
        until = time_ns()
        self._accept()
        told = self._held
        for connection in list(self._connections.values()):
            events, is_all = self._read(connection)
            told += events
            if not is_all:
                until = min(until, connection.latest)
        told.sort(key=_time_of)
        self.told_until = until
        self._held = [each for each in told if each.time > until]
        return told[: len(told) - len(self._held)]

    def rest(self) -> list[Told]:
        """Return what there is, at the end."""
        told = self.read(0)
        held, self._held = self._held, []
        return told + held

    def close(self) -> None:
        """Close the connections and remove the socket."""
        for connection in self._connections.values():
            connection.sock.close()
        self._connections.clear()
        self._listener.close()
        self._selector.close()
        private, self._private = self._private, None
        if private is not None:
            private.close()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except BlockingIOError:
                return
            except OSError:
                # No descriptor is free; the process waits until another one has ended.
                time.sleep(_SHORTLY)
                return
            self._count += 1
            sock.setblocking(False)
            self._connections[self._count] = _Connection(self._count, sock)
            self._selector.register(sock, selectors.EVENT_READ)

    def _read(self, connection: _Connection) -> tuple[list[Told], bool]:
        """Return what a process has told, and whether that is all."""
        told: list[Told] = []
        buffer, receive = self._buffer, connection.sock.recv_into
        view = memoryview(buffer)
        for _ in range(MOST_AT_ONCE):
            try:
                size = receive(buffer)
            except BlockingIOError:
                return told, True
            except OSError:
                size = 0
            if not size:
                told.append(Told(time_ns(), connection.number, (ENDED,)))
                self._forget(connection)
                return told, True
            event = _event_of(view[:size])
            if event is not None:
                connection.latest = max(connection.latest, _moment(event))
                told.append(Told(connection.latest, connection.number, event))
        return told, False

    def _forget(self, connection: _Connection) -> None:
        del self._connections[connection.number]
        self._selector.unregister(connection.sock)
        connection.sock.close()


def _time_of(told: Told) -> int:
    return told.time


def _event_of(data: memoryview) -> WatchEvent | None:
    """Read one packet; None if it is none of ours.

    `marshal` makes room for as many fields as it is told of: it is given only what claims few.
    """
    if data[:1] != _TUPLE or int.from_bytes(data[1:5], "little") > MOST_FIELDS:
        return None
    try:
        event = marshal.loads(data)
    except _FALSE_EVENTS:
        return None
    return event if isinstance(event, tuple) and event and isinstance(event[0], str) else None


def _moment(event: WatchEvent) -> int:
    """Return when an event happened, of a call that has received when it returned; else 0."""
    if len(event) < 2 or not isinstance(event[1], int):
        return 0
    has_received = event[0] == "call" and len(event) > 12 and event[12] is not None
    return event[1] + event[10] if has_received and isinstance(event[10], int) else event[1]
