"""What is recorded when datagrams were lost: cut, or dropped by the system."""

from socket_workbench.engine.view import Traffic
from socket_workbench.journal.event import Kind
from socket_workbench.journal.journal import Journal
from socket_workbench.language import trn
from socket_workbench.sockets.datagram import DatagramSocket

INTERVAL = 500_000_000
"""Nanoseconds between looks at the system's count of dropped datagrams."""

QUIET_SECONDS = 1
"""Seconds without a datagram after which the count is looked at once more, and then no more."""


class Losses:
    """Watches a datagram socket for what it loses, and records that; for the thread that receives.

    While datagrams come, the system's count is read once in every `INTERVAL`, and once more after
    `QUIET_SECONDS` without a datagram, when all that a burst has lost is known. A socket that
    receives nothing causes no wake-ups.

    Attributes:
        due: when to call `look`, in nanoseconds since 1970: to be compared with the time of what
            was just recorded, so as not to ask a clock.
        cut_datagrams: datagrams that were longer than the receive size.
        cut_bytes: bytes of them that are lost.
        unread: datagrams that had come and were not read when receiving was stopped.
    """

    def __init__(
        self, socket: DatagramSocket, receive_size: int, journal: Journal, source: int = 0
    ) -> None:
        """Begin with nothing lost.

        Args:
            socket: the socket.
            receive_size: the most bytes of a datagram that are asked for.
            journal: where losses are recorded.
            source: whose loss it is when the system drops datagrams.
        """
        self.due = 0
        self.cut_datagrams = 0
        self.cut_bytes = 0
        self.unread = 0
        self.source = source
        self._socket = socket
        self._receive_size = receive_size
        self._journal = journal
        self._recorded = 0
        self._is_patient = True

    def traffic(self) -> Traffic:
        """Return how much was lost; may be called from any thread."""
        return Traffic(
            dropped=self._socket.dropped() + self.unread,
            cut=self.cut_datagrams,
            cut_bytes=self.cut_bytes,
        )

    def append_received(self, source: int, kind: Kind, datagram: bytes) -> int:
        """Record a datagram like `Journal.append`, and what was lost of it or before it."""
        if self._socket.excess:
            now = self.append_cut(source, datagram)
        else:
            now = self._journal.append(source, kind, datagram)
        if now > self.due:
            self.look(now)
        return now

    def append_cut(self, source: int, datagram: bytes) -> int:
        """Record the datagram received last, of which the socket has an excess; return the time."""
        excess, self._socket.excess = self._socket.excess, 0
        self.cut_datagrams += 1
        self.cut_bytes += excess
        length = len(datagram) + excess
        now = self._journal.append_cut(source, Kind.RECEIVED, datagram, length)
        self._journal.append(
            source, Kind.DROPPED, b"", truncation_sentence(length, self._receive_size)
        )
        return now

    def look(self, now: int) -> None:
        """Record what the system has dropped, and have `rest` called after the burst."""
        self.due = now + INTERVAL
        self.record_drops()
        if self._is_patient:
            self._is_patient = False
            self._socket.set_patience(QUIET_SECONDS)

    def rest(self) -> None:
        """Record what the system has dropped, after a time in which no datagram came."""
        self.due = 0
        self.record_drops()
        if not self._is_patient:
            self._is_patient = True
            self._socket.set_patience(None)

    def record_earlier_error(self) -> None:
        """Record the failure of an earlier datagram, which the socket must have."""
        error, self._socket.earlier_error = self._socket.earlier_error, None
        self._journal.append(self.source, Kind.ERROR, b"", str(error))

    def record_unread(self) -> None:
        """Record how many datagrams had come and were not read when the socket was interrupted."""
        self.record_drops()
        unread = self._socket.discard_unread()
        self.unread += unread
        if unread:
            sentence = trn(
                "{count:,} datagram had come and was not read when receiving was stopped.",
                "{count:,} datagrams had come and were not read when receiving was stopped.",
                unread,
            )
            self._journal.append(self.source, Kind.DROPPED, b"", sentence)

    def record_drops(self) -> None:
        """Record how many datagrams the system has dropped since the last time."""
        dropped = self._socket.dropped()
        more, self._recorded = dropped - self._recorded, dropped
        if more > 0:
            sentence = trn(
                "The system dropped {count:,} datagram that came faster than it was read.",
                "The system dropped {count:,} datagrams that came faster than they were read.",
                more,
            )
            self._journal.append(self.source, Kind.DROPPED, b"", sentence)


def truncation_sentence(length: int, receive_size: int) -> str:
    """Say how much of a datagram is lost, and what to do about it.

    Args:
        length: bytes that the datagram had.
        receive_size: bytes that were asked for.
    """
    return trn(
        "The datagram had {length:,} bytes, the receive size is {size:,}: its last byte is lost."
        " Set a larger receive size to see all of it.",
        "The datagram had {length:,} bytes, the receive size is {size:,}: its last {count:,} bytes"
        " are lost. Set a larger receive size to see all of it.",
        length - receive_size,
        length=length,
        size=receive_size,
    )
