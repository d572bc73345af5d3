"""A server: started, stopped and looked at from any thread, without waiting."""

import socket
import threading
from contextlib import closing
from functools import partial
from typing import Protocol

from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.engine.call_trace import CallTrace, call_trace
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.datagram_service import DatagramService
from socket_workbench.engine.round_trips import ServerReplyTimer
from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.stepping import StepGate
from socket_workbench.engine.stream_service import StreamService
from socket_workbench.engine.threads import Threads
from socket_workbench.engine.view import (
    EndpointState,
    HeldSocket,
    OnChange,
    Traffic,
    ignore_change,
)
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr
from socket_workbench.sockets.addresses.address import address_text
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.addresses.interfaces import reachable_endpoints
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.options import SELECTOR, SOCKETSERVER, SOCKETSERVER_THREADING


class Service(Protocol):
    """An open server socket: a listener with its connections, or a datagram socket."""

    @property
    def endpoint(self) -> Endpoint:
        """Where it really listens: the port that was given."""

    @property
    def inode(self) -> int:
        """The number of the file of its socket."""

    @property
    def waiting_call(self) -> str:
        """The call in which it waits for clients or datagrams, such as `recvfrom(65535)`."""

    def run(self, source: Source) -> None:
        """Serve until stopped; called once, before `close`.

        Args:
            source: the endpoint in the journal.
        """

    def stop(self) -> None:
        """Make `run` return; from any thread, without waiting."""

    def close(self) -> None:
        """Close the socket and everything opened by way of it; waits for the threads."""

    def lost(self) -> Traffic:
        """Return how much the socket has lost."""


class Server(RunningEndpoint):
    """One endpoint that others connect or send to.

    Attributes:
        settings: what it was made with.
        bound: where it really listens, the port given included; None until it does.
        reachable: the addresses other computers can use; empty when it is not open to the network.
    """

    settings: ServerSettings

    def __init__(
        self,
        settings: ServerSettings,
        journal: Journal,
        threads: Threads,
        on_change: OnChange = ignore_change,
    ) -> None:
        super().__init__(settings, journal, threads, on_change)
        self.bound: Endpoint | None = None
        self.reachable: list[Endpoint] = []
        self._service: Service | None = None
        self._source: Source | None = None
        self._lookup = NameLookup()
        self._stop_asked = threading.Event()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin to listen, in a thread of its own."""
        self._become(EndpointState.STARTING)
        self._worker = self._threads.start(f"{self.settings.name} listen", self._run)

    def stop(self) -> None:
        """End listening and every connection."""
        with self._lock:
            self._stop_asked.set()
            self._lookup.cancel()
            service = self._service
            if self.state is EndpointState.LISTENING:
                self.state = EndpointState.STOPPING
        if service is not None:
            self._on_change()
            service.stop()
        # Last: who is held in a socket that `service` has interrupted knows that it was.
        self.gate.end()

    @property
    def address(self) -> Endpoint:
        """Where it listens: the port that was given, once it does."""
        return self.bound or self.settings.endpoint

    @property
    def waiting_call(self) -> str:
        """The call in which it waits for clients or datagrams; empty before it listens."""
        service = self._service
        return "" if service is None else service.waiting_call

    def traffic(self) -> Traffic:
        """Return how much it has moved and lost since it was started."""
        service = self._service
        return super().traffic() + (service.lost() if service is not None else Traffic())

    def held_sockets(self) -> list[HeldSocket]:
        """Return its socket, and those of its connections."""
        service, bound = self._service, self.bound
        if service is None or bound is None:
            return []
        address = bound.path if bound.transport.is_unix else (bound.host, bound.port)
        # The peers of a datagram socket have no sockets of their own.
        held = super().held_sockets() if bound.transport.is_stream else []
        return [HeldSocket(service.inode, address_text(address)), *held]

    def _run(self) -> None:
        with call_trace(self.settings, self._journal, self._threads, self.gate) as trace:
            if trace is not None:
                # Where it listens is not known before the calls that see to it.
                trace.owner = self._add_source(self.settings.endpoint).number
            try:
                service = self._open_service(trace)
            except Interrupted:
                self._become(EndpointState.STOPPED)
            except (SocketError, ValueError) as error:
                if self._stop_asked.is_set():
                    self._become(EndpointState.STOPPED)
                    return
                self.cause = error if isinstance(error, SocketError) else None
                self._fail(str(error), self._add_source(self.settings.endpoint))
            except Exception as error:  # noqa: BLE001 - a thread's top: whatever it was, it is told
                self._fail(_failure(error), self._add_source(self.settings.endpoint))
            else:
                self._serve(service)

    def _serve(self, service: Service) -> None:
        self.bound = service.endpoint
        source = self._add_source(self.bound)
        with self._lock:
            self._service = service
            if self._stop_asked.is_set():
                service.stop()
        try:
            with closing(service):
                self.reachable = reachable_endpoints(self.bound)
                self._journal.append(source.number, Kind.LISTENING, b"", str(self.bound))
                self._become(EndpointState.LISTENING)
                service.run(source)
        except Exception as error:  # noqa: BLE001 - a thread's top: whatever it was, it is told
            self._fail(_failure(error), source)
            return
        self._journal.append(source.number, Kind.STOPPED, b"", str(self.bound))
        self._become(EndpointState.STOPPED)

    def _add_source(self, address: Endpoint) -> Source:
        """Return the server's source with this address: the one there is, or a new one."""
        if self._source is None or self._source.endpoint != str(address):
            name = self.settings.name
            self._source = self._journal.add_source(Role.SERVER, name, str(address))
        return self._source

    def _open_service(self, trace: CallTrace | None) -> Service:
        settings = self.settings
        open_dialogue = dialogue_kind(settings.dialogue).build(settings.parameters)
        context = ConnectionContext(
            self._journal,
            self._threads,
            self._on_change,
            send_to_others=self._peers.send_to_others,
            make_reply_timer=partial(ServerReplyTimer, self.round_trips),
            speaker=tr("the dialogue {name}", name=settings.dialogue),
            gate=StepGate() if trace is None else self.gate,
        )
        service = _service_type(settings)
        new_socket = socket.socket if trace is None else trace.new_socket
        return service(settings, open_dialogue, context, self._peers, self._lookup, new_socket)

    def _fail(self, sentence: str, source: Source) -> None:
        self.error = sentence
        self._journal.append(source.number, Kind.ERROR, b"", sentence)
        self._become(EndpointState.FAILED)

    def _become(self, state: EndpointState) -> None:
        with self._lock:
            self.state = state
        self._on_change()


def _service_type(settings: ServerSettings) -> type[StreamService] | type[DatagramService]:
    if not settings.endpoint.transport.is_stream:
        return DatagramService
    if settings.options.model == SELECTOR:
        # It is imported when it is first used.
        from socket_workbench.engine.selector_service import SelectorService

        return SelectorService
    if settings.options.model in (SOCKETSERVER, SOCKETSERVER_THREADING):
        from socket_workbench.engine.socketserver_service import SocketserverService

        return SocketserverService
    return StreamService


def _failure(error: Exception) -> str:
    return tr("The server failed: {error!r}", error=error)
