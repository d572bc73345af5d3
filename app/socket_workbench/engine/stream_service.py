"""A listening socket: the accept loop, and a thread for every connection."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from socket_workbench.dialogues.registry import Open
from socket_workbench.engine.connections.connection import Connection
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.peers import Peers
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.threads import Worker
from socket_workbench.engine.view import ConnectionView, Traffic
from socket_workbench.journal.event import Kind, Source
from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.calls import NewSocket
from socket_workbench.sockets.failures.errors import Interrupted, SocketError, TooManyFilesError
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.options import ONE_AT_A_TIME
from socket_workbench.sockets.stream import Stream

Accepted = TypeVar("Accepted", bound=Stream | None)

FEW_WORKERS = 64
"""Threads that may have ended before the list of them is first cleared."""

PATIENCE_WITHOUT_FILES = 0.1
"""Seconds until `accept` is tried again when the process has no file descriptor left."""


class StreamService:
    """Accepts connections and lets each converse in its own thread, or one after another."""

    def __init__(
        self,
        settings: ServerSettings,
        open_dialogue: Open,
        context: ConnectionContext,
        peers: Peers,
        lookup: NameLookup,
        new_socket: NewSocket = socket.socket,
    ) -> None:
        """Open the listening socket.

        Args:
            settings: what it is opened with.
            open_dialogue: makes the dialogue of each new conversation.
            context: what every connection is given.
            peers: where connections are listed.
            lookup: finds the address of a name; its owner may cancel it.
            new_socket: opens the socket.

        Raises:
            Interrupted: the look-up was cancelled.
            SocketError: it cannot listen there.
        """
        self._settings = settings
        self._open_dialogue = open_dialogue
        self._listener = self._opened(lookup, new_socket)
        self._peers = peers
        self._context = context
        self._workers: list[Worker] = []
        self._worker_limit = FEW_WORKERS
        self._stopped = threading.Event()
        self._without_files = False

    def _opened(self, lookup: NameLookup, new_socket: NewSocket) -> Listener:
        """Open the listener; raises as the constructor does."""
        settings = self._settings
        return Listener.open(settings.endpoint, settings.options, lookup, new_socket)

    @property
    def waiting_call(self) -> str:
        """The call in which it waits for clients."""
        return "accept()"

    @property
    def endpoint(self) -> Endpoint:
        """Where it really listens."""
        return self._listener.endpoint

    @property
    def inode(self) -> int:
        """The number of the file of the listening socket."""
        return self._listener.inode

    def run(self, source: Source) -> None:
        """Accept and serve until stopped; called once, before `close`.

        Args:
            source: the endpoint in the journal.
        """
        self._listener.belong_to(source.number)
        with suppress(Interrupted):
            while not self._stopped.is_set():
                self._accept_one(source)

    def _accept_one(self, source: Source) -> None:
        stream = self._accepted(self._listener.accept, source)
        if stream is None:
            return
        view, options = self._view(stream, source), self._settings.options
        connection = Connection(stream, view, self._open_dialogue(), options, self._context)
        self._list(connection)
        if options.model == ONE_AT_A_TIME:
            self._serve(connection)
        else:
            self._serve_in_thread(connection, source)

    def _accepted(self, accept: Callable[[], Accepted], source: Source) -> Accepted | None:
        """Accept a connection; return None where that failed, which is recorded."""
        journal = self._context.journal
        try:
            stream = accept()
        except TooManyFilesError as error:
            # The peer stays in the backlog; as soon as a descriptor is free it is served.
            if not self._without_files:
                self._without_files = True
                journal.append(source.number, Kind.ERROR, b"", str(error))
            self._rest_without_files()
            return None
        except SocketError as error:
            journal.append(source.number, Kind.ERROR, b"", str(error))
            if not error.is_transient:
                self._stopped.set()
            return None
        self._without_files = False
        return stream

    def _rest_without_files(self) -> None:
        """Accept nothing for a while."""
        self._stopped.wait(PATIENCE_WITHOUT_FILES)

    def _list(self, connection: Connection) -> None:
        """List a connection that has just come; end it where the server is being stopped."""
        self._peers.add(connection)
        self._context.on_change()
        if self._stopped.is_set():
            connection.end(tr("the server was stopped"))

    def _view(self, stream: Stream, source: Source) -> ConnectionView:
        """Record a connection that has come."""
        options = self._settings.options
        view = self._context.new_view(
            source,
            stream.local,
            stream.peer,
            options.framing,
            inode=stream.inode,
            sending=options.calls.sending(is_connected=True),
        )
        stream.belong_to(view.source)
        self._context.journal.append(view.source, Kind.ACCEPTED, b"", stream.peer)
        return view

    def _serve_in_thread(self, connection: Connection, source: Source) -> None:
        try:
            self._start_thread(connection, partial(self._serve, connection))
        except RuntimeError:
            sentence = tr("The system gives no more threads: the connection is closed unserved.")
            self._context.journal.append(source.number, Kind.ERROR, b"", sentence)
            connection.end(tr("no thread to serve it"))
            self._serve(connection)

    def _start_thread(self, connection: Connection, serve: Callable[[], object]) -> None:
        """Serve a connection in a thread; raises `RuntimeError` where the system gives none."""
        name = f"{self._settings.name} {connection.view.peer}"
        worker = self._context.threads.start(name, serve)
        self._workers.append(worker)
        if len(self._workers) > self._worker_limit:
            self._workers = [worker for worker in self._workers if not worker.join(0)]
            self._worker_limit = FEW_WORKERS + 2 * len(self._workers)

    def _serve(self, connection: Connection) -> None:
        connection.run()
        self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        """List a connection as ended."""
        self._peers.remove(connection)
        self._context.on_change()

    def close(self) -> None:
        """Close the listening socket and every connection; waits for their threads."""
        self._listener.close()
        self._peers.end(tr("the server was stopped"))
        for worker in self._workers:
            worker.join()

    def stop(self) -> None:
        """End the accept loop and every connection."""
        self._stopped.set()
        self._listener.interrupt()
        self._peers.end(tr("the server was stopped"))

    def lost(self) -> Traffic:
        """Return nothing: a stream loses nothing."""
        return Traffic()
