"""A client: connected, used and closed from any thread, without waiting."""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import ScriptUpdate
from socket_workbench.engine.call_trace import CallTrace, call_trace
from socket_workbench.engine.connections.channel import Channel, DatagramChannel
from socket_workbench.engine.connections.connection import Connection
from socket_workbench.engine.connections.context import ConnectionContext, ignore_update
from socket_workbench.engine.losses import Losses
from socket_workbench.engine.round_trips import ClientReplyTimer
from socket_workbench.engine.running_endpoint import RunningEndpoint
from socket_workbench.engine.settings import ClientSettings
from socket_workbench.engine.stepping import StepGate
from socket_workbench.engine.threads import Threads
from socket_workbench.engine.view import (
    ConnectionState,
    ConnectionView,
    EndpointState,
    HeldSocket,
    OnChange,
    Traffic,
    ignore_change,
)
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.datagram import DatagramSocket
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.opening.connector import Connector
from socket_workbench.sockets.opening.resolve import NameLookup


class Client(RunningEndpoint):
    """One endpoint that connects to others; it may connect again by itself.

    Attributes:
        settings: what it was made with.
        connection: what can be seen of the newest connection; None before the first.
    """

    settings: ClientSettings

    def __init__(
        self,
        settings: ClientSettings,
        journal: Journal,
        threads: Threads,
        on_change: OnChange = ignore_change,
        on_update: Callable[[ScriptUpdate], None] = ignore_update,
    ) -> None:
        super().__init__(settings, journal, threads, on_change)
        self.connection: ConnectionView | None = None
        self._context = ConnectionContext(
            journal,
            threads,
            on_change,
            on_update,
            make_reply_timer=partial(ClientReplyTimer, self.round_trips),
            speaker=tr("the scenario's steps"),
            gate=self.gate if settings.options.is_traced else StepGate(),
        )
        self._endpoint = settings.endpoint
        self._dialogue: Dialogue | None = None
        self._cancel = _cancel_nothing
        self._connector: Connector | None = None
        self._open: Connection | None = None
        self._losses: Losses | None = None
        self._lost_before = Traffic()
        self._trace: CallTrace | None = None
        self._has_failed = False  # by an exception that no other attempt would avoid
        self._stopped = threading.Event()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin to connect, in a thread of its own."""
        self._become(EndpointState.CONNECTING)
        self._worker = self._threads.start(f"{self.settings.name} connect", self._run)

    def stop(self) -> None:
        """Give up connecting, or close the connection."""
        self._end(reset=False)

    def reset(self) -> None:
        """Give up connecting, or break the connection off: the peer gets RST."""
        self._end(reset=True)

    def traffic(self) -> Traffic:
        """Return how much it has moved and lost since it was started, over all connections."""
        with self._lock:
            lost = self._lost_before
            if self._losses is not None:
                lost += self._losses.traffic()
        return super().traffic() + lost

    def held_sockets(self) -> list[HeldSocket]:
        """Return the sockets of its connections, and the one that is being connected."""
        held, connector = super().held_sockets(), self._connector
        if connector is not None and connector.inode not in {0, *(each.inode for each in held)}:
            held.append(HeldSocket(connector.inode))
        return held

    def wait_for_room(self, size: int = 0) -> bool:
        """Wait until a message of this size has room; returns False without a connection."""
        connection = self._open
        return connection is not None and connection.wait_for_room(size)

    def answer(self, text: str) -> None:
        """Answer what the script asked."""
        connection = self._open
        if connection is not None:
            connection.answer(text)

    def meet(self, values: Mapping[str, bytes], problem: str) -> None:
        """Tell the script that all are at its meeting; see `Dialogue.met`."""
        connection = self._open
        if connection is not None:
            connection.meet(values, problem)

    def _end(self, *, reset: bool) -> None:
        with self._lock:
            self._stopped.set()
            cancel, connection = self._cancel, self._open
        cancel()
        if connection is not None:
            connection.end_by_person(reset=reset)
        # Last: who is held in a socket of the connection knows that it was ended.
        self.gate.end()

    def _run(self) -> None:
        with call_trace(self.settings, self._journal, self._threads, self.gate) as trace:
            self._trace = trace
            self._attempt_all()

    def _attempt_all(self) -> None:
        self._attempt()
        while not self._has_failed and not self._stopped.is_set():
            seconds = self._seconds_until_next()
            if seconds is None:
                break
            self._become(EndpointState.WAITING_TO_RECONNECT)
            if self._stopped.wait(seconds):
                break
            self._attempt()
        failed = self.error and not self._stopped.is_set()
        self._become(EndpointState.FAILED if failed else EndpointState.CLOSED)

    def _seconds_until_next(self) -> float | None:
        """Return how long to wait before connecting again; None where that is not wanted."""
        interval = self.settings.options.reconnect_interval
        continuation = self._dialogue.continuation() if self._dialogue is not None else None
        if continuation is None or continuation.seconds is None:
            return interval
        return continuation.seconds if not self.error else interval

    def _attempt(self) -> None:
        """Connect once and converse until the end."""
        settings, journal = self.settings, self._journal
        self.error, self.cause = "", None
        self._become(EndpointState.CONNECTING)
        try:
            self._endpoint = self._next_endpoint()
        except ValueError as error:
            self._has_failed = True
            self.error = str(error)
        source = journal.add_source(Role.CLIENT, settings.name, str(self._endpoint))
        if self.error:
            journal.append(source.number, Kind.ERROR, b"", self.error)
            return
        if self._trace is not None:
            self._trace.owner = source.number
        journal.append(source.number, Kind.CONNECTING, b"", str(self._endpoint))
        try:
            self._converse(self._connect(), source)
        except Interrupted:
            self._record_given_up(source)
        except SocketError as error:
            if self._stopped.is_set():
                self._record_given_up(source)
                return
            self.cause = error
            self.error = str(error)
            journal.append(source.number, Kind.ERROR, b"", self.error)
        except Exception as error:  # noqa: BLE001 - the top of a thread: report any exception
            self._has_failed = True
            self.error = tr("The client failed: {error!r}", error=error)
            journal.append(source.number, Kind.ERROR, b"", self.error)

    def _record_given_up(self, source: Source) -> None:
        self._journal.append(source.number, Kind.STOPPED, b"", tr("Connecting was given up."))

    def _connect(self) -> Channel:
        endpoint, options = self._endpoint, self.settings.options
        new_socket = socket.socket if self._trace is None else self._trace.new_socket
        if endpoint.transport.is_stream:
            connector = Connector(endpoint, options, new_socket=new_socket)
            self._connector = connector
            with self._cancelled_by_stop(connector.cancel):
                return connector.connect()
        lookup = NameLookup()
        with self._cancelled_by_stop(lookup.cancel):
            sock = DatagramSocket.connect(endpoint, options, lookup, new_socket)
            return DatagramChannel(sock, Losses(sock, options.receive_size, self._journal))

    @contextmanager
    def _cancelled_by_stop(self, cancel: Callable[[], None]) -> Iterator[None]:
        with self._lock:
            if self._stopped.is_set():
                raise Interrupted
            self._cancel = cancel
        try:
            yield
        finally:
            self._cancel = _cancel_nothing

    def _converse(self, channel: Channel, endpoint: Source) -> None:
        """Run the script or let the user send, until the connection is closed."""
        losses = channel.losses if isinstance(channel, DatagramChannel) else None
        try:
            connection = self._open_connection(channel, endpoint, losses)
        except BaseException:
            channel.close()
            raise
        self._become(EndpointState.CONNECTED)
        connection.run()
        with self._lock:
            self._open = None
            self._peers.remove(connection)
            if losses is not None:
                self._losses = None
                self._lost_before += losses.traffic()

    def _next_endpoint(self) -> Endpoint:
        """Return where to connect to; raises `ValueError` where the script names no such place."""
        continuation = self._dialogue.continuation() if self._dialogue is not None else None
        if continuation is None:
            return self.settings.endpoint
        if not continuation.address:
            return self._endpoint
        endpoint = self.settings.find(continuation.address)
        if endpoint.transport is not self.settings.endpoint.transport:
            raise ValueError(
                tr(
                    "A client over {transport} cannot connect to {endpoint}.",
                    transport=self.settings.endpoint.transport.value,
                    endpoint=endpoint,
                )
            )
        return endpoint

    def _next_dialogue(self) -> Dialogue:
        """Return the dialogue that goes on in the next connection, or a new one."""
        kept = self._dialogue
        if kept is None or kept.continuation() is None:
            script = self.settings.script
            kept = script(self._endpoint) if script is not None else Dialogue()
            self._dialogue = kept
        return kept

    def _open_connection(
        self, channel: Channel, endpoint: Source, losses: Losses | None
    ) -> Connection:
        """Create the connection of a channel, and record it; it closes the channel when it runs."""
        settings, journal = self.settings, self._journal
        is_stream = settings.endpoint.transport.is_stream
        state = ConnectionState.ESTABLISHED if is_stream else ConnectionState.ACTIVE
        options = settings.options
        sending = options.calls.sending(is_connected=True)
        view = self._context.new_view(
            endpoint,
            channel.local,
            channel.peer,
            options.framing,
            state,
            channel.inode,
            sending,
        )
        channel.belong_to(view.source)
        journal.append(view.source, Kind.CONNECTED, b"", f"{channel.local} → {channel.peer}")
        if losses is not None:
            losses.source = view.source
        connection = Connection(
            channel,
            view,
            self._next_dialogue(),
            options,
            self._context,
            is_stream=is_stream,
            append_received=losses.append_received if losses is not None else None,
            waits_in=""
            if not isinstance(channel, DatagramChannel)
            else channel.receiving_words(options.receive_size),
        )
        with self._lock:
            self._losses = losses
            self._open = connection
            self.connection = view
            self._peers.add(connection)
            if self._stopped.is_set():
                connection.end_by_person(reset=False)
        return connection


def _cancel_nothing() -> None:
    """Do nothing: no attempt to connect is under way."""
