"""What a connection sends and receives through: a stream, or a connected datagram socket."""

from collections.abc import Callable
from typing import Protocol

from socket_workbench.engine.losses import Losses
from socket_workbench.sockets.datagram import DatagramSocket


class Channel(Protocol):
    """The part of `sockets.stream.Stream` that a connection's loop stands on."""

    @property
    def local(self) -> str:
        """Our address as text."""

    @property
    def peer(self) -> str:
        """The other side's address as text."""

    def receive(self, size: int, timeout: float | None = None) -> bytes:
        """Wait for bytes; `b""` is the end of a stream, or an empty datagram."""

    def receive_pending(self, size: int) -> bytes | None:
        """Return bytes that are already here; None when there are none."""

    def send(self, data: bytes) -> None:
        """Hand all of the bytes to the system."""

    def send_eof(self) -> None:
        """End our side."""

    def interrupt(self) -> None:
        """Wake whoever waits in `receive` or `send`; both sides are ended."""

    def close(self) -> None:
        """Close it."""

    def reset(self) -> None:
        """Break it off: whoever waits in it is woken, the peer is told of no orderly end."""


_DROPS_INTERVAL = 64
"""Datagrams between looks at the kernel's count of dropped ones."""


def ignore_loss(sentence: str) -> None:
    """Do nothing: nobody wants to know of datagrams that were lost."""


class DatagramChannel:
    """Lets a connected datagram socket be used like a stream: one peer, no end of the stream."""

    def __init__(
        self,
        socket: DatagramSocket,
        receive_size: int,
        on_loss: Callable[[str], None] = ignore_loss,
    ) -> None:
        """Take over a connected datagram socket.

        Args:
            socket: the socket; it is closed with the channel.
            receive_size: what `receive` will be called with.
            on_loss: called with a sentence when datagrams were cut, or dropped by the system.
        """
        self._socket = socket
        self._on_loss = on_loss
        self._losses = Losses(socket, receive_size)
        self._until_look = _DROPS_INTERVAL
        self.local = socket.local
        self.peer = socket.peer

    def receive(self, size: int, timeout: float | None = None) -> bytes:
        """Wait for one datagram; it may be empty."""
        datagram = self._socket.receive(size, timeout)[0]
        self._tell(self._losses.truncation())
        self._until_look -= 1
        if not self._until_look:
            self._until_look = _DROPS_INTERVAL
            self._tell(self._losses.drops())
        return datagram

    def receive_pending(self, size: int) -> bytes | None:
        """Return None: what is not yet read when a datagram socket closes is nobody's."""
        return None

    def send(self, data: bytes) -> None:
        """Send one datagram."""
        self._socket.send(data)

    def dropped(self) -> int:
        """Return how many datagrams the system has thrown away; never waits."""
        return self._socket.dropped()

    def send_eof(self) -> None:
        """Do nothing: datagrams have no end to tell."""

    def interrupt(self) -> None:
        """Wake whoever waits in `receive`."""
        self._socket.interrupt()

    def close(self) -> None:
        """Close the socket."""
        self._tell(self._losses.drops())
        self._socket.close()

    def reset(self) -> None:
        """Wake whoever waits: with datagrams there is nothing to break off."""
        self._socket.interrupt()

    def _tell(self, sentence: str) -> None:
        if sentence:
            self._on_loss(sentence)
