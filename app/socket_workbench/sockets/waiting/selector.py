"""Waits for many sockets at once, in one thread."""

import selectors
import threading
from contextlib import suppress

from socket_workbench.sockets.calls import SocketCalls, error_word
from socket_workbench.sockets.waiting.readiness import HasFileno, linked

READ = selectors.EVENT_READ
WRITE = selectors.EVENT_WRITE

_NAMES = {READ: "EVENT_READ", WRITE: "EVENT_WRITE", READ | WRITE: "EVENT_READ | EVENT_WRITE"}
_SHOWN = 50
"""Sockets that are named in the trace of a call."""


class Selector:
    """A `selectors.DefaultSelector` that can be woken, and whose calls can be traced.

    One thread uses it; any thread may `wake` it.

    Args:
        calls: takes the calls of `select`; None where they are not traced.

    Raises:
        OSError: no descriptor is left.
    """

    def __init__(self, calls: SocketCalls | None = None) -> None:
        self._calls = calls
        self._reader, self._writer = linked()
        self._lock = threading.Lock()
        self._is_closed = False
        for each in (self._reader, self._writer):
            each.setblocking(False)
        try:
            self._selector = selectors.DefaultSelector()
            self._selector.register(self._reader, READ)
        except OSError:
            self._reader.close()
            self._writer.close()
            raise

    def watch(self, sock: HasFileno, events: int, data: object) -> None:
        """Wait for these events of a socket from now on; 0 for none.

        Args:
            sock: the socket.
            events: `READ`, `WRITE`, both or 0.
            data: what `select` returns with them.
        """
        watched = self._selector.get_map().get(sock)
        if watched is None:
            if events:
                self._selector.register(sock, events, data)
        elif not events:
            self._selector.unregister(sock)
        elif watched.events != events:
            self._selector.modify(sock, events, data)

    def select(self, timeout: float | None) -> list[tuple[object, int]]:
        """Wait until a socket is ready, or until woken.

        Args:
            timeout: seconds to wait at most; None for ever.

        Returns:
            The data of the sockets that are ready, with their events.
        """
        if self._calls is None:
            ready = self._selector.select(timeout)
        else:
            ready = self._traced(self._calls, timeout)
        for key, _ in ready:
            if key.fileobj is self._reader:
                with suppress(BlockingIOError):
                    while self._reader.recv(4096):
                        pass
        return [(key.data, events) for key, events in ready if key.data is not None]

    def _traced(
        self, calls: SocketCalls, timeout: float | None
    ) -> list[tuple[selectors.SelectorKey, int]]:
        begun = calls.begin("select()" if timeout is None else f"select({timeout:.3g})")
        try:
            ready = self._selector.select(timeout)
        except BaseException as error:
            calls.end(begun, error_word(error))
            raise
        parts = [f"(socket(fileno={key.fd}), {_NAMES[events]})" for key, events in ready[:_SHOWN]]
        parts += ["..."] if len(ready) > _SHOWN else []
        calls.end(begun, f"[{', '.join(parts)}]")
        return ready

    def wake(self) -> None:
        """Let `select` return, now or when it is called; harmless after `close`."""
        with self._lock, suppress(BlockingIOError):
            if not self._is_closed:
                self._writer.send(b"\0")

    def close(self) -> None:
        """Close it; the sockets stay open."""
        with self._lock:
            self._is_closed = True
            self._selector.close()
            self._reader.close()
            self._writer.close()
