"""The text of a traceback that may be given to others: no contents of messages, no folders."""

import re
import sysconfig
import traceback
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from socket_workbench.payload.harmless import harmless

MOST_FRAMES = 40
"""The frames that are kept of a traceback, the innermost ones."""

_MOST_CHAINED = 10
_MOST_MESSAGE = 300

_PACKAGES = Path(__file__).parents[3]
"""The folder that the package `socket_workbench` is in."""

_ABOUT_THE_PROGRAM = (
    "AttributeError",
    "NameError",
    "UnboundLocalError",
    "ImportError",
    "TypeError",
)
"""Exceptions whose messages quote names of the program."""

_QUOTED = re.compile(r"""[bB]?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
_NAME = re.compile(r"[A-Za-z_][\w.]{0,60}(?:\(\))?")
_PATH = re.compile(r"(?:\b[A-Za-z]:)?(?:[\\/][^\\/\s:'\"()]+){2,}")
_FRAME = re.compile(r'(?P<before>^ *File ")(?P<path>.*)(?P<after>", line \d+)', re.MULTILINE)

_LEFT_OUT = "…"


def fault_text(error: BaseException) -> str:
    """Return the traceback of an exception and of those that led to it.

    What the messages of exceptions quote may be what a peer has sent or a user has typed; it is
    left out, except for names of the program's parts. Files are named without the folders that the
    program, Python and its packages are in.
    """
    trace = traceback.TracebackException(
        type(error), error, error.__traceback__, limit=-MOST_FRAMES, compact=True
    )
    return "\n".join(_lines(trace, _MOST_CHAINED))


def place_of(error: BaseException) -> tuple[object, ...]:
    """Return what is the same for all exceptions of one type that were raised in one line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return (type(error),)
    return type(error), trace.tb_frame.f_code.co_filename, trace.tb_lineno


def without_folders(dump: str) -> str:
    """Return a traceback that `faulthandler` has written without the folders of its files."""
    return _FRAME.sub(
        lambda found: f"{found['before']}{short_path(found['path'])}{found['after']}", dump
    )


def short_path(name: str) -> str:
    """Return the path of a source file from the folder of packages that it is in."""
    path = Path(name)
    for folder in _package_folders():
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    # A Windows path is no path elsewhere.
    return re.split(r"[\\/]", name)[-1]


@cache
def _package_folders() -> list[Path]:
    found = {Path(path) for path in sysconfig.get_paths().values()} | {_PACKAGES}
    return sorted(found, key=lambda folder: len(folder.parts), reverse=True)


def _lines(trace: traceback.TracebackException, depth: int) -> Iterator[str]:
    earlier = trace.__cause__ or (None if trace.__suppress_context__ else trace.__context__)
    if earlier is not None and depth:
        yield from _lines(earlier, depth - 1)
        yield ""
        yield "which led to" if trace.__cause__ else "and while that was handled"
        yield ""
    yield "Traceback (most recent call last):"
    for frame in trace.stack:
        yield f'  File "{short_path(frame.filename)}", line {frame.lineno}, in {frame.name}'
        if frame.line:
            yield f"    {harmless(frame.line)}"
    yield _message(trace)
    for each in (trace.exceptions or [])[:depth]:
        yield from (f"  | {line}" for line in _lines(each, 0))


def _message(trace: traceback.TracebackException) -> str:
    """Return the kind of an exception and what may be told of its message."""
    # Notes, which come last, may say anything.
    trace.__notes__ = None
    said = "".join(list(trace.format_exception_only())[-1:]).strip()
    kind, colon, message = said.partition(":")
    keeps_names = kind in _ABOUT_THE_PROGRAM

    def shown(found: re.Match[str]) -> str:
        quoted = found[0]
        if keeps_names and _NAME.fullmatch(quoted.strip("'\"")):
            return quoted
        return f"'{_LEFT_OUT}'"

    message = _PATH.sub(_LEFT_OUT, _QUOTED.sub(shown, message))
    return harmless(f"{kind}{colon}{message}")[:_MOST_MESSAGE]
