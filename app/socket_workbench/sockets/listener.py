"""A server's listening socket, which accepts connections."""

import errno
import socket
from dataclasses import replace
from typing import Self

from socket_workbench.sockets.addresses.address import host_text
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.call_choice import AUTO, CallChoice
from socket_workbench.sockets.calls import NewSocket
from socket_workbench.sockets.failures.errors import Action, Interrupted, explain
from socket_workbench.sockets.opening.bind import bind_server
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.opening.unix_path import UnixPath, bind_path, check_path
from socket_workbench.sockets.options import ServerOptions
from socket_workbench.sockets.stream import Stream
from socket_workbench.sockets.waiting.interruptible import InterruptibleSocket

# A connection that died in the backlog, or its network errors, which accept(2) hands on: they say
# nothing about the listener.
_OF_THE_CONNECTION = frozenset(
    getattr(errno, name)
    for name in (
        "ECONNABORTED",
        "ECONNRESET",
        "ENOTCONN",  # Windows, of one that was reset in the backlog
        "EPERM",
        "EPROTO",
        "ENETDOWN",
        "ENOPROTOOPT",
        "EHOSTDOWN",
        "ENONET",
        "EHOSTUNREACH",
        "ENETUNREACH",
    )
    if hasattr(errno, name)
)


class Listener(InterruptibleSocket):
    """A TCP or Unix stream socket that listens.

    Attributes:
        endpoint: where it really listens: the IP address, and the port that was given for port 0.
    """

    _stream_type = Stream

    def __init__(
        self,
        sock: socket.socket,
        endpoint: Endpoint,
        path: UnixPath | None = None,
        calls: CallChoice = AUTO,
    ) -> None:
        """Take over a listening, blocking socket.

        Args:
            sock: the socket; it is closed with the listener.
            endpoint: where it listens.
            path: the file of a Unix socket, to be removed with it.
            calls: what its connections receive and send with.

        Raises:
            SocketError: no descriptor is left to wake it through; socket and file are gone.
        """
        try:
            super().__init__(sock)
        except OSError as error:
            if path is not None:
                path.remove()
            raise explain(error, Action.LISTEN, endpoint) from error
        self.endpoint = endpoint
        self._path = path
        self._calls = calls

    @classmethod
    def open(
        cls,
        endpoint: Endpoint,
        options: ServerOptions,
        lookup: NameLookup | None = None,
        new_socket: NewSocket = socket.socket,
    ) -> Self:
        """Listen on an endpoint.

        Args:
            endpoint: TCP or Unix stream; port 0 takes any free port.
            options: backlog, SO_REUSEADDR and the calls of connections.
            lookup: looks a host name up; keep it to `cancel` it from another thread.
            new_socket: opens the socket.

        Raises:
            SocketError: the port or path is in use or not allowed, the address is not of this
                computer, the host is unknown, ...
            Interrupted: the lookup was cancelled.
        """
        if endpoint.transport.is_unix:
            return cls._open_path(endpoint, options, new_socket)
        sock = bind_server(endpoint, options, lookup or NameLookup(), new_socket)
        name = sock.getsockname()
        bound = replace(endpoint, host=host_text(name), port=name[1])
        return cls(sock, bound, calls=options.calls)

    @classmethod
    def _open_path(cls, endpoint: Endpoint, options: ServerOptions, new_socket: NewSocket) -> Self:
        check_path(endpoint, Action.LISTEN)
        try:
            sock = new_socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                path = bind_path(sock, endpoint.path, backlog=options.listen_backlog)
            except OSError:
                sock.close()
                raise
        except OSError as error:
            raise explain(error, Action.LISTEN, endpoint) from error
        return cls(sock, endpoint, path, options.calls)

    def accept(self) -> Stream:
        """Wait for the next connection.

        Connections that died while they waited in the backlog are passed over.

        Raises:
            TooManyFilesError: there is no descriptor for it; wait a little, then accept again.
            SocketError: the listener itself is broken.
            Interrupted: somebody called `interrupt`, or the listener is closed.
            BlockingIOError: none has come, and the socket does not wait.
        """
        while True:
            self._check_interrupted()
            try:
                stream = self._stream_type(*self._socket.accept(), self._calls)
            except BlockingIOError:
                raise
            except OSError as error:
                self._check_interrupted()
                if error.errno in _OF_THE_CONNECTION:
                    continue
                raise explain(error, Action.ACCEPT, self.endpoint) from error
            if self._interrupted:
                stream.close()
                raise Interrupted
            return stream

    def _release(self) -> None:
        if self._path is not None:
            self._path.remove()
        self._socket.close()
