"""The common interface of servers and clients."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.engine.peers import Peers
from socket_workbench.engine.round_trips import KEPT_OF_ENDPOINT, RoundTrips
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.engine.stepping import StepGate
from socket_workbench.engine.threads import Threads, Worker
from socket_workbench.engine.view import (
    ConnectionView,
    EndpointState,
    HeldSocket,
    OnChange,
    Traffic,
)
from socket_workbench.journal.journal import Journal
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.failures.errors import SocketError


class RunningEndpoint(ABC):
    """A server or a client, from its start to its end; every method may be called by any thread.

    It is started once; for another start make another. Methods return at once, but for `join`.
    What they tell may change at any moment: whoever shows it looks again when `on_change` was
    called, and now and then for what changes without that, such as counts and ages.

    Attributes:
        settings: what it was made with.
        state: what it is doing.
        error: why it failed, as a sentence; empty otherwise.
        cause: the failure of a socket that `error` describes; None without one.
        round_trips: how long replies took.
        gate: holds its calls while they are stepped.
    """

    def __init__(
        self,
        settings: ServerSettings | ClientSettings,
        journal: Journal,
        threads: Threads,
        on_change: OnChange,
    ) -> None:
        """Prepare an endpoint.

        Args:
            settings: its address, name and options.
            journal: where everything is recorded.
            threads: starts its threads.
            on_change: called after its state, or that of a connection, has changed.
        """
        self.settings = settings
        self.state = EndpointState.STOPPED
        self.error = ""
        self.cause: SocketError | None = None
        self.round_trips = RoundTrips(KEPT_OF_ENDPOINT)
        self.gate = StepGate(on_change, holds=settings.options.step)
        self._journal = journal
        self._threads = threads
        self._on_change = on_change
        self._peers = Peers()
        self._worker: Worker | None = None

    # Running

    @abstractmethod
    def start(self) -> None:
        """Begin, in a thread of its own."""

    @abstractmethod
    def stop(self) -> None:
        """Begin to end everything; `join` waits for the end."""

    def join(self, timeout: float | None = None) -> bool:
        """Wait until everything of it is closed.

        Args:
            timeout: seconds to wait at most; None waits for ever.

        Returns:
            Whether everything is closed.
        """
        return self._worker is None or self._worker.join(timeout)

    def step_calls(self, is_on: bool) -> None:
        """Hold its calls from now on, or let them go; if they are not traced, do nothing."""
        if not self.settings.options.is_traced:
            return
        if is_on:
            self.gate.hold_calls()
        else:
            self.gate.go_on()

    # Looking

    @property
    def address(self) -> Endpoint:
        """Where it listens or connects to, the port that was given for port 0 included."""
        return self.settings.endpoint

    def connections(self) -> list[ConnectionView]:
        """Return what can be seen of its connections or datagram peers, open ones first."""
        return self._peers.views()

    def traffic(self) -> Traffic:
        """Return how much it has moved and lost since it was started."""
        return self._peers.traffic()

    def held_sockets(self) -> list[HeldSocket]:
        """Return the sockets of its connections, ended ones included."""
        return [
            HeldSocket(view.inode, view.local, view.peer, view.number)
            for view in self.connections()
        ]

    # Sending and closing

    def send(self, message: bytes, to: Collection[int] | None = None) -> int:
        """Send a person's message.

        Args:
            message: what to send, with the endpoint's framing.
            to: the numbers of connections; None for all that can be sent to.

        Returns:
            To how many of them it goes: some may have closed meanwhile.
        """
        peers = self._peers.to_send_to(to)
        for peer in peers:
            peer.post(message)
        return len(peers)

    def send_each(
        self,
        make: Callable[[Sequence[ConnectionView]], Sequence[bytes]],
        to: Collection[int] | None = None,
    ) -> int:
        """Send each peer a message of its own; otherwise like `send`.

        Args:
            make: returns a message for each of these connections. What it raises is passed on;
                nothing is sent then.
            to: as of `send`.
        """
        peers = self._peers.to_send_to(to)
        for peer, message in zip(peers, make([peer.view for peer in peers]), strict=True):
            peer.post(message)
        return len(peers)

    def send_bytes(self, data: bytes, to: Collection[int] | None = None) -> int:
        """Send bytes as they are, without framing; otherwise like `send`."""
        peers = self._peers.to_send_to(to)
        for peer in peers:
            peer.post_bytes(data)
        return len(peers)

    def send_file(self, path: Path, to: Collection[int] | None = None) -> list[FileTransfer]:
        """Send a file as it is, to whom `send` would; returns the progress of each."""
        return [peer.post_file(path) for peer in self._peers.to_send_to(to)]

    def close_connections(self, numbers: Collection[int]) -> None:
        """Close connections in an orderly way; datagram peers are forgotten."""
        for peer in self._peers.select(numbers):
            peer.end_by_person(reset=False)

    def reset_connections(self, numbers: Collection[int]) -> None:
        """Break connections off: the peer gets RST; datagram peers are forgotten."""
        for peer in self._peers.select(numbers):
            peer.end_by_person(reset=True)

    def half_close_connections(self, numbers: Collection[int] | None = None) -> None:
        """End our side of connections, or of all, after what waits to be sent."""
        for peer in self._peers.select(numbers):
            peer.post_eof()

    def _become(self, state: EndpointState) -> None:
        self.state = state
        self._on_change()
