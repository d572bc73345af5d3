"""Mistakes that options of sockets show."""

from collections.abc import Iterator

from socket_workbench.language import tr
from socket_workbench.watch.mistakes.finding import CONTRACT, Finding
from socket_workbench.watch.model import Call, End, Place

_SOL_SOCKET, _SO_REUSEADDR, _SO_LINGER = 1, 2, 13


def of_option(end: End, call: Call) -> Iterator[Finding]:
    """Look at a `setsockopt` that has returned; notes what other rules ask of options."""
    end.is_aborted = end.is_aborted or call.arguments[:2] == (_SOL_SOCKET, _SO_LINGER)
    is_reuse = call.arguments[:2] == (_SOL_SOCKET, _SO_REUSEADDR) and bool(call.arguments[2:3])
    if not is_reuse or not call.arguments[2]:
        return
    if not end.is_bound:
        end.reuses_address = True
    elif not end.reuses_address and _are_together(end.bound_at, call.place):
        sentence = tr("SO_REUSEADDR has no effect after bind: set it before bind.")
        yield Finding("reuseaddr-too-late", CONTRACT, sentence)


def _are_together(bound: Place | None, option: Place | None) -> bool:
    """Whether two calls are of the same file: a library may be given a socket that is bound."""
    return bound is not None and option is not None and bound.file == option.file
