"""Wraps what waits for sockets to become ready.

That is `select.select`, the method `poll` of the objects of `select.poll` and `select.epoll`, and
the method `select` of the classes of `selectors`.

Told are the calls that the program itself makes, and those of a server of `socketserver`, which
waits in nothing else. Those of event loops are not: a loop makes one for each of its turns.
"""

from __future__ import annotations

import sys
import time

# Not from `functools`, whose own imports the program may not make; the stubs do not have it.
from _functools import partial  # type: ignore[import-not-found]

from .calls import inside, like
from .values import OTHERS, USERS, place, plain, thread_name, whose, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

    from .calls import Calls

_SERVERS = "socketserver"
_TIMEOUT = 3
"""Which argument of `select.select` is its timeout."""

_MOST_READY = 16
_getframe = sys._getframe
_time = time.time_ns
_now = time.perf_counter_ns


class Selects:
    """Tells the calls of this process that wait for several sockets.

    Args:
        calls: tells the calls of sockets.
    """

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def wrap_select(self, module: Any) -> None:
        """Wrap what the module `select` offers."""
        original = getattr(module, "select", None)
        # One of the program's own modules may have this name.
        if type(original) is not type(len):
            return
        module.select = _Select(self, original)
        # `poll` is a function that makes the object.
        for cls in (type(module.poll()), module.epoll):
            try:
                cls.poll = self._polling(cls.poll)
            except TypeError:
                # Python 3.8 has types here that cannot be changed: their calls are not seen.
                pass

    def wrap_selectors(self, module: ModuleType) -> None:
        """Wrap the classes of the module `selectors`."""
        for cls in vars(module).values():
            if isinstance(cls, type) and "select" in vars(cls) and cls.__module__ == "selectors":
                cls.select = self._method(cls.select)  # type: ignore[attr-defined]

    def _method(self, original: Any) -> Any:
        def select(selector: Any, timeout: Any = None) -> Any:
            if not self.is_told(_getframe(1)):
                return original(selector, timeout)
            make = partial(original, selector, timeout)
            return self.make("select", make, (timeout,), {}, timeout, _keys)

        select.__doc__ = original.__doc__
        return select

    def _polling(self, original: Any) -> Any:
        def poll(poller: Any, *args: Any, **options: Any) -> Any:
            if not self.is_told(_getframe(1)):
                return original(poller, *args, **options)
            make = partial(original, poller, *args, **options)
            timeout = args[0] if args else options.get("timeout")
            return self.make("poll", make, args, options, timeout, plain)

        return like(poll, original, original.__qualname__, self)

    def is_told(self, caller: Any) -> bool:
        """Whether a call is told that a frame makes; asked for each turn of an event loop."""
        return not inside.depth and self._calls.channel.is_open and _is_told(caller)

    def make(
        self,
        name: str,
        original: Callable[[], Any],
        args: tuple[Any, ...],
        options: dict[str, Any],
        timeout: Any,
        result_of: Callable[[Any], Any],
    ) -> Any:
        """Make a call, and tell it.

        Args:
            name: of the function or method.
            original: makes it.
            args: its arguments, to be told.
            options: those that were given by name.
            timeout: how long it waits; None for ever.
            result_of: returns what is told of its result.
        """
        calls = self._calls
        inside.depth = 1
        try:
            told = name, written(args, options), place(3), None, None
            head: Any = (_time(), next(calls.numbers), thread_name(), 0, *told)
            # What does not wait is told when it has returned.
            does_wait = timeout is None or timeout != 0
            head, is_begun, waited, result = calls.make(head, does_wait, original)
            calls.end(head, is_begun, waited, (result_of(result), None, None, None))
            return result
        finally:
            inside.depth = 0


class _Select:
    """Stands for `select.select`.

    No function, which would become a method where `selectors` makes it an attribute of a class.
    """

    def __init__(self, selects: Selects, original: Any) -> None:
        self._selects = selects
        self._original = original
        self.__name__ = "select"
        self.__doc__ = original.__doc__

    def __call__(self, *args: Any, **options: Any) -> Any:
        if not self._selects.is_told(_getframe(1)):
            return self._original(*args, **options)
        make = partial(self._original, *args, **options)
        timeout = args[_TIMEOUT] if len(args) > _TIMEOUT else None
        return self._selects.make("select", make, args, options, timeout, plain)


def _keys(ready: Any) -> Any:
    """Return the files of a selector that are ready."""
    return tuple([plain(key.fileobj) for key, _ in ready[:_MOST_READY]])


def _is_told(frame: Any) -> bool:
    owner = whose(frame.f_code.co_filename)
    is_server = owner == OTHERS and frame.f_globals.get("__name__") == _SERVERS
    return owner == USERS or is_server
