"""A server: started, stopped and looked at from any thread, without waiting."""

import threading
from collections.abc import Collection
from functools import partial
from pathlib import Path

from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.engine.datagram_service import DatagramService
from socket_workbench.engine.round_trips import LATELY, RoundTrips, ServerReplyTimer
from socket_workbench.engine.service import Service
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.stream_service import StreamService
from socket_workbench.engine.threads import Threads, Worker
from socket_workbench.engine.view import (
    ConnectionView,
    EndpointState,
    OnChange,
    Traffic,
    ignore_change,
)
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.addresses.interfaces import reachable_endpoints
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.opening.resolve import NameLookup


class Server:
    """One endpoint that others connect or send to.

    It is started once; for another start make another.

    Attributes:
        settings: what it was made with.
        state: what it is doing.
        bound: where it really listens, the port given included; None until it does.
        reachable: the addresses other computers can use; empty when it is not open to the network.
        error: why it failed, as a sentence; empty otherwise.
        round_trips: how long replies took, from received to sent.
    """

    def __init__(
        self,
        settings: ServerSettings,
        journal: Journal,
        threads: Threads,
        on_change: OnChange = ignore_change,
    ) -> None:
        self.settings = settings
        self.state = EndpointState.STOPPED
        self.bound: Endpoint | None = None
        self.reachable: list[Endpoint] = []
        self.error = ""
        self.round_trips = RoundTrips(LATELY)
        self._journal = journal
        self._threads = threads
        self._on_change = on_change
        self._worker: Worker | None = None
        self._service: Service | None = None
        self._lookup = NameLookup()
        self._stop_asked = threading.Event()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin to listen, in a thread of its own; returns at once."""
        self._become(EndpointState.STARTING)
        self._worker = self._threads.start(f"{self.settings.name} listen", self._run)

    def stop(self) -> None:
        """End listening and every connection; returns at once, `join` waits for the end."""
        with self._lock:
            self._stop_asked.set()
            self._lookup.cancel()
            service = self._service
            if self.state is EndpointState.LISTENING:
                self.state = EndpointState.STOPPING
        if service is not None:
            self._on_change()
            service.stop()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until everything of it is closed; returns whether it is."""
        return self._worker is None or self._worker.join(timeout)

    def connections(self) -> list[ConnectionView]:
        """Return what can be seen of its connections or datagram peers, open ones first."""
        return self._service.views() if self._service is not None else []

    def traffic(self) -> Traffic:
        """Return how much it has moved since it was started."""
        return self._service.traffic() if self._service is not None else Traffic()

    def send(self, message: bytes, to: Collection[int] | None = None) -> int:
        """Send a person's message to the connections of these numbers, or to all.

        Returns:
            To how many of them: some may have closed meanwhile.
        """
        return self._service.send(message, to) if self._service is not None else 0

    def send_file(self, path: Path, to: Collection[int] | None = None) -> list[FileTransfer]:
        """Send a file as it is to some connections or to all; returns the progress of each."""
        return self._service.send_file(path, to) if self._service is not None else []

    def close_connections(self, numbers: Collection[int]) -> None:
        """Close connections in an orderly way."""
        if self._service is not None:
            self._service.end(numbers, reset=False)

    def reset_connections(self, numbers: Collection[int]) -> None:
        """Break connections off: the peer gets RST."""
        if self._service is not None:
            self._service.end(numbers, reset=True)

    def half_close_connections(self, numbers: Collection[int]) -> None:
        """End our side of connections; receiving goes on."""
        if self._service is not None:
            self._service.half_close(numbers)

    def _run(self) -> None:
        address = str(self.settings.endpoint)
        try:
            service = self._open_service()
        except Interrupted:
            self._become(EndpointState.STOPPED)
            return
        except (SocketError, ValueError) as error:
            source = self._journal.add_source(Role.SERVER, self.settings.name, address)
            self._fail(str(error), source)
            return
        self.bound = service.endpoint
        self.reachable = reachable_endpoints(self.bound)
        source = self._journal.add_source(Role.SERVER, self.settings.name, str(self.bound))
        with self._lock:
            self._service = service
            if self._stop_asked.is_set():
                service.stop()
        self._journal.append(source.number, Kind.LISTENING, b"", str(self.bound))
        self._become(EndpointState.LISTENING)
        try:
            service.run(source)
        except Exception as error:  # noqa: BLE001 - a thread's top: whatever it was, it is told
            self._fail(tr("The server failed: {error!r}", error=error), source)
            return
        self._journal.append(source.number, Kind.STOPPED, b"", str(self.bound))
        self._become(EndpointState.STOPPED)

    def _open_service(self) -> Service:
        settings = self.settings
        open_dialogue = dialogue_kind(settings.dialogue).build(settings.parameters)
        context = ConnectionContext(
            self._journal,
            self._threads,
            self._on_change,
            make_reply_timer=partial(ServerReplyTimer, self.round_trips),
            speaker=tr("the dialogue {name}", name=settings.dialogue),
        )
        if settings.endpoint.transport.is_stream:
            return StreamService(settings, open_dialogue, context, self._lookup)
        return DatagramService(settings, open_dialogue, context, self._lookup)

    def _fail(self, sentence: str, source: Source) -> None:
        self.error = sentence
        self._journal.append(source.number, Kind.ERROR, b"", sentence)
        self._become(EndpointState.FAILED)

    def _become(self, state: EndpointState) -> None:
        with self._lock:
            self.state = state
        self._on_change()
