"""A listening socket that is served as the standard library's `socketserver` does.

The classes are those of `socketserver`; each method that is a step in the life of a server is
recorded as a call, if the calls of the endpoint are traced, and then does what the library's does.
"""

import socket
import socketserver
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from socket_workbench.engine.connections.connection import Connection
from socket_workbench.engine.stream_service import StreamService
from socket_workbench.journal.event import Kind, Source
from socket_workbench.language import tr
from socket_workbench.sockets.addresses.address import Address
from socket_workbench.sockets.calls import NewSocket, SocketCalls, written
from socket_workbench.sockets.failures.errors import Interrupted
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.options import SOCKETSERVER_THREADING
from socket_workbench.sockets.stream import Stream
from socket_workbench.sockets.waiting.selector import READ, Selector
from socket_workbench.sockets.waiting.traced import (
    TracedCalls,
    TracedSocket,
    one_call,
    recorded,
)

POLL_INTERVAL = 0.5
"""Seconds between two looks of `serve_forever` whether `shutdown` was called: the library's."""


class Request:
    """A connection that was accepted, which the library calls a request.

    Attributes:
        connection: the conversation.
        calls: takes the calls of its socket; None where they are not traced.
        name: how its socket is written in a call.
        address: of its peer, as `accept` returned it.
    """

    def __init__(self, connection: Connection, stream: Stream) -> None:
        self.connection = connection
        self.calls = stream.calls
        self.name = stream.descriptor
        self.address = stream.peer_name

    @property
    def arguments(self) -> str:
        """The arguments that most of a server's methods have, as Python writes them."""
        return f"{self.name}, {written(self.address)}"


class ServerSocket(TracedSocket):
    """The listening socket of a server whose calls are traced."""

    def bind(self, address: Any, /) -> None:  # noqa: ANN401 - as the socket module has it
        """Bind it, as `TCPServer.server_bind` does."""
        with one_call(self, "server_bind()"):
            super().bind(address)

    def listen(self, backlog: int = 0, /) -> None:
        """Let it listen, as `TCPServer.server_activate` does."""
        with one_call(self, "server_activate()"):
            super().listen(backlog)


class Handler(socketserver.BaseRequestHandler):
    """Holds a conversation; the library calls `setup`, `handle` and `finish` one after another."""

    request: Request

    def setup(self) -> None:
        """Do what the library's does, which is nothing."""
        with recorded(self.request.calls, "setup()"):
            super().setup()

    def handle(self) -> None:
        """Converse until either side ends it."""
        with recorded(self.request.calls, "handle()"):
            self.request.connection.converse()

    def finish(self) -> None:
        """Do what the library's does, which is nothing."""
        with recorded(self.request.calls, "finish()"):
            super().finish()


class PlainServer(socketserver.BaseServer):
    """Serves one connection to its end before it accepts the next, as `TCPServer` does.

    Args:
        service: has the socket and the connections.
        calls: takes the calls of the server; None where they are not traced.
    """

    def __init__(self, service: "SocketserverService", calls: SocketCalls | None) -> None:
        super().__init__(str(service.endpoint), Handler)
        self._service = service
        self._calls = calls

    def serve_forever(self, poll_interval: float = POLL_INTERVAL) -> None:
        """Serve until the service is stopped, which is looked for once in each interval.

        The loop is the library's, with a selector whose calls are traced.
        """
        service, selector = self._service, Selector(self._calls)
        try:
            with recorded(self._calls, f"serve_forever({poll_interval})"):
                selector.watch(service.listening, READ, self)
                while not service.is_stopped:
                    ready = selector.select(poll_interval)
                    if ready and not service.is_stopped:
                        # The library's own loop calls it; the stubs have public names only.
                        self._handle_request_noblock()  # type: ignore[attr-defined]
        finally:
            selector.close()

    def get_request(self) -> tuple[Request, Address]:
        """Accept a connection; raises `OSError` where there is none, which the library ignores."""
        with recorded(self._calls, "get_request()") as outcome:
            request = self._service.accepted_request()
            if request is None:
                raise ConnectionAbortedError
            outcome.result = f"({request.arguments})"
        return request, request.address

    # Requests and addresses are of any type in `BaseServer`, and so in what overrides its methods.

    def verify_request(self, request: Any, client_address: Any) -> bool:  # noqa: ANN401
        """Return True, as the library's does."""
        call = f"verify_request({request.arguments})"
        with recorded(self._calls, call) as outcome:
            outcome.result = "True"
            return super().verify_request(request, client_address)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Serve a connection to its end."""
        with recorded(self._calls, f"process_request({request.arguments})"):
            super().process_request(request, client_address)

    def finish_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Make a handler, which serves the connection."""
        with recorded(self._calls, f"finish_request({request.arguments})"):
            super().finish_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401
        """End a connection."""
        with recorded(self._calls, f"shutdown_request({request.name})"):
            self.close_request(request)

    def close_request(self, request: Any) -> None:  # noqa: ANN401
        """Close a connection."""
        with recorded(self._calls, f"close_request({request.name})"):
            self._service.end_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Record that a connection could not be served; the library closes it then."""
        self._service.record_unserved(request, sys.exc_info()[1])


class ThreadingServer(socketserver.ThreadingMixIn, PlainServer):
    """Serves each connection in a thread of its own."""

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Start a thread, as the library's does: it runs `process_request_thread`."""
        with recorded(self._calls, f"process_request({request.arguments})"):
            serve = partial(self.process_request_thread, request, client_address)
            self._service.start_thread(request, serve)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Serve a connection to its end."""
        call = f"process_request_thread({request.arguments})"
        with recorded(self._calls, call):
            super().process_request_thread(request, client_address)


class SocketserverService(StreamService):
    """Accepts and serves connections in the steps of `socketserver`."""

    _source: Source
    _shutdown: object = None
    _requests: set[Request]

    def _opened(self, lookup: NameLookup, new_socket: NewSocket) -> Listener:
        def new_server_socket(family: int, kind: int) -> socket.socket:
            sock = new_socket(family, kind)
            return ServerSocket.taking(sock, sock.calls) if isinstance(sock, TracedCalls) else sock

        return super()._opened(lookup, new_server_socket)

    @property
    def waiting_call(self) -> str:
        """The call in which it waits for clients."""
        return "select()"

    @property
    def is_stopped(self) -> bool:
        """Whether no further connection is to be accepted."""
        return self._stopped.is_set()

    @property
    def listening(self) -> Listener:
        """The listener."""
        return self._listener

    def run(self, source: Source) -> None:
        """Accept and serve until stopped; called once, before `close`.

        Args:
            source: the endpoint in the journal.
        """
        self._source = source
        self._requests = set()
        self._listener.belong_to(source.number)
        is_threading = self._settings.options.model == SOCKETSERVER_THREADING
        server = (ThreadingServer if is_threading else PlainServer)(self, self._listener.calls)
        try:
            server.serve_forever()
        except (Interrupted, OSError):
            # Where calls are stepped: one that is held when the server is stopped fails.
            if not self.is_stopped:
                raise
        if self._shutdown is not None and self._listener.calls is not None:
            self._listener.calls.end(self._shutdown, "None")

    def accepted_request(self) -> Request | None:
        """Accept a connection and list it; None where that failed, which is recorded."""
        stream = self._accepted(self._listener.accept, self._source)
        if stream is None:
            return None
        view, options = self._view(stream, self._source), self._settings.options
        connection = Connection(stream, view, self._open_dialogue(), options, self._context)
        request = Request(connection, stream)
        self._requests.add(request)
        self._list(connection)
        return request

    def start_thread(self, request: Request, serve: Callable[[], object]) -> None:
        """Serve a connection in a thread; raises `RuntimeError` where the system gives none."""
        self._start_thread(request.connection, serve)

    def end_request(self, request: Request) -> None:
        """Close a connection; harmless when repeated."""
        if request in self._requests:
            self._requests.discard(request)
            request.connection.finish()
            self._forget(request.connection)

    def record_unserved(self, request: Request, error: BaseException | None) -> None:
        """Record why a connection is not served."""
        if not self.is_stopped:
            sentence = tr("The connection is closed unserved: {error}", error=error)
            self._context.journal.append(self._source.number, Kind.ERROR, b"", sentence)
        request.connection.end(tr("no thread to serve it"))

    def close(self) -> None:
        """Close the listening socket and every connection; waits for their threads."""
        with recorded(self._listener.calls, "server_close()"):
            super().close()
        for request in list(self._requests):
            self.end_request(request)

    def stop(self) -> None:
        """Let `serve_forever` return when it looks next, and end every connection."""
        calls = self._listener.calls
        self._stopped.set()
        if calls is not None and self._shutdown is None:
            # It must not be held here, where calls are stepped: this thread may be the window's.
            calls.end_waits(holds_close=False)
            self._shutdown = calls.begin("shutdown()")
        self._peers.end(tr("the server was stopped"))
