"""Arguments and results of calls, as `marshal` can carry them; and where a call stands."""

from __future__ import annotations

import _socket
import _thread
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, TracebackType
    from typing import Any

MOST_BYTES = 1 << 16
"""Bytes of a message that are sent; of a longer one, the beginning."""

FEW_BYTES = 64
"""Bytes that are sent of other arguments, such as the value of an option."""

MOST_TEXT = 200
MOST_BITS = 256
MOST_DEPTH = 4
MOST_FRAMES = 60
MOST_OUTER = 4

RAW = "\0"
"""Begins a text that is not to be quoted, such as what `repr` returned."""

_OWN = os.path.dirname(os.path.abspath(__file__))
_OWN_START = os.path.join(os.path.dirname(_OWN), "")
_LIBRARY = os.path.join(os.path.dirname(os.path.abspath(os.__file__)), "")
_PACKAGES = (os.sep + "site-packages" + os.sep, os.sep + "dist-packages" + os.sep)
_SENDING = frozenset({"send", "sendall", "sendto"})
_getframe = sys._getframe
_ident = _thread.get_ident
_fileno = _socket.socket.fileno
_errno = OSError.__dict__["errno"].__get__
_whose: dict[str, int] = {}

OURS, OTHERS, USERS = range(3)


def message(data: Any) -> tuple[int, bytes] | None:
    """Return the length and the first bytes of what is sent; None if it is nothing to send."""
    if type(data) is bytes:
        return len(data), data if len(data) <= MOST_BYTES else data[:MOST_BYTES]
    try:
        view = memoryview(data).cast("B")
    except (TypeError, ValueError):
        return None
    return view.nbytes, bytes(view[:MOST_BYTES])


def said(value: Any, most: int) -> str:
    """Return the beginning of what an object says of itself, which may raise anything."""
    try:
        return str(value)[:most]
    except Exception:
        return f"<str() of {type(value).__name__} failed>"


def raised(error: BaseException) -> tuple[str, str, int | None]:
    """Return the name of an exception's class, what it says, and its `errno`."""
    number = _errno(error) if issubclass(type(error), OSError) else None
    return type(error).__name__, said(error, 200), number if type(number) is int else None


def filled(buffer: Any, count: int) -> tuple[int, bytes]:
    """Return the length and the first bytes of what was received into a buffer."""
    try:
        return count, bytes(memoryview(buffer).cast("B")[: min(count, MOST_BYTES)])
    except (TypeError, ValueError):
        return count, b""


def plain(value: Any, depth: int = 0) -> Any:
    """Return a value as `marshal` can carry it; runs nothing of the program's."""
    kind = type(value)
    if kind is int and value.bit_length() > MOST_BITS:
        return RAW + hex(value)[:MOST_TEXT]
    if value is None or kind in (int, bool, float):
        return value
    if kind is str:
        return value[:MOST_TEXT]
    if kind in (bytes, bytearray):
        return bytes(value[:FEW_BYTES])
    if kind in (tuple, list):
        return tuple([plain(each, depth + 1) for each in value[:16]]) if depth < MOST_DEPTH else RAW
    if issubclass(kind, int):
        return int.__int__(value)
    if issubclass(kind, _socket.socket):
        return f"{RAW}socket(fileno={_fileno(value)})"
    return RAW + object.__repr__(value)[:MOST_TEXT]


def whose(path: str) -> int:
    """Return whose a source file is: ours, the library's or another package's, or the user's."""
    owner = _whose.get(path)
    if owner is None:
        try:
            full = os.path.abspath(path)
        except OSError:
            # The current folder is deleted.
            full = path
        if full.startswith(_OWN_START):
            owner = OURS
        elif path.startswith("<") or full.startswith(_LIBRARY):
            owner = OTHERS
        else:
            owner = OTHERS if any(each in full for each in _PACKAGES) else USERS
        _whose[path] = owner
    return owner


def is_users(depth: int) -> bool:
    """Whether a function so many frames above this one is the user's own code."""
    return whose(_getframe(depth).f_code.co_filename) == USERS


def place(depth: int) -> tuple[Any, ...] | None:
    """Return where in the user's own code a call stands.

    Args:
        depth: how many frames above this function the search begins.

    Returns:
        File, line, function, whether that is the caller itself and not the library it calls, and
        file and line of the callers of that, as far as they are the user's. Without code of the
        user's, that of whoever made the call, and an empty function name.
    """
    frame: FrameType | None = _getframe(depth)
    is_direct = True
    found = library = None
    outer: list[tuple[str, int]] = []
    for _ in range(MOST_FRAMES):
        if frame is None:
            break
        path = frame.f_code.co_filename
        owner = whose(path)
        if owner == USERS:
            if found is None:
                found = (path, frame.f_lineno, frame.f_code.co_name, is_direct)
            else:
                outer.append((path, frame.f_lineno))
                if len(outer) == MOST_OUTER:
                    break
        elif owner == OTHERS and found is None:
            # What ends a `with` is the user's statement.
            is_direct = is_direct and frame.f_code.co_name == "__exit__"
            library = library or (path, frame.f_lineno, "", False)
        frame = frame.f_back
    found = found or library
    return None if found is None else (*found, tuple(outer))


def place_of(trace: TracebackType | None) -> tuple[Any, ...] | None:
    """Return where in the user's own code an exception passed last, as `place` does."""
    found: list[tuple[Any, ...]] = []
    each = trace
    while each is not None:
        path = each.tb_frame.f_code.co_filename
        if whose(path) == USERS:
            found.append((path, each.tb_lineno, each.tb_frame.f_code.co_name))
        each = each.tb_next
    if not found:
        return None
    is_direct = trace is not None and _last_owner(trace) == USERS
    return (*found[-1], is_direct, tuple([one[:2] for one in reversed(found[:-1])][:MOST_OUTER]))


def _last_owner(trace: TracebackType) -> int:
    """Return whose the innermost frame of a traceback is, ours left out."""
    owner = USERS
    each: TracebackType | None = trace
    while each is not None:
        found = whose(each.tb_frame.f_code.co_filename)
        owner = owner if found == OURS else found
        each = each.tb_next
    return owner


def without_ours(trace: TracebackType | None) -> TracebackType | None:
    """Return a traceback without the frames of this package; the same if there are none."""
    frames, each, has_ours = [], trace, False
    while each is not None:
        if whose(each.tb_frame.f_code.co_filename) != OURS:
            frames.append(each)
        else:
            has_ours = True
        each = each.tb_next
    if not has_ours:
        return trace
    kept = None
    for each in reversed(frames):
        kept = type(each)(kept, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return kept


def sent(name: str, args: Any) -> Any:
    """Return what a call sends, as `message` does; None if it sends nothing, or nothing known."""
    if name in _SENDING and args:
        return message(args[0])
    if name == "sendmsg" and args and type(args[0]) in (list, tuple):
        try:
            return message(b"".join(args[0]))
        except TypeError:
            return None
    return None


def written(args: Any, options: Any) -> Any:
    """Return the arguments of a call by position and by name."""
    return plain(args), tuple([(key, plain(value)) for key, value in options.items()])


def thread_name() -> str:
    """Return the name of this thread, without importing `threading` before the program does."""
    threading = sys.modules.get("threading")
    active = getattr(threading, "_active", None)
    thread = active.get(_ident()) if type(active) is dict else None
    return "MainThread" if thread is None else said(thread.name, 100)
