"""A server's datagram socket: one loop for all peers, a conversation for each."""

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from socket_workbench.dialogues.registry import Open
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.datagram_peer import DatagramPeer
from socket_workbench.engine.losses import Losses
from socket_workbench.engine.roster import Roster
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.view import ConnectionState, ConnectionView, Traffic
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.language import tr
from socket_workbench.payload.framing import FramingError
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.datagram import DatagramSocket, Origin
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.opening.resolve import NameLookup

PEERS_KEPT = 10_000
"""Addresses whose conversations are kept; the one silent for longest is forgotten first."""

# Looked up once: an enumeration's members are slow to get at.
_RECEIVED = Kind.RECEIVED


class DatagramService:
    """Receives datagrams, and lets the dialogue of each sender's address answer."""

    def __init__(
        self,
        settings: ServerSettings,
        open_dialogue: Open,
        context: ConnectionContext,
        lookup: NameLookup,
    ) -> None:
        """Bind the socket.

        Args:
            settings: what it is opened with.
            open_dialogue: makes the dialogue of each new conversation.
            context: what every conversation is given.
            lookup: finds the address of a name; its owner may cancel it.

        Raises:
            Interrupted: the look-up was cancelled.
            SocketError: it cannot be bound there.
        """
        self._settings = settings
        self._open_dialogue = open_dialogue
        self._socket = DatagramSocket.bind(settings.endpoint, settings.options, lookup)
        # The one silent for longest first. The lock is for peers that come and go.
        self._peers: OrderedDict[Origin, DatagramPeer] = OrderedDict()
        self._peers_lock = threading.Lock()
        self._roster: Roster[DatagramPeer] = Roster()
        self._context = replace(context, send_to_others=self._roster.send_to_others)
        self._outbox = Outbox(
            f"{settings.name} send", context.threads, settings.options.most_waiting
        )
        self._stopped = threading.Event()
        self._losses = Losses(self._socket, settings.options.receive_size, context.journal)

    @property
    def endpoint(self) -> Endpoint:
        """Where it really receives."""
        return self._socket.endpoint

    def run(self, source: Source) -> None:
        """Receive and answer until stopped; returns when the socket is closed.

        Args:
            source: the endpoint in the journal.
        """
        self._losses.source = source.number
        try:
            self._receive_all(source)
        except Interrupted:
            pass
        finally:
            self._close()

    def _receive_all(self, source: Source) -> None:
        sock, size = self._socket, self._settings.options.receive_size
        receive, answer, losses = sock.receive, self._answer, self._losses
        peers, append = self._peers, self._context.journal.append
        latest: DatagramPeer | None = None
        precedence, stopped = self._context.threads.precedence, self._stopped.is_set
        # Not `while not stopped()`, see `Connection`.
        while True:
            if stopped():
                return
            try:
                datagram, address = receive(size)
            except TimeoutError:
                losses.rest()
                continue
            except SocketError as error:
                # On some systems an earlier answer that nobody wanted comes back as an error here.
                append(source.number, Kind.ERROR, b"", str(error))
                if not error.is_transient:
                    return
                continue
            peer = peers.get(address) or self._new_peer(address, source)
            if peer is not latest:
                latest = peer
                self._move_to_end(address)
            view = peer.view
            if sock.excess:
                now = losses.append_cut(view.source, datagram)
            else:
                now = append(view.source, _RECEIVED, datagram)
            view.heard_at = now
            view.reply_timer.received(now)
            view.bytes_in += len(datagram)
            view.messages_in += 1
            answer(peer, datagram)
            if now > precedence.due:
                precedence.let_pass()
            if now > losses.due:
                losses.look(now)

    def _answer(self, peer: DatagramPeer, datagram: bytes) -> None:
        try:
            peer.receive(datagram)
        except FramingError as error:
            self._context.journal.append(peer.view.source, Kind.ERROR, b"", str(error))
        except Exception as error:  # noqa: BLE001 - one peer's dialogue must not end the server
            self._forget(peer, peer.conversation.record_failure(error))

    def _move_to_end(self, address: Origin) -> None:
        """Make an address the one that was heard from last."""
        # Another thread may just have forgotten it.
        with contextlib.suppress(KeyError):
            self._peers.move_to_end(address)

    def _new_peer(self, address: Origin, source: Source) -> DatagramPeer:
        journal, send = self._context.journal, self._socket.send
        local, peer_text = self._socket.names(address)
        number = journal.next_connection()
        record = journal.add_source(
            Role.SERVER, source.name, source.endpoint, number, local, peer_text
        )
        view = ConnectionView(
            number,
            record.number,
            local,
            peer_text,
            state=ConnectionState.ACTIVE,
            reply_timer=self._context.make_reply_timer(),
        )
        peer = DatagramPeer(
            address,
            view,
            self._open_dialogue(),
            self._settings.framing,
            lambda data: send(data, address),  # half as long as a partial
            self._outbox,
            self._context,
            self._forget,
        )
        with self._peers_lock:
            self._peers[address] = peer
            silent = next(iter(self._peers.values())) if len(self._peers) > PEERS_KEPT else None
        self._roster.add(peer)
        if silent is not None:
            self._forget(silent, tr("silent for longest"))
        self._context.on_change()
        peer.conversation.open()
        return peer

    def _forget(self, peer: DatagramPeer, reason: str) -> None:
        with self._peers_lock:
            if self._peers.get(peer.address) is not peer:
                return
            del self._peers[peer.address]
        peer.conversation.close()
        peer.view.close(reason or tr("forgotten"))
        peer.postbox.abandon()
        self._roster.remove(peer)
        self._context.on_change()

    def _close(self) -> None:
        self._losses.record_drops()
        for peer in self._roster.members():
            self._forget(peer, tr("the server was stopped"))
        self._outbox.close()
        self._socket.interrupt()
        self._outbox.join()
        self._socket.close()

    def stop(self) -> None:
        """End the loop."""
        self._stopped.set()
        self._socket.interrupt()

    def views(self) -> list[ConnectionView]:
        """Return what can be seen of the peers."""
        return self._roster.views()

    def traffic(self) -> Traffic:
        """Return how much it has moved, and what was lost."""
        return self._roster.traffic() + self._losses.traffic()

    def send(self, message: bytes, to: Collection[int] | None) -> int:
        """Send a person's message to some peers or to all; returns to how many."""
        return self._roster.send(message, to)

    def send_file(self, path: Path, to: Collection[int] | None) -> list[FileTransfer]:
        """Send a file to some peers or to all."""
        return self._roster.send_file(path, to)

    def end(self, numbers: Collection[int], *, reset: bool) -> None:
        """Forget peers; a datagram has nothing to reset."""
        for peer in self._roster.members(numbers):
            self._forget(peer, tr("forgotten by you"))

    def half_close(self, numbers: Collection[int]) -> None:
        """Do nothing: datagrams have no end to tell."""
