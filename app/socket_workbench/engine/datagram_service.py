"""A server's datagram socket: one loop that receives for all peers, and a dialogue for each."""

import contextlib
import socket
import threading
from collections import OrderedDict
from collections.abc import Callable

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.registry import Open
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.connections.peer import Peer
from socket_workbench.engine.connections.received_messages import received_messages
from socket_workbench.engine.losses import Losses
from socket_workbench.engine.peers import Peers
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.view import ConnectionState, ConnectionView, Traffic
from socket_workbench.journal.event import Kind, Source
from socket_workbench.language import tr
from socket_workbench.payload.framing import Framing, FramingError
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.calls import NewSocket
from socket_workbench.sockets.chosen_calls import Origin
from socket_workbench.sockets.datagram import DatagramSocket
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.opening.resolve import NameLookup

PEERS_KEPT = 10_000
"""Addresses whose conversations are kept; the one silent for longest is forgotten first."""

# Looked up once: an enumeration's members are slow to get at.
_RECEIVED = Kind.RECEIVED


class DatagramPeer(Peer):
    """One address that a datagram server has heard from.

    Datagrams have no connection: the end of the dialogue, or being forgotten, is the only end. The
    next datagram from the same address then begins anew.

    Attributes:
        origin: the peer's address, and where it matters, which of ours it asked.
    """

    def __init__(
        self,
        origin: Origin,
        view: ConnectionView,
        dialogue: Dialogue,
        framing: Framing,
        send: Callable[[bytes], None],
        outbox: Outbox,
        context: ConnectionContext,
        forget: Callable[["DatagramPeer", str], None],
    ) -> None:
        super().__init__(view, dialogue, framing, send, outbox, context, is_stream=False)
        self.origin = origin
        self._framing = framing
        self._is_framed = not framing.is_none
        self._forget = forget

    def open(self) -> None:
        """Begin the dialogue."""
        self._dialogue.open()

    def receive(self, datagram: bytes) -> None:
        """Pass a datagram to the dialogue: whole, or as the messages its framing finds in it."""
        messages = [datagram]
        try:
            if self._is_framed:
                framed = received_messages(self._framing, self.view, self._context.journal)
                messages = [*framed.feed(datagram), *framed.end()]
            self._dialogue.receive(messages)
        except FramingError as error:
            self._record(Kind.ERROR, str(error))
        except Exception as error:  # noqa: BLE001 - one peer's dialogue must not end the server
            self.end(self._dialogue.record_failure(error))

    def pass_on(self, message: bytes, deadline: float) -> None:
        """Send a message without waiting for room, for one loop receives for all peers."""
        self.post(message)

    def post_eof(self) -> None:
        """Do nothing: datagrams have no end to tell."""

    def half_close(self) -> None:
        """Do nothing: datagrams have no end to tell."""

    def end(self, reason: str, *, reset: bool = False) -> None:
        """Let the server forget the peer."""
        self._forget(self, reason)

    def end_by_person(self, *, reset: bool) -> None:
        """Let the server forget the peer; a datagram has nothing to reset."""
        self.end(tr("forgotten by you"))

    def close(self, reason: str) -> None:
        """End the dialogue and what waits to be sent: the server has forgotten the peer."""
        self._dialogue.close()
        self.view.close(reason or tr("forgotten"))
        self._abandon_files()


class DatagramService:
    """Receives datagrams, and lets the dialogue of each sender's address answer."""

    def __init__(
        self,
        settings: ServerSettings,
        open_dialogue: Open,
        context: ConnectionContext,
        peers: Peers,
        lookup: NameLookup,
        new_socket: NewSocket = socket.socket,
    ) -> None:
        """Bind the socket.

        Args:
            settings: what it is opened with.
            open_dialogue: makes the dialogue of each new conversation.
            context: what every peer is given.
            peers: where peers are listed.
            lookup: finds the address of a name; its owner may cancel it.
            new_socket: opens the socket.

        Raises:
            Interrupted: the look-up was cancelled.
            SocketError: it cannot be bound there.
        """
        self._settings = settings
        self._open_dialogue = open_dialogue
        self._socket = DatagramSocket.bind(settings.endpoint, settings.options, lookup, new_socket)
        # The one silent for longest first. The lock is held where peers come and go.
        self._by_origin: OrderedDict[Origin, DatagramPeer] = OrderedDict()
        self._lock = threading.Lock()
        self._peers = peers
        self._context = context
        self._outbox = Outbox(
            f"{settings.name} send", context.threads, settings.options.most_waiting
        )
        self._stopped = threading.Event()
        self._losses = Losses(self._socket, settings.options.receive_size, context.journal)

    @property
    def waiting_call(self) -> str:
        """The call in which it waits for the datagrams of all peers."""
        return self._socket.receiving_words(self._settings.options.receive_size)

    @property
    def endpoint(self) -> Endpoint:
        """Where it really receives."""
        return self._socket.endpoint

    @property
    def inode(self) -> int:
        """The number of the file of the socket."""
        return self._socket.inode

    def run(self, source: Source) -> None:
        """Receive and answer until stopped; called once, before `close`.

        Args:
            source: the endpoint in the journal.
        """
        self._losses.source = source.number
        self._socket.belong_to(source.number)
        with contextlib.suppress(Interrupted):
            self._receive_all(source)

    def _receive_all(self, source: Source) -> None:
        sock, size = self._socket, self._settings.options.receive_size
        receive, losses = sock.receive, self._losses
        by_origin, append = self._by_origin, self._context.journal.append
        latest: DatagramPeer | None = None
        precedence, stopped = self._context.threads.precedence, self._stopped.is_set
        # Not `while not stopped()`, see `Connection`.
        while True:
            if stopped():
                return
            try:
                datagram, origin = receive(size)
            except TimeoutError:
                losses.rest()
                continue
            except SocketError as error:
                # On some systems an earlier answer that nobody wanted comes back as an error here.
                append(source.number, Kind.ERROR, b"", str(error))
                if not error.is_transient:
                    return
                continue
            peer = by_origin.get(origin) or self._new_peer(origin, source)
            if peer is not latest:
                latest = peer
                # Another thread may just have forgotten it.
                with contextlib.suppress(KeyError):
                    by_origin.move_to_end(origin)
            view = peer.view
            if sock.excess:
                now = losses.append_cut(view.source, datagram)
            else:
                now = append(view.source, _RECEIVED, datagram)
            view.heard_at = now
            view.reply_timer.received(now)
            view.bytes_in += len(datagram)
            view.messages_in += 1
            peer.receive(datagram)
            if now > precedence.due:
                precedence.let_pass()
            if now > losses.due:
                losses.look(now)

    def _new_peer(self, origin: Origin, source: Source) -> DatagramPeer:
        context, send = self._context, self._socket.send
        options = self._settings.options
        framing = options.framing
        sending = options.calls.sending(is_connected=False)
        names = self._socket.names(origin)
        view = context.new_view(source, *names, framing, ConnectionState.ACTIVE, sending=sending)
        view.activity = self.waiting_call
        peer = DatagramPeer(
            origin,
            view,
            self._open_dialogue(),
            framing,
            lambda data: send(data, origin),  # half as long as a partial
            self._outbox,
            context,
            self._forget,
        )
        with self._lock:
            self._by_origin[origin] = peer
            is_crowded = len(self._by_origin) > PEERS_KEPT
            silent = next(iter(self._by_origin.values())) if is_crowded else None
        self._peers.add(peer)
        if silent is not None:
            silent.end(tr("silent for longest"))
        context.on_change()
        peer.open()
        return peer

    def _forget(self, peer: DatagramPeer, reason: str) -> None:
        with self._lock:
            if self._by_origin.get(peer.origin) is not peer:
                return
            del self._by_origin[peer.origin]
        peer.close(reason)
        self._peers.remove(peer)
        self._context.on_change()

    def close(self) -> None:
        """Close the socket and forget every peer; waits for the thread that sends."""
        self._socket.interrupt()
        self._losses.record_unread()
        self._peers.end(tr("the server was stopped"))
        self._outbox.close()
        self._outbox.join()
        self._socket.close()

    def stop(self) -> None:
        """End the loop."""
        self._stopped.set()
        self._socket.interrupt()

    def lost(self) -> Traffic:
        """Return how much the socket has lost."""
        return self._losses.traffic()
