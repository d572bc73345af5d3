"""What a server runs: a listener with its connections, or a datagram socket with its peers."""

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.engine.view import ConnectionView, Traffic
from socket_workbench.journal.event import Source
from socket_workbench.sockets.addresses.endpoint import Endpoint


class Service(Protocol):
    """An open server socket and everything that hangs on it."""

    @property
    def endpoint(self) -> Endpoint:
        """Where it really listens: the port that was given."""

    def run(self, source: Source) -> None:
        """Serve until stopped; returns when everything is closed.

        Args:
            source: the endpoint in the journal.
        """

    def stop(self) -> None:
        """End it from any thread, at once."""

    def views(self) -> list[ConnectionView]:
        """Return what can be seen of its connections or peers."""

    def traffic(self) -> Traffic:
        """Return how much it has moved."""

    def send(self, message: bytes, to: Collection[int] | None) -> int:
        """Send a person's message to some or, with None, to all; returns to how many."""

    def send_file(self, path: Path, to: Collection[int] | None) -> list[FileTransfer]:
        """Send a file to some or, with None, to all; returns the progress of each."""

    def end(self, numbers: Collection[int], *, reset: bool) -> None:
        """Close or reset connections."""

    def half_close(self, numbers: Collection[int]) -> None:
        """End our side of connections."""
