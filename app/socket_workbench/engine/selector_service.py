"""A listening socket and all of its connections in one thread, with a selector."""

import socket
from contextlib import suppress
from dataclasses import replace
from typing import cast

from socket_workbench.dialogues.registry import Open
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.selected_connection import SelectedConnection
from socket_workbench.engine.peers import Peers
from socket_workbench.engine.selector_loop import SelectorLoop
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.stepping import StepGate
from socket_workbench.engine.stream_service import PATIENCE_WITHOUT_FILES, StreamService
from socket_workbench.journal.event import Source
from socket_workbench.language import tr
from socket_workbench.sockets import system
from socket_workbench.sockets.calls import NewSocket
from socket_workbench.sockets.failures.errors import (
    Action,
    Interrupted,
    TooManyFilesError,
    explain,
)
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.nonblocking import NonBlockingListener, NonBlockingStream
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.waiting.selector import READ, Selector

_OWN = 2
"""The sockets besides connections that the selector waits for: the listener, and what wakes it."""


class SelectorService(StreamService):
    """Accepts connections and serves each whenever it is ready, in the thread that calls `run`."""

    def __init__(
        self,
        settings: ServerSettings,
        open_dialogue: Open,
        context: ConnectionContext,
        peers: Peers,
        lookup: NameLookup,
        new_socket: NewSocket = socket.socket,
    ) -> None:
        """Open the listening socket; see `StreamService`."""
        # What the system does not take at once is sent by calls of later steps, so messages are
        # recorded before their calls.
        context = replace(context, gate=StepGate())
        super().__init__(settings, open_dialogue, context, peers, lookup, new_socket)
        try:
            self._loop = SelectorLoop(Selector(self._listener.calls))
        except OSError as error:
            self._listener.close()
            raise explain(error, Action.LISTEN, settings.endpoint) from error
        self._connections: set[SelectedConnection] = set()
        self._source: Source | None = None

    def _opened(self, lookup: NameLookup, new_socket: NewSocket) -> Listener:
        settings = self._settings
        return NonBlockingListener.open(settings.endpoint, settings.options, lookup, new_socket)

    @property
    def waiting_call(self) -> str:
        """The call in which it waits for clients."""
        return "select()"

    def run(self, source: Source) -> None:
        """Accept and serve until stopped; called once, before `close`.

        Args:
            source: the endpoint in the journal.
        """
        self._source = source
        self._listener.belong_to(source.number)
        self._listen()
        with suppress(Interrupted):
            while not self._stopped.is_set():
                self._run_once()

    def _run_once(self) -> None:
        try:
            self._loop.run_once()
        except OSError:
            # Where calls are stepped: a `select` that is held when the server is stopped fails.
            if not self._stopped.is_set():
                raise

    def _listen(self) -> None:
        self._loop.watch(cast("NonBlockingListener", self._listener), READ, self._on_ready)

    def _on_ready(self, events: int) -> None:
        source = self._source
        if self._stopped.is_set() or source is None:
            return
        stream = self._accepted(self._accept_pending, source)
        if stream is None:
            return
        connection = SelectedConnection(
            stream,
            self._view(stream, source),
            self._open_dialogue(),
            self._settings.options,
            self._context,
            self._loop,
            self._on_over,
        )
        self._connections.add(connection)
        self._list(connection)
        connection.begin()

    def _accept_pending(self) -> NonBlockingStream | None:
        """Return a connection that has come; None where none has.

        Raises:
            TooManyFilesError: no more connections can be served now.
            SocketError: the listener itself is broken.
            Interrupted: the listener was interrupted.
        """
        if len(self._connections) + _OWN >= system.MOST_SELECTED:
            sentence = tr(
                "On this system, select waits for at most {most} sockets: further clients wait"
                " until a connection ends. Serve them with threads to have more at once.",
                most=system.MOST_SELECTED,
            )
            raise TooManyFilesError(Action.ACCEPT, str(self.endpoint), "", sentence)
        return cast("NonBlockingListener", self._listener).accept_pending()

    def _rest_without_files(self) -> None:
        self._loop.watch(cast("NonBlockingListener", self._listener), 0, self._on_ready)
        self._loop.call_later(PATIENCE_WITHOUT_FILES, self._listen)

    def _on_over(self, connection: SelectedConnection) -> None:
        self._connections.discard(connection)
        self._forget(connection)

    def close(self) -> None:
        """Close the listening socket and every connection."""
        self._loop.watch(cast("NonBlockingListener", self._listener), 0, self._on_ready)
        self._listener.close()
        self._peers.end(tr("the server was stopped"))
        for connection in list(self._connections):
            connection.finish()
        self._loop.close()

    def stop(self) -> None:
        """End the loop and every connection."""
        self._stopped.set()
        self._listener.interrupt()
        self._peers.end(tr("the server was stopped"))
        self._loop.wake()
