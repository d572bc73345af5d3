"""A TCP connection as frames: handshake, data, acknowledgments, FIN and RST."""

from dataclasses import dataclass

from socket_workbench.journal.export.ip_frames import (
    MOST_SEGMENT_BYTES,
    Frame,
    Node,
    Segment,
    TcpFlag,
    tcp_frame,
)

ACKNOWLEDGED_BYTES = 256 << 10
"""Bytes in one direction after which the receiver sends an acknowledgment without data."""

# RFC 9293, 3.2: maximum segment size; RFC 7323, 2.2: windows count in 128 bytes.
_SYN_OPTIONS = b"\x02\x04" + MOST_SEGMENT_BYTES.to_bytes(2, "big") + b"\x01\x03\x03\x07"

_ALL_NUMBERS = 1 << 32
# Odd, so that the initial sequence numbers of 2**32 connections differ: Wireshark then tells
# connections apart that use the same ports one after the other.
_STRIDE = 0x9E3779B1
_OTHER_SIDE = 0x5BD1E995


@dataclass(slots=True)
class _Side:
    """One side: its next sequence number, and how many bytes it sent unacknowledged."""

    node: Node
    next: int
    unacknowledged: int = 0
    has_ended: bool = False


class TcpStream:
    """One connection.

    Args:
        client: who connects.
        server: who accepts.
        index: which connection of the capture it is; gives the initial sequence numbers.
    """

    def __init__(self, client: Node, server: Node, index: int) -> None:
        start = index * _STRIDE
        self._client = _Side(client, start % _ALL_NUMBERS)
        self._server = _Side(server, (start + _OTHER_SIDE) % _ALL_NUMBERS)
        self._is_reset = False

    def open(self) -> list[Frame]:
        """Return the three frames of the handshake."""
        client, server = self._client, self._server
        first = Segment(client.next, 0, TcpFlag.SYN, options=_SYN_OPTIONS)
        client.next = _after(client.next, 1)
        second = Segment(server.next, client.next, TcpFlag.SYN | TcpFlag.ACK, options=_SYN_OPTIONS)
        server.next = _after(server.next, 1)
        return [
            tcp_frame(client.node, server.node, first),
            tcp_frame(server.node, client.node, second),
            self._frame(client, server, TcpFlag.ACK),
        ]

    def send(self, payload: bytes, length: int, *, from_client: bool) -> list[Frame]:
        """Return the frames that carry some bytes.

        Args:
            payload: what was recorded of them.
            length: how many there were.
            from_client: whether the client sent them.
        """
        sender, receiver = self._sides(from_client=from_client)
        frames = []
        for start in range(0, length, MOST_SEGMENT_BYTES):
            size = min(MOST_SEGMENT_BYTES, length - start)
            flags = TcpFlag.ACK
            if start + size == length:
                flags |= TcpFlag.PSH
            frames.append(self._frame(sender, receiver, flags, payload[start : start + size], size))
            if sender.unacknowledged >= ACKNOWLEDGED_BYTES:
                frames.append(self._frame(receiver, sender, TcpFlag.ACK))
        return frames

    def end(self, *, from_client: bool) -> list[Frame]:
        """Return the frames of a side's end of stream; none if it has ended already."""
        sender, receiver = self._sides(from_client=from_client)
        if sender.has_ended or self._is_reset:
            return []
        sender.has_ended = True
        end = self._frame(sender, receiver, TcpFlag.FIN | TcpFlag.ACK)
        sender.next = _after(sender.next, 1)
        return [end, self._frame(receiver, sender, TcpFlag.ACK)]

    def reset(self, *, from_client: bool) -> list[Frame]:
        """Return the frame of a side's reset; none if the connection is reset already."""
        if self._is_reset:
            return []
        self._is_reset = True
        return [self._frame(*self._sides(from_client=from_client), TcpFlag.RST | TcpFlag.ACK)]

    def _sides(self, *, from_client: bool) -> tuple[_Side, _Side]:
        sides = (self._client, self._server)
        return sides if from_client else sides[::-1]

    def _frame(
        self,
        sender: _Side,
        receiver: _Side,
        flags: TcpFlag,
        payload: bytes = b"",
        length: int = 0,
    ) -> Frame:
        """Make a frame that acknowledges everything received, and advance the sender's number."""
        segment = Segment(sender.next, receiver.next, flags, payload, length)
        receiver.unacknowledged = 0
        sender.next = _after(sender.next, length)
        sender.unacknowledged += length
        return tcp_frame(sender.node, receiver.node, segment)


def _after(number: int, count: int) -> int:
    return (number + count) % _ALL_NUMBERS
