"""Wraps the methods of `socket.socket`, so that each call is told to the workbench.

A call that may wait is told when it begins and when it has returned, others when they have
returned. Calls that Python's own library makes within one of these are not told.
"""

from __future__ import annotations

import _socket
import _thread
import errno
import itertools
import sys
import time
from _weakref import ref

from . import kernel
from .methods import ASKING, LEAVABLE, METHODS, TOLD_FIRST, WAITING
from .values import (
    filled,
    is_users,
    message,
    place,
    plain,
    raised,
    sent,
    thread_name,
    written,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .channel import Channel
    from .gate import Gate

_NAMING = frozenset({"bind", "connect", "connect_ex", "listen", "sendto", "do_handshake"})
"""Calls after which a socket may have other addresses."""

_WAKING = "_make_self_pipe"
"""The function of asyncio's that makes a pair of sockets with which a loop wakes itself."""

_time = time.time_ns
_now = time.perf_counter_ns
_timeout = _socket.socket.gettimeout
_fileno = _socket.socket.fileno
_family = _socket.socket.family.__get__
_type = _socket.socket.type.__get__
_getsockname = _socket.socket.getsockname
_getpeername = _socket.socket.getpeername


class _Inside(_thread._local):
    """Whether this thread is inside a call that is told."""

    depth = 0


inside = _Inside()


class Calls:
    """Tells the calls of this process's sockets.

    Args:
        channel: to the workbench.
        gate: holds calls in step mode.

    Attributes:
        channel: the same.
        numbers: yields the numbers of calls.
    """

    def __init__(self, channel: Channel, gate: Gate) -> None:
        self.channel = channel
        self._gate = gate
        self.numbers = itertools.count(1)
        self._socket_numbers = itertools.count(1)
        self._sockets: dict[int, tuple[int, Any]] = {}
        self._named: dict[int, tuple[Any, Any]] = {}
        self._connecting: set[int] = set()

    def wrap_module(self, module: Any) -> None:
        """Wrap what the module `socket` offers."""
        cls = module.socket
        self._wrap_class(cls, lambda name: getattr(cls, name, None))
        cls.__init__ = self._opening(cls.__init__)
        calls = self

        def __init_subclass__(subclass: Any, /, **options: Any) -> None:  # noqa: N807
            super(cls, subclass).__init_subclass__(**options)
            calls._wrap_class(subclass, subclass.__dict__.get)

        cls.__init_subclass__ = classmethod(__init_subclass__)
        if hasattr(module, "socketpair"):
            module.socketpair = self._pairing(module.socketpair)

    def _wrap_class(self, cls: Any, find: Callable[[str], Any]) -> None:
        for name in METHODS:
            original = find(name)
            if callable(original) and not hasattr(original, "_told_by"):
                setattr(cls, name, self._wrapped(cls, name, original))
        original = find("_real_close")
        if callable(original) and not hasattr(original, "_told_by"):
            cls._real_close = self._closing(original)

    def _wrapped(self, cls: Any, name: str, original: Any) -> Any:
        make, channel = self._make_method, self.channel
        is_asking = name in ASKING

        def method(self: Any, *args: Any, **options: Any) -> Any:
            if inside.depth or not channel.is_open or (is_asking and not is_users(2)):
                return original(self, *args, **options)
            inside.depth = 1
            try:
                return make(self, name, original, args, options)
            finally:
                inside.depth = 0

        return like(method, original, f"{cls.__name__}.{name}", self)

    def _make_method(self, sock: Any, name: str, original: Any, args: Any, options: Any) -> Any:
        """Make a call and tell it."""
        known = self._number_of(sock)
        if not known:
            return original(sock, *args, **options)
        number = next(self.numbers)
        where = place(3)
        if known in self._connecting:
            self._tell_names(known, sock)
        payload = sent(name, args)
        told = written(args[1:] if payload is not None else args, options)
        patience = _timeout(sock)
        more = _before(sock, name, patience)
        head = (_time(), number, thread_name(), known, name, told, where, payload, more)
        is_begun, started = None, 0
        try:
            if self._gate.state[0]:
                head = self._held(head)
            is_begun = self._begin(head, patience)
            started = _now()
            result = original(sock, *args, **options)
        except BaseException as error:
            waited = _now() - started if started else None
            if name in _NAMING:
                self._tell_names(known, sock)
            if isinstance(error, BlockingIOError) and name == "connect":
                self._connecting.add(known)
            failure = raised(error)
            held = kernel.holders(sock, name, args, failure[2])
            self.end(head, is_begun, waited, (None, None, failure, held))
            raise
        waited = _now() - started
        if name in _NAMING:
            self._tell_names(known, sock)
            if name == "connect_ex" and result == errno.EINPROGRESS:
                self._connecting.add(known)
        try:
            outcome = self._outcome(sock, name, args, result)
        except Exception:  # a method of the program's own class returns what it likes
            outcome = plain(result), None, None, None
        self.end(head, is_begun, waited, outcome)
        return result

    def make(
        self, head: Any, begins: bool, original: Any, /, *args: Any, **options: Any
    ) -> tuple[Any, bool | None, int, Any]:
        """Make a call that is no method of a known socket; if it raises an error, tell that.

        Args:
            head: what its begin says.
            begins: whether its begin is told.
            original: makes it.
            args: its arguments.
            options: those that are given by name.

        Returns:
            The first three arguments of `end`, and the result.
        """
        is_begun, started = None, 0
        try:
            if self._gate.state[0]:
                head = self._held(head)
            is_begun = self.channel.begin(head[1], ("begin", *head)) if begins else None
            started = _now()
            result = original(*args, **options)
        except BaseException as error:
            waited = _now() - started if started else None
            self.end(head, is_begun, waited, (None, None, raised(error), None))
            raise
        return head, is_begun, _now() - started, result

    def _held(self, head: Any) -> Any:
        """Hold a call if it is to be held; returns its head with the time from which it is made.

        The handler of a signal may raise an exception once the call is told to be held: whoever
        calls this tells its end then.
        """
        _, number, _, _, name, *_ = head
        if name in ASKING or not self._gate.must_hold(name):
            return head
        self.channel.tell_surely(("held", *head))
        self._gate.hold(number)
        return (_time(), *head[1:])

    def _begin(self, head: Any, patience: float | None) -> bool | None:
        """Tell a call before it is made; returns whether that was sent, None if it is not to be."""
        _, number, _, known, name, *_ = head
        if name not in TOLD_FIRST or (patience == 0.0 and name in WAITING):
            return None
        # The first `sendto` gives a socket its address, without which it cannot be recorded.
        if name == "sendto" and not self._has_address(known):
            return None
        return self.channel.begin(number, ("begin", *head))

    def _has_address(self, known: int) -> bool:
        local = self._named.get(known, (None, None))[0]
        return bool(local) and (type(local) is not tuple or local[1] != 0)

    def end(self, head: Any, is_begun: bool | None, waited: int | None, outcome: Any) -> None:
        """Tell that a call has returned, or that it was given up before it was made.

        Args:
            head: what its begin says.
            is_begun: whether its begin has been told; None if it was not to be told.
            waited: nanoseconds; None if it was not made.
            outcome: result, bytes received, error, and what was looked up after it.
        """
        channel, number, name = self.channel, head[1], head[4]
        if waited is None:
            head, waited = (_time(), *head[1:]), 0
        if is_begun:
            channel.tell_surely(("end", _time(), number, waited, *outcome))
            return
        event = ("call", *head, waited, *outcome)
        is_told_later = is_begun is False and channel.end_unbegun(number)
        if name in LEAVABLE and outcome[2] is None and not is_told_later:
            channel.tell(event)
        else:
            channel.tell_surely(event)

    def _outcome(self, sock: Any, name: str, args: Any, result: Any) -> Any:
        """Return the result, the bytes received, no error, and what was looked up."""
        if name == "accept":
            return (("socket", self._new(result[0]), plain(result[1])), None, None, None)
        if name == "recv":
            left = kernel.unread(sock) if args and len(result) == args[0] else None
            return None, message(result), None, left
        if name in ("recvfrom", "recvmsg"):
            return plain(result[1:]), message(result[0]), None, None
        if name == "recv_into" and args:
            return result, filled(args[0], result), None, None
        if name == "recvfrom_into" and args:
            return plain(result), filled(args[0], result[0]), None, None
        if name == "close":
            return None, None, None, _fileno(sock) < 0
        return None if name == "makefile" else plain(result), None, None, None

    def _opening(self, original: Any) -> Any:
        calls, channel = self, self.channel

        def __init__(self: Any, *args: Any, **options: Any) -> None:  # noqa: N807
            if inside.depth or not channel.is_open:
                original(self, *args, **options)
                return
            inside.depth = 1
            try:
                calls._open(self, original, args, options)
            finally:
                inside.depth = 0

        return like(__init__, original, "socket.__init__", calls)

    def _open(self, sock: Any, original: Any, args: Any, options: Any) -> None:
        told = "socket", written(args, options), place(3), None, None
        head: Any = (_time(), next(self.numbers), thread_name(), 0, *told)
        head, _, waited, _ = self.make(head, False, original, sock, *args, **options)
        opened = _fileno(sock), None, None, None
        self.end((*head[:3], self._new(sock), *head[4:]), None, waited, opened)

    def _pairing(self, original: Any) -> Any:
        calls, channel = self, self.channel

        def socketpair(*args: Any, **options: Any) -> Any:
            if inside.depth or not channel.is_open:
                return original(*args, **options)
            inside.depth = 1
            try:
                if sys._getframe(1).f_code.co_name == _WAKING:
                    pair = original(*args, **options)
                    calls._leave_alone(pair)
                    return pair
                told = "socketpair", written(args, options), place(2), None, None
                head: Any = (_time(), next(calls.numbers), thread_name(), 0, *told)
                head, _, waited, pair = calls.make(head, False, original, *args, **options)
                numbers = tuple(calls._new(each) for each in pair)
                outcome = (("pair", *numbers), None, None, None)
                calls.end((*head[:3], numbers[0], *head[4:]), None, waited, outcome)
                return pair
            finally:
                inside.depth = 0

        return like(socketpair, original, "socketpair", calls)

    def _closing(self, original: Any) -> Any:
        """Return `_real_close` so that the end of a socket is told when its last file is closed."""
        calls, channel = self, self.channel

        def _real_close(self: Any, *args: Any) -> None:
            original(self, *args)
            number = calls._number_of(self) if not inside.depth and channel.is_open else 0
            if number:
                channel.tell_surely(("gone", _time(), number))

        return like(_real_close, original, "socket._real_close", calls)

    def _leave_alone(self, sockets: Any) -> None:
        """Tell nothing of sockets."""
        for sock in sockets:
            self._sockets[id(sock)] = 0, ref(sock)

    def _number_of(self, sock: Any) -> int:
        found = self._sockets.get(id(sock))
        if found is not None and found[1]() is sock:
            return found[0]
        return self._new(sock)

    def _new(self, sock: Any) -> int:
        """Give a socket a number, and tell what it is."""
        number, key = next(self._socket_numbers), id(sock)

        def collected(gone: Any) -> None:
            found = self._sockets.get(key)
            if found is not None and found[1] is gone:
                del self._sockets[key]
                self._named.pop(number, None)
                if self.channel.is_open:
                    self.channel.tell_surely(("gone", _time(), number))

        self._sockets[key] = number, ref(sock, collected)
        self._tell_names(number, sock)
        return number

    def _tell_names(self, number: int, sock: Any) -> None:
        """Tell what a socket is, if its addresses have changed."""
        names = _named(_getsockname, sock), _named(_getpeername, sock)
        if names[1] is not None:
            self._connecting.discard(number)
        if self._named.get(number) != names:
            self._named[number] = names
            descriptor, inode = kernel.descriptor(sock)
            kind = _family(sock), _type(sock), max(0, descriptor), inode
            self.channel.tell_surely(("names", _time(), number, *kind, *names))


def _before(sock: Any, name: str, patience: float | None) -> Any:
    """Return what is looked up before a call: bytes unread, or timeout and a running loop."""
    if name == "close":
        return kernel.unread(sock)
    if name in WAITING:
        return patience, kernel.is_in_event_loop()
    return None


def _named(look: Any, sock: Any) -> Any:
    try:
        return plain(look(sock))
    except OSError:
        return None


def like(function: Any, original: Any, name: str, calls: object) -> Any:
    """Make a function look like the one it calls; `_told_by` marks it as wrapped."""
    function.__name__ = name.rpartition(".")[2]
    function.__qualname__ = name
    function.__doc__ = getattr(original, "__doc__", None)
    function._told_by = calls
    return function
