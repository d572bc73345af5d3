"""What a connection sends and receives through: a stream, or a connected datagram socket."""

from typing import Protocol

from socket_workbench.engine.losses import Losses
from socket_workbench.sockets.datagram import DatagramSocket
from socket_workbench.sockets.waiting.readiness import HasFileno


class Channel(Protocol):
    """The part of `sockets.stream.Stream` that a connection uses."""

    @property
    def local(self) -> str:
        """Our address as text."""

    @property
    def peer(self) -> str:
        """The other side's address as text."""

    @property
    def inode(self) -> int:
        """The number of its socket's file."""

    def belong_to(self, owner: int) -> None:
        """Say which source of the journal its calls are recorded at, where they are traced."""

    def receive(self, size: int, timeout: float | None = None) -> bytes:
        """Wait for bytes; `b""` is the end of a stream, or an empty datagram."""

    def receive_pending(self, size: int) -> bytes | None:
        """Return bytes that are already here; None when there are none."""

    def send(self, data: bytes) -> None:
        """Hand all of the bytes to the system."""

    def send_eof(self) -> None:
        """End our side."""

    def wait_for_hang_up(self, wake: HasFileno) -> bool:
        """Wait, after the end of a stream, until the peer is gone or something wakes it."""

    def interrupt(self, *, holds_close: bool = False) -> None:
        """Wake whoever waits in `receive` or `send`; both sides are ended.

        Args:
            holds_close: whether `close` may be held where calls are stepped.
        """

    def close(self) -> None:
        """Close it."""

    def reset(self) -> None:
        """Break it off, so that the peer sees no orderly end, and wake who waits in it."""


class DatagramChannel:
    """Lets a connected datagram socket be used like a stream: one peer, no end of the stream.

    Attributes:
        losses: what the socket has lost.
    """

    def __init__(self, socket: DatagramSocket, losses: Losses) -> None:
        """Take over a connected datagram socket.

        Args:
            socket: the socket; it is closed with the channel.
            losses: records what the socket loses.
        """
        self._socket = socket
        self.losses = losses
        self.local = socket.local
        self.peer = socket.peer
        self.inode = socket.inode
        self.receiving_words = socket.receiving_words

    def belong_to(self, owner: int) -> None:
        """Say which source of the journal its calls are recorded at, where they are traced."""
        self._socket.belong_to(owner)

    def receive(self, size: int, timeout: float | None = None) -> bytes:
        """Wait for one datagram; it may be empty."""
        while True:
            try:
                return self._socket.receive(size, timeout)[0]
            except TimeoutError:
                self.losses.rest()
                if timeout is not None:
                    raise

    def receive_pending(self, size: int) -> bytes | None:
        """Return None: `close` counts the datagrams that are unread then."""
        return None

    def send(self, data: bytes) -> None:
        """Send one datagram."""
        self._socket.send(data)
        if self._socket.earlier_error is not None:
            self.losses.record_earlier_error()

    def send_eof(self) -> None:
        """Do nothing: a datagram socket cannot be half-closed."""

    def wait_for_hang_up(self, wake: HasFileno) -> bool:
        """Return False: datagrams have no end, and nobody waits after it."""
        return False

    def interrupt(self, *, holds_close: bool = False) -> None:
        """Wake whoever waits in `receive`."""
        self._socket.interrupt(holds_close=holds_close)

    def close(self) -> None:
        """Close the socket."""
        self.losses.record_unread()
        self._socket.close()

    def reset(self) -> None:
        """Wake who waits in `receive`: datagrams have no connection to break off."""
        self._socket.interrupt()
