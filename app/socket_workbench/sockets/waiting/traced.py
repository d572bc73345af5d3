"""Sockets whose calls are recorded, each with its arguments and what came of it."""

import contextlib
import errno
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from socket_workbench.sockets import system
from socket_workbench.sockets.calls import (
    PAYLOAD,
    SocketCalls,
    control_text,
    descriptor,
    ended,
    error_word,
    flags_text,
    opened,
    option_set,
    written,
)
from socket_workbench.sockets.failures.errors import Interrupted
from socket_workbench.sockets.waiting.wakeable import Buffer, WakeableSocket

Result = TypeVar("Result")

_SEND = f"send({PAYLOAD})"


class TracedCalls(socket.socket):
    """Records the calls that open, use and close a socket; what they do is not changed.

    Attributes:
        calls: takes them.
    """

    calls: SocketCalls

    def bind(self, address: Any, /) -> None:  # noqa: ANN401 - as the socket module has it
        """Like `socket.bind`."""
        self._make(f"bind({written(address)})", super().bind, address)

    def listen(self, backlog: int = 0, /) -> None:
        """Like `socket.listen`."""
        self._make(f"listen({backlog})", super().listen, backlog)

    def accept(self) -> tuple[socket.socket, Any]:
        """Like `socket.accept`; the calls of the connection are recorded too."""
        sock, address = self._make("accept()", super().accept, told=_accepted)
        accepted = TracedSocket.taking(sock, self.calls.of_accepted())
        return accepted, address

    def connect(self, address: Any, /) -> None:  # noqa: ANN401
        """Like `socket.connect`."""
        self._make(f"connect({written(address)})", super().connect, address)

    def setsockopt(self, level: int, option: int, value: Any, /) -> None:  # type: ignore[override]  # noqa: ANN401
        """Like `socket.setsockopt`, without a length."""
        self._make(option_set(level, option, value), super().setsockopt, level, option, value)

    def getsockname(self) -> Any:  # noqa: ANN401
        """Like `socket.getsockname`."""
        return self._make("getsockname()", super().getsockname)

    def send(self, data: Buffer, flags: int = 0, /) -> int:  # type: ignore[override]
        """Like `socket.send`."""
        # Written out, as `recv` is: these two are called for every message.
        calls = self.calls
        sent = data if type(data) is bytes else bytes(data)
        begun = calls.begin(f"send({PAYLOAD}{flags_text(flags)})" if flags else _SEND, sent)
        try:
            count = super().send(data, flags)
        except BaseException as error:
            calls.end(begun, error_word(error), sent)
            raise
        calls.end(begun, str(count), sent)
        return count

    def sendall(self, data: Buffer, flags: int = 0, /) -> None:  # type: ignore[override]
        """Like `socket.sendall`."""
        call = f"sendall({PAYLOAD}{flags_text(flags)})"
        self._make(call, super().sendall, data, flags, sent=data)

    def sendto(self, data: Buffer, address: Any, /) -> int:  # type: ignore[override]  # noqa: ANN401
        """Like `socket.sendto`, without flags."""
        call = f"sendto({PAYLOAD}, {written(address)})"
        return self._make(call, super().sendto, data, address, sent=data)

    def sendmsg(  # type: ignore[override]
        self,
        buffers: Iterable[Buffer],
        ancdata: Iterable[tuple[int, int, bytes]] = (),
        flags: int = 0,
        address: Any = None,  # noqa: ANN401
        /,
    ) -> int:
        """Like `socket.sendmsg`."""
        parts, control = list(buffers), list(ancdata)
        call = f"sendmsg([{PAYLOAD}], {control_text(control)}, {flags}, {written(address)})"
        sent = b"".join(parts)
        return self._make(call, super().sendmsg, parts, control, flags, address, sent=sent)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Like `socket.recv`."""
        calls = self.calls
        begun = calls.begin(f"recv({size}{flags_text(flags)})" if flags else f"recv({size})")
        try:
            data = super().recv(size, flags)
        except BaseException as error:
            calls.end(begun, error_word(error))
            raise
        calls.end(begun, PAYLOAD, data)
        return data

    def recvfrom(self, size: int, flags: int = 0, /) -> tuple[bytes, Any]:
        """Like `socket.recvfrom`."""
        call = f"recvfrom({size}{flags_text(flags)})"
        return self._make(call, super().recvfrom, size, flags, told=_bytes_from)

    def recvfrom_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> tuple[int, Any]:  # noqa: ANN401
        """Like `socket.recvfrom_into`."""

        def told(result: tuple[int, Any]) -> tuple[str, bytes]:
            received = bytes(memoryview(buffer)[: min(result[0], nbytes or len(buffer))])
            return written(result), received

        call = f"recvfrom_into({PAYLOAD}, {nbytes}{flags_text(flags)})"
        return self._make(call, super().recvfrom_into, buffer, nbytes, flags, told=told)

    def recvmsg(
        self, size: int, room: int = 0, flags: int = 0, /
    ) -> tuple[bytes, list[tuple[int, int, bytes]], int, Any]:
        """Like `socket.recvmsg`."""
        call = f"recvmsg({size}, {room}{flags_text(flags)})"
        return self._make(call, super().recvmsg, size, room, flags, told=_message)

    def shutdown(self, how: int, /) -> None:
        """Like `socket.shutdown`."""
        self._make(ended(how), super().shutdown, how)

    def close(self) -> None:
        """Like `socket.close`."""
        if self.fileno() >= 0:
            self._make("close()", super().close)
            self.calls.finish()

    def _make(
        self,
        call: str,
        method: Callable[..., Result],
        *arguments: object,
        told: "Callable[[Any], tuple[str, bytes]] | None" = None,
        sent: Buffer = b"",
    ) -> Result:
        """Make a call and record it.

        Args:
            call: how it is written.
            method: makes it.
            *arguments: its arguments.
            told: returns how its result is written, and the bytes that it received; None for
                results without bytes.
            sent: the bytes that it sends.
        """
        calls, payload = self.calls, bytes(sent)
        begun = calls.begin(call, payload)
        try:
            result = method(*arguments)
        except BaseException as error:
            calls.end(begun, error_word(error), payload)
            raise
        if told is None:
            calls.end(begun, written(result), payload)
        else:
            calls.end(begun, *told(result))
        return result


class TracedSocket(TracedCalls):
    """A socket of the system whose calls are recorded."""

    @classmethod
    def open(cls, family: int, kind: int, calls: SocketCalls) -> "TracedSocket":
        """Open a socket, and record that.

        Raises:
            OSError: the system gives none.
        """
        begun = calls.begin(opened(family, kind))
        try:
            sock = cls(family, kind)
        except OSError as error:
            calls.end(begun, error_word(error))
            raise
        sock.calls = calls
        calls.follow(sock)
        calls.end(begun, descriptor(sock))
        return sock

    @classmethod
    def taking(cls, sock: socket.socket, calls: SocketCalls) -> "TracedSocket":
        """Take a socket over."""
        taken = cls(sock.family, sock.type, sock.proto, sock.detach())
        taken.calls = calls
        calls.follow(taken)
        return taken


class TracedWakeableSocket(TracedCalls, WakeableSocket):
    """A socket that can be woken whatever the system does, and whose calls are recorded."""

    def __init__(self, taken: TracedCalls) -> None:
        self.calls = taken.calls
        super().__init__(taken)
        self.calls.follow(self)


class Outcome:
    """What comes of a call that is recorded by `recorded`.

    Attributes:
        result: what it returns, as Python writes it.
    """

    def __init__(self) -> None:
        self.result = "None"


@contextlib.contextmanager
def recorded(calls: SocketCalls | None, call: str) -> Iterator[Outcome]:
    """Record what is done in the block as one call.

    Args:
        calls: takes the call; nothing is recorded without it.
        call: how the call is written.

    Yields:
        What comes of it, to be filled in; `None` unless the block says more.
    """
    outcome = Outcome()
    if calls is None:
        yield outcome
        return
    begun = calls.begin(call)
    try:
        yield outcome
    except Interrupted:
        calls.end(begun, error_word(system.system_error(errno.ECANCELED)))
        raise
    except BaseException as error:
        calls.end(begun, error_word(error))
        raise
    calls.end(begun, outcome.result)


@contextlib.contextmanager
def one_call(sock: socket.socket, call: str) -> Iterator[None]:
    """Record what is done in the block as one call of a socket, if its calls are traced."""
    with recorded(sock.calls if isinstance(sock, TracedCalls) else None, call):
        yield


def _accepted(result: tuple[socket.socket, Any]) -> tuple[str, bytes]:
    return f"({descriptor(result[0])}, {written(result[1])})", b""


def _bytes_from(result: tuple[bytes, Any]) -> tuple[str, bytes]:
    return f"({PAYLOAD}, {written(result[1])})", result[0]


def _message(
    result: tuple[bytes, list[tuple[int, int, bytes]], int, Any],
) -> tuple[str, bytes]:
    data, control, flags, address = result
    return f"({PAYLOAD}, {control_text(control)}, {flags}, {written(address)})", data
