"""What is said when datagrams were lost: cut, or dropped by the system."""

from socket_workbench.language import trn
from socket_workbench.sockets.datagram import DatagramSocket


class Losses:
    """Knows which losses of a datagram socket have been said."""

    def __init__(self, socket: DatagramSocket, receive_size: int) -> None:
        """Begin with none said.

        Args:
            socket: the socket.
            receive_size: the most bytes of a datagram that are asked for.
        """
        self._socket = socket
        self._receive_size = receive_size
        self._truncated = 0
        self._dropped = 0

    def truncation(self) -> str:
        """Return what to say of a datagram that was cut since the last call; empty without one."""
        if self._socket.truncated == self._truncated:
            return ""
        self._truncated = self._socket.truncated
        return truncation_sentence(self._receive_size)

    def drops(self) -> str:
        """Return what to say of datagrams dropped since the last call; empty without any."""
        dropped = self._socket.dropped()
        more, self._dropped = dropped - self._dropped, dropped
        if more <= 0:
            return ""
        return trn(
            "The system dropped {count} datagram that came faster than it was read.",
            "The system dropped {count} datagrams that came faster than they were read.",
            more,
        )


def truncation_sentence(receive_size: int) -> str:
    """Say that the rest of a datagram is lost, and what to do about it."""
    return trn(
        "The datagram was longer than the receive size of {count} byte: its rest is lost."
        " Set a larger receive size to see all of it.",
        "The datagram was longer than the receive size of {count} bytes: its rest is lost."
        " Set a larger receive size to see all of it.",
        receive_size,
    )
