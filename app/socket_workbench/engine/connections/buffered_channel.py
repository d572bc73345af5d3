"""A stream that is sent to without waiting: what the system does not take is kept."""

from collections import deque
from collections.abc import Callable

from socket_workbench.engine.view import ConnectionView
from socket_workbench.sockets.failures.errors import Interrupted
from socket_workbench.sockets.nonblocking import NonBlockingStream
from socket_workbench.sockets.waiting.readiness import HasFileno


class Rest:
    """What the system has not taken yet of a message.

    Attributes:
        moment: the time of the event that records the message.
        total: the bytes of the message.
        data: those that are left.
    """

    def __init__(self, moment: int, total: int, data: memoryview) -> None:
        self.moment = moment
        self.total = total
        self.data = data


class BufferedChannel:
    """Lets a stream be sent to without waiting: what the system does not take is kept.

    It is used in the loop's thread; any thread may `interrupt` and `reset`.

    Args:
        stream: the stream; it is closed with the channel.
        view: says when the message that is being sent was recorded.
        on_interrupt: called when it is interrupted, by any thread.
    """

    def __init__(
        self, stream: NonBlockingStream, view: ConnectionView, on_interrupt: Callable[[], None]
    ) -> None:
        self.local = stream.local
        self.peer = stream.peer
        self.inode = stream.inode
        self._stream = stream
        self._view = view
        self._on_interrupt = on_interrupt
        self._rests: deque[Rest] = deque()
        self._is_ending = False
        self._is_resetting = False
        self.is_interrupted = False
        self.belong_to = stream.belong_to
        self.receive_pending = stream.receive_pending

    @property
    def is_idle(self) -> bool:
        """Whether the system has taken everything."""
        return not self._rests

    def receive(self, size: int, timeout: float | None = None) -> bytes:
        """Return what is there; raises `TimeoutError` where that is nothing."""
        data = self.receive_pending(size)
        if data is None:
            raise TimeoutError
        return data

    def send(self, data: bytes) -> None:
        """Hand over what the system takes, and keep the rest; raises as `Stream.send` does."""
        if self.is_interrupted:
            raise Interrupted
        sent = 0 if self._rests else self._stream.send_some(data)
        if sent < len(data):
            rest = memoryview(data)[sent:]
            self._rests.append(Rest(self._view.sent_at, len(data), rest))

    def flush(self) -> None:
        """Hand over what the system takes of what is kept; raises as `Stream.send` does."""
        while self._rests:
            rest = self._rests[0]
            sent = self._stream.send_some(rest.data)
            if sent < len(rest.data):
                rest.data = rest.data[sent:]
                return
            self._rests.popleft()
        if self._is_ending:
            self._is_ending = False
            self._stream.send_eof()

    def take_rests(self) -> list[Rest]:
        """Return what will never be sent; nothing is kept any longer."""
        rests = list(self._rests)
        self._rests.clear()
        return rests

    def send_eof(self) -> None:
        """End our side after what is kept."""
        if self.is_idle:
            self._stream.send_eof()
        else:
            self._is_ending = True

    def wait_for_hang_up(self, wake: HasFileno) -> bool:
        """Return whether the peer is gone, without waiting."""
        return self._stream.has_hung_up()

    def interrupt(self, *, holds_close: bool = False) -> None:
        """Let the loop end the connection; see `Channel`."""
        self.is_interrupted = True
        self._stream.interrupt(holds_close=holds_close)
        self._on_interrupt()

    def reset(self) -> None:
        """Let the loop break the connection off."""
        self._is_resetting = True
        self.interrupt()

    def close(self) -> None:
        """Close the stream; reset it where that was asked for."""
        if self._is_resetting:
            self._stream.reset()
        else:
            self._stream.close()
