"""A socket whose calls wait as blocking ones do, and can be woken whatever the system does."""

import errno
import socket
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from socket_workbench.sockets import system
from socket_workbench.sockets.waiting.readiness import WakeUp, wait_readable, wait_writable

Result = TypeVar("Result")
Buffer = bytes | bytearray | memoryview

_FULL_QUEUE_INTERVAL = 0.01
"""Seconds between two attempts to send a datagram. That there is room in the receiver's queue, no
system tells an unconnected socket; macOS does not even wait for it (ENOBUFS)."""


class WakeableSocket(socket.socket):
    """Waits for the socket and for being woken, then makes the call without blocking.

    Any thread may call `wake` and `close`. A close while others are inside a call wakes them, and
    the last to leave gives the descriptor back, so that nobody waits for another socket that was
    given the same number.

    Args:
        taken: a socket, which is taken over.

    Attributes:
        patience: seconds for which receiving waits before it raises `BlockingIOError`; None for
            ever.

    Raises:
        OSError: there is no descriptor to be woken through; `taken` is unchanged.
    """

    def __init__(self, taken: socket.socket) -> None:
        self._waker = WakeUp()
        super().__init__(taken.family, taken.type, taken.proto, taken.detach())
        self.setblocking(False)
        self.patience: float | None = None
        self._inside = 0
        self._is_ending = False
        self._door = threading.Lock()

    @property
    def waker(self) -> WakeUp:
        """What becomes readable when the socket is woken."""
        return self._waker

    def wake(self) -> None:
        """Make the calls that wait, and all that would have to wait, raise ECANCELED."""
        self._waker.wake()

    def close(self) -> None:
        """Close the socket, at once or when the last thread has left its call."""
        with self._door:
            self._is_ending = True
            is_free = not self._inside
        if is_free:
            self._close_both()
        else:
            self._waker.wake()

    def accept(self) -> tuple[socket.socket, Any]:
        """Like `socket.accept`."""
        return self._received(super().accept)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Like `socket.recv`; obeys `NOT_WAITING`."""
        receive, others = super().recv, flags & ~system.NOT_WAITING
        return self._received(lambda: receive(size, others), flags)

    def recvfrom(self, size: int, flags: int = 0, /) -> tuple[bytes, Any]:
        """Like `socket.recvfrom`; obeys `NOT_WAITING`."""
        receive, others = super().recvfrom, flags & ~system.NOT_WAITING
        return self._received(lambda: receive(size, others), flags)

    def recvfrom_into(
        self,
        buffer: Any,  # noqa: ANN401 - a writable buffer
        nbytes: int = 0,
        flags: int = 0,
    ) -> tuple[int, Any]:
        """Like `socket.recvfrom_into`; obeys `NOT_WAITING`."""
        receive, others = super().recvfrom_into, flags & ~system.NOT_WAITING
        return self._received(lambda: receive(buffer, nbytes, others), flags)

    def recvmsg(
        self, size: int, room: int = 0, flags: int = 0, /
    ) -> tuple[bytes, list[tuple[int, int, bytes]], int, Any]:
        """Like `socket.recvmsg`; obeys `NOT_WAITING`."""
        receive, others = super().recvmsg, flags & ~system.NOT_WAITING
        return self._received(lambda: receive(size, room, others), flags)

    def send(self, data: Buffer, flags: int = 0, /) -> int:  # type: ignore[override]
        """Like `socket.send`."""
        send = super().send
        return self._sent(lambda: send(data, flags))

    def sendall(self, data: Buffer, flags: int = 0, /) -> None:  # type: ignore[override]
        """Like `socket.sendall`: one that fails does not tell how much was sent."""
        send, rest = super().send, memoryview(data)
        # An empty datagram is sent too.
        sent = self._sent(partial(send, rest, flags))
        while sent < len(rest):
            rest = rest[sent:]
            sent = self._sent(partial(send, rest, flags))

    def sendto(self, data: Buffer, address: Any, /) -> int:  # type: ignore[override]  # noqa: ANN401
        """Like `socket.sendto`, without flags."""
        send = super().sendto
        return self._sent(lambda: send(data, address))

    def sendmsg(  # type: ignore[override]
        self,
        buffers: Iterable[Buffer],
        ancdata: Iterable[tuple[int, int, bytes]] = (),
        flags: int = 0,
        address: Any = None,  # noqa: ANN401 - as the socket module has it
        /,
    ) -> int:
        """Like `socket.sendmsg`."""
        send = super().sendmsg
        return self._sent(lambda: send(buffers, ancdata, flags, address))

    def _received(self, call: Callable[[], Result], flags: int = 0) -> Result:
        def wait() -> bool:
            return not flags & system.NOT_WAITING and wait_readable(
                self, self.patience, self._waker
            )

        return self._until_done(call, wait)

    def _sent(self, call: Callable[[], int]) -> int:
        def wait() -> bool:
            if self.type == socket.SOCK_STREAM:
                wait_writable(self, self._waker, None)
            else:
                self._waker.wait(_FULL_QUEUE_INTERVAL)
            return True

        return self._until_done(call, wait)

    def _until_done(self, call: Callable[[], Result], wait: Callable[[], bool]) -> Result:
        """Make a call, after each `wait` that returns True once more, until it has not to wait."""
        self._enter()
        try:
            while True:
                try:
                    return call()
                except OSError as error:
                    if not self._is_full(error):
                        raise
                    if not wait():
                        raise
                    if self._waker.is_woken:
                        raise system.system_error(errno.ECANCELED) from None
        finally:
            self._leave()

    def _is_full(self, error: OSError) -> bool:
        """Whether a call would have to wait."""
        if isinstance(error, BlockingIOError):
            return True
        return error.errno == errno.ENOBUFS and self.family == getattr(socket, "AF_UNIX", None)

    def _enter(self) -> None:
        with self._door:
            if self._is_ending:
                raise system.system_error(errno.EBADF)
            self._inside += 1

    def _leave(self) -> None:
        with self._door:
            self._inside -= 1
            is_last = self._is_ending and not self._inside
        if is_last:
            self._close_both()

    def _close_both(self) -> None:
        super().close()
        self._waker.close()
