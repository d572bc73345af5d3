"""A server's datagram socket: one loop for all peers, a conversation for each."""

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from time import time_ns

from socket_workbench.dialogues.registry import Open
from socket_workbench.engine.datagram_peer import DatagramPeer
from socket_workbench.engine.file_transfer import FileTransfer
from socket_workbench.engine.losses import Losses
from socket_workbench.engine.outbox import Outbox
from socket_workbench.engine.roster import Roster
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.surroundings import Surroundings
from socket_workbench.engine.view import ConnectionState, ConnectionView, Traffic
from socket_workbench.journal.event import Kind, Role, Source
from socket_workbench.language import tr
from socket_workbench.payload.framing import FramingError
from socket_workbench.sockets.datagram import Address, DatagramSocket, address_text
from socket_workbench.sockets.endpoint import Endpoint
from socket_workbench.sockets.errors import Interrupted, SocketError
from socket_workbench.sockets.resolve import NameLookup

PEERS_KEPT = 10_000
"""Addresses whose conversations are kept; the one silent for longest is forgotten first."""

DROPS_INTERVAL = 500_000_000
"""Nanoseconds between looks at the kernel's count of dropped datagrams."""

# Looked up once: an enumeration's members are slow to get at.
_RECEIVED = Kind.RECEIVED


class DatagramService:
    """Receives datagrams, and lets the dialogue of each sender's address answer."""

    def __init__(
        self,
        settings: ServerSettings,
        open_dialogue: Open,
        surroundings: Surroundings,
        lookup: NameLookup,
    ) -> None:
        """Bind the socket.

        Args:
            settings: what it is opened with.
            open_dialogue: makes the dialogue of each new conversation.
            surroundings: what every conversation is given.
            lookup: finds the address of a name; its owner may cancel it.

        Raises:
            Interrupted: the look-up was cancelled.
            SocketError: it cannot be bound there.
        """
        self._settings = settings
        self._open_dialogue = open_dialogue
        self._socket = DatagramSocket.bind(settings.endpoint, settings.options, lookup)
        self._peers: OrderedDict[Address, DatagramPeer] = OrderedDict()
        self._roster: Roster[DatagramPeer] = Roster()
        self._surroundings = replace(surroundings, send_to_others=self._roster.send_to_others)
        self._outbox = Outbox(f"{settings.name} send", surroundings.threads)
        self._stopped = threading.Event()
        self._losses = Losses(self._socket, settings.options.receive_size)

    @property
    def endpoint(self) -> Endpoint:
        """Where it really receives."""
        return self._socket.endpoint

    def run(self, source: Source) -> None:
        """Receive and answer until stopped; returns when the socket is closed.

        Args:
            source: the endpoint in the journal.
        """
        try:
            self._receive_all(source)
        except Interrupted:
            pass
        finally:
            self._close(source)

    def _receive_all(self, source: Source) -> None:
        sock, size = self._socket, self._settings.options.receive_size
        receive, answer = sock.receive, self._answer
        peers, append = self._peers, self._surroundings.journal.append
        next_look = time_ns() + DROPS_INTERVAL
        precedence, stopped = self._surroundings.threads.precedence, self._stopped.is_set
        # Not `while not stopped()`, see `Connection`.
        while True:
            if stopped():
                return
            try:
                datagram, address = receive(size)
            except SocketError as error:
                # On some systems an earlier answer that nobody wanted comes back as an error here.
                append(source.number, Kind.ERROR, b"", str(error))
                if not error.is_transient:
                    return
                continue
            peer = peers.get(address) or self._new_peer(address, source)
            view = peer.view
            view.heard_at = now = append(view.source, _RECEIVED, datagram)
            view.turns.received(now)
            if sock.truncated and (sentence := self._losses.truncation()):
                append(view.source, Kind.DROPPED, b"", sentence)
            view.bytes_in += len(datagram)
            view.messages_in += 1
            answer(peer, datagram)
            if now > precedence.due:
                precedence.let_pass()
            if now > next_look:
                next_look = now + DROPS_INTERVAL
                self._look_for_drops(source)

    def _answer(self, peer: DatagramPeer, datagram: bytes) -> None:
        try:
            peer.receive(datagram)
        except FramingError as error:
            self._surroundings.journal.append(peer.view.source, Kind.ERROR, b"", str(error))
        except Exception as error:  # noqa: BLE001 - one peer's dialogue must not end the server
            self._forget(peer, peer.conversation.record_failure(error))

    def _new_peer(self, address: Address, source: Source) -> DatagramPeer:
        journal, peer_text = self._surroundings.journal, address_text(address)
        send = self._socket.send
        number = journal.next_connection()
        local = self._socket.local
        record = journal.add_source(
            Role.SERVER, source.name, source.endpoint, number, local, peer_text
        )
        view = ConnectionView(
            number,
            record.number,
            local,
            peer_text,
            state=ConnectionState.ACTIVE,
            turns=self._surroundings.take_turns(),
        )
        peer = DatagramPeer(
            view,
            self._open_dialogue(),
            self._settings.framing,
            lambda data: send(data, address),  # half as long as a partial
            self._outbox,
            self._surroundings,
            self._forget,
        )
        self._peers[address] = peer
        self._roster.add(peer)
        if len(self._peers) > PEERS_KEPT:
            self._forget(next(iter(self._peers.values())), tr("silent for longest"))
        self._surroundings.on_change()
        peer.conversation.open()
        return peer

    def _forget(self, peer: DatagramPeer, reason: str) -> None:
        for address in [known for known, held in list(self._peers.items()) if held is peer]:
            self._peers.pop(address, None)
        peer.conversation.close()
        peer.view.close(reason or tr("forgotten"))
        peer.postbox.abandon()
        self._roster.remove(peer)
        self._surroundings.on_change()

    def _look_for_drops(self, source: Source) -> None:
        if sentence := self._losses.drops():
            self._surroundings.journal.append(source.number, Kind.DROPPED, b"", sentence)

    def _close(self, source: Source) -> None:
        self._look_for_drops(source)
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
        """Return how much it has moved, and what the kernel dropped."""
        return self._roster.traffic() + Traffic(dropped=self._socket.dropped())

    def send(self, message: bytes, to: Collection[int] | None) -> None:
        """Send a person's message to some peers or to all."""
        self._roster.send(message, to)

    def send_file(self, path: Path, to: Collection[int] | None) -> list[FileTransfer]:
        """Send a file to some peers or to all."""
        return self._roster.send_file(path, to)

    def end(self, numbers: Collection[int], *, reset: bool) -> None:
        """Forget peers; a datagram has nothing to reset."""
        for peer in self._roster.members(numbers):
            self._forget(peer, tr("forgotten by you"))

    def half_close(self, numbers: Collection[int]) -> None:
        """Do nothing: datagrams have no end to tell."""
