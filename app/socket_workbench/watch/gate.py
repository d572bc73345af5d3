"""Step mode of watched programs: holds calls before they are made, until they are let go."""

import contextlib
import marshal
import mmap
import selectors
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter_ns
from typing import NamedTuple

from socket_workbench.sockets.kernel.pending import Pending
from socket_workbench.watch.call_words import call_words
from socket_workbench.watch.model import Call, End, Place, Process
from socket_workbench.watch.programs import Listener

MOST_LISTED = 1000
"""Held calls that `Gate.held` returns at most."""

_SIZE = 64
"""Bytes of the file that says which calls are held; see `gate` of the watched process."""

_NONE, _ALL, _ONE = range(3)
_BACKLOG = 64
_LARGEST = 64
_GO = b"\1"


class HeldCall(NamedTuple):
    """A call of a watched program that waits before it is made.

    Attributes:
        process: the system's number of the process that makes it.
        number: of the call, different for each call of a process.
        call: as Python writes it, with `b''` for the payload.
        payload: the bytes that it would send.
        thread: the name of the thread that makes it.
        since: since when it is held, in `time.perf_counter_ns()`.
        place: where in the program; None where that is not known.
        name: which call it is, such as `recv`.
        end: the socket; None if there is none yet.
    """

    process: int
    number: int
    call: str
    payload: bytes
    thread: str
    since: int
    place: Place | None
    name: str
    end: End | None = None

    @property
    def key(self) -> tuple[int, int]:
        """The number of the process, and that of the call."""
        return self.process, self.number


_Key = tuple[int, int]
"""The number of a process, and that of a call."""


class Gate(Listener):
    """Holds the calls of the watched processes; for any thread.

    As a listener of `Programs` it is told what each held call is. A thread of its own takes the
    connections in which the held threads wait.

    Attributes:
        is_open: whether all calls pass.
        pending: what the system has for the sockets of held calls, by their keys.
    """

    def __init__(
        self, folder: Path, on_change: Callable[[], None] | None = None, *, holds: bool = False
    ) -> None:
        """Create it.

        Args:
            folder: where watched processes look for it.
            on_change: called after calls were held or let go, in any thread.
            holds: whether calls are held from the beginning.

        Raises:
            OSError: the folder cannot be used.
        """
        self.is_open = not holds
        self.pending: Mapping[_Key, Pending] = {}
        self._on_change = on_change
        self._until = ""
        self._is_over = False
        self._held: dict[_Key, HeldCall] = {}
        # Those too that have not said yet which call they wait with.
        self._connections: set[socket.socket] = set()
        self._waiting: dict[_Key, socket.socket] = {}
        self._let_go: set[_Key] = set()
        self._is_held = threading.Condition()
        with (folder / "steps").open("w+b") as file:
            file.truncate(_SIZE)
            self._state = mmap.mmap(file.fileno(), _SIZE)
        self._state[0] = _ALL if holds else _NONE
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._selector = selectors.DefaultSelector()
        self._waker, self._woken = socket.socketpair()
        try:
            self._listener.bind(str(folder / "gate"))
            self._listener.listen(_BACKLOG)
        except OSError:
            self._close()
            raise
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._take_connections, name="gate", daemon=True)
        self._thread.start()

    # What is held

    @property
    def is_stepping(self) -> bool:
        """Whether the next call is held, whichever it is."""
        return not self.is_open and not self._until

    @property
    def until(self) -> str:
        """The name of the call at which calls are held again; empty if there is none."""
        return self._until

    @property
    def count(self) -> int:
        """How many calls are held."""
        return len(self._held)

    def held(self, most: int = MOST_LISTED) -> list[HeldCall]:
        """Return the calls that are held, the one that is held for longest first.

        Without the lock, for which the window would wait while the thread that holds it has no
        processor: the copy is one step of the interpreter's.
        """
        return list(self._held.values())[:most]

    def wait_until_held(self) -> bool:
        """Wait until a call is held; return False if none will be, because `close` was called."""
        with self._is_held:
            self._is_held.wait_for(lambda: self._held or self._is_over)
            return not self._is_over

    # Letting go

    def step(self, number: int | None = None, process: int | None = None) -> bool:
        """Let one call go; what its thread calls next is held again.

        Args:
            number: of the call; None for the one that is held for longest.
            process: whose call it is; None for any.

        Returns:
            Whether there was such a call.
        """
        with self._is_held:
            fitting = (
                key for key in self._held if number in (None, key[1]) and process in (None, key[0])
            )
            key = next(fitting, None)
            if key is None:
                return False
            self._release(key)
        self._tell_change()
        return True

    def go_on(self, until: str = "") -> None:
        """Let all calls go, those that follow included.

        Args:
            until: the name of the call at which to hold again; empty for none.
        """
        with self._is_held:
            if self._is_over:
                return
            self._until = until
            self.is_open = not until
            self._state[0] = _NONE
            if until:
                self._state[1:] = until.encode()[: _SIZE - 2].ljust(_SIZE - 1, b"\0")
                self._state[0] = _ONE
            for key in tuple(self._held):
                self._release(key)
        self._tell_change()

    def hold_calls(self) -> None:
        """Hold the calls that are begun from now on."""
        with self._is_held:
            if self._is_over:
                return
            self._until = ""
            self.is_open = False
            self._state[0] = _ALL
        self._tell_change()

    def close(self) -> None:
        """Let everything go, and hold nothing any longer: the program has ended."""
        self.go_on()
        with self._is_held:
            self._is_over = True
            self._is_held.notify_all()
        self._waker.close()
        self._thread.join()
        self._close()

    def _release(self, key: _Key) -> None:
        """Let a call go, with the lock; its thread may be about to connect."""
        self._held.pop(key, None)
        connection = self._waiting.get(key)
        if connection is None:
            self._let_go.add(key)
            return
        with contextlib.suppress(OSError):
            connection.send(_GO, socket.MSG_NOSIGNAL | socket.MSG_DONTWAIT)

    # What watched processes tell

    def held_before(self, call: Call) -> None:
        """Take note of a call that is held."""
        key = call.process.pid, call.number
        payload = call.payload[1] if call.payload is not None else b""
        words = call_words(call)
        found = HeldCall(
            *key, words, payload, call.thread, perf_counter_ns(), call.place, call.name, call.end
        )
        with self._is_held:
            self._held[key] = found
            self._until = ""
            if self.is_open:
                self._release(key)
            self._is_held.notify_all()
        self._tell_change()

    def begun(self, call: Call) -> None:
        """Forget a call: it is made, or was given up while it was held."""
        self._forget((call.process.pid, call.number))

    def finished(self, process: Process, moment: int) -> None:
        """Forget the calls of a process that has ended."""
        with self._is_held:
            keys = [each for each in (*self._held, *self._let_go) if each[0] == process.pid]
        for key in keys:
            self._forget(key)

    def _forget(self, key: _Key) -> None:
        with self._is_held:
            self._let_go.discard(key)
            was_held = self._held.pop(key, None)
        if was_held is not None:
            self._tell_change()

    def _tell_change(self) -> None:
        if self._on_change is not None:
            self._on_change()

    # The connections in which threads wait

    def _take_connections(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._woken:
                    return
                if key.fileobj is self._listener:
                    self._accept()
                else:
                    # The others are connections.
                    self._read(key.fileobj)  # type: ignore[arg-type]

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            connection, _ = self._listener.accept()
            self._connections.add(connection)
            connection.setblocking(False)
            self._selector.register(connection, selectors.EVENT_READ)

    def _read(self, connection: socket.socket) -> None:
        """Read which call a thread waits with, or that it waits no longer."""
        try:
            data = connection.recv(_LARGEST)
        except OSError:
            data = b""
        key = _key_of(data)
        with self._is_held:
            if key is not None and key not in self._waiting:
                self._waiting[key] = connection
                if key in self._let_go:
                    self._let_go.discard(key)
                    self._release(key)
                return
            for each in [each for each, sock in self._waiting.items() if sock is connection]:
                del self._waiting[each]
        self._selector.unregister(connection)
        self._connections.discard(connection)
        connection.close()

    def _close(self) -> None:
        self._waiting.clear()
        self._selector.close()
        for sock in (*self._connections, self._listener, self._waker, self._woken):
            sock.close()
        self._state.close()


def _key_of(data: bytes) -> _Key | None:
    """Read what a waiting thread sends first; None if it is no such thing."""
    try:
        found = marshal.loads(data)
    except (ValueError, TypeError, EOFError):
        return None
    match found:
        case (int(process), int(number)) if len(data) <= _LARGEST:
            return process, number
    return None
