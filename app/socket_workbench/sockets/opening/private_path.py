"""The temporary path of a Unix datagram client, which it needs to be answered."""

import contextlib
import socket
from pathlib import Path

from socket_workbench.sockets.opening.unix_path import bind_path


class PrivatePath:
    """A socket file in a folder of its own, with a name that nobody can guess or occupy."""

    def __init__(self, sock: socket.socket) -> None:
        """Make the folder and bind the socket in it.

        Raises:
            OSError: no temporary folder can be written to.
        """
        # Imported only here: it takes longer than most of this package, and few clients need it.
        import tempfile

        self._folder = Path(tempfile.mkdtemp(prefix="socket-workbench-"))
        self._path = self._folder / "client.sock"
        try:
            bind_path(sock, str(self._path))
        except OSError:
            self.remove()
            raise

    def open_to_answers(self) -> None:
        """Let servers that run as other users answer.

        Call this when the socket is connected: from then on it takes datagrams from that peer only.
        """
        self._path.chmod(0o666)
        self._folder.chmod(0o711)

    def remove(self) -> None:
        """Remove the file and its folder; never raises."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
            self._folder.rmdir()
