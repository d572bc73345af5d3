"""`watch`: runs a Python program of the user's, and tells its socket calls.

The program's standard streams are the command's own, so that it can be typed into and used in a
pipe; what the command tells goes to standard error. With `--json` what the program writes is
among the objects on standard output. With `--step` steps are read from the terminal: where that is
standard input as well, lines that are no steps are passed on to the program.
"""

import os
import signal
import subprocess
import sys
from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import TextIO

from socket_workbench.cli.exit_codes import USAGE
from socket_workbench.cli.inbox import Inbox, Wake
from socket_workbench.cli.input.steps import read_watched_steps, terminal_for_watched_steps
from socket_workbench.cli.output.console import EVERY_KIND, EventPrinter
from socket_workbench.cli.output.event_line import event_line
from socket_workbench.cli.output.queued_output import PRINT_TIME, QueuedOutput
from socket_workbench.cli.output.standard_stream import StandardStream
from socket_workbench.cli.session import (
    Recording,
    finish,
    listening_for_signals,
    open_journal,
    wait_until_printed,
)
from socket_workbench.journal.event import Kind
from socket_workbench.journal.event_object import named_event_object
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr, trn
from socket_workbench.watch.channel import check_system
from socket_workbench.watch.output import Output
from socket_workbench.watch.program import current_folder, find_python, is_program
from socket_workbench.watch.watching import Watch


def watch(parsed: Namespace) -> int:
    """Run the command; returns the program's exit code."""
    with QueuedOutput(as_json=parsed.json) as output:
        try:
            return _watch(parsed, output)
        except ValueError as error:
            output.complain(str(error))
        except OSError as error:
            output.complain(
                tr("The program cannot be watched: {error}.", error=error.strerror or error)
            )
        return USAGE


def _watch(parsed: Namespace, output: QueuedOutput) -> int:
    check_system()
    words = program_words(parsed)
    folder = current_folder() if words[0] == "-m" else Path(words[0]).absolute().parent
    python = find_python(parsed.python, folder)
    recording = Recording.wanted(parsed)
    captures = parsed.json or recording.record is not None or recording.text_log is not None
    # Ctrl-C is the program's: how often it takes it is its own matter.
    with listening_for_signals(output, ends_at_once=False) as inbox:
        journal = open_journal(recording, [_printer(parsed, output)], output)
        terminal = terminal_for_watched_steps() if parsed.step else None
        try:
            watched = _started(parsed, journal, python, words, captures, inbox, terminal)
        except BaseException:
            journal.close()
            raise
        if parsed.step:
            typed = partial(_type, watched)
            read_watched_steps(watched.gate, terminal, typed, output.complain)
        was_ended = _wait(watched, inbox)
        wait_until_printed(journal, output, inbox)
        finish(watched, journal, output)
    _tell_rest(watched, output, was_ended=was_ended)
    return watched.code if watched.code is not None else USAGE


def _started(
    parsed: Namespace,
    journal: Journal,
    python: str,
    words: list[str],
    captures: bool,
    inbox: Inbox,
    terminal: TextIO | None,
) -> Watch:
    pass_on = _Streams()
    return Watch(
        journal,
        python,
        words,
        captures=captures,
        on_output=_ignore if parsed.json else pass_on.write,
        on_ended=partial(inbox.put, Wake.CHANGED),
        holds=parsed.step,
        stdin=_program_input(terminal) if parsed.step else None,
        has_group=not _has_terminal(),
        bounds_output=False,
    )


def _program_input(terminal: TextIO | None) -> int | None:
    """Return the standard input of a program that is stepped, as `subprocess.Popen` takes it."""
    if terminal is None:
        return subprocess.DEVNULL
    return subprocess.PIPE if terminal is sys.stdin else None


def _type(watched: Watch, data: bytes) -> bool:
    """Give a program what is typed for it; at the end of that, its calls go on.

    Returns:
        Whether it takes more.
    """
    if not data:
        watched.gate.go_on()
    return watched.program.type(data)


def program_words(parsed: Namespace) -> list[str]:
    """Return the program and its arguments as Python takes them.

    Raises:
        ValueError: there is none, or its file is not there.
    """
    words: list[str] = parsed.program
    if words[:1] == ["--"]:
        del words[0]
    if parsed.module:
        return ["-m", *parsed.module]
    if not words:
        raise ValueError(tr("PROGRAM.py is missing: give the program to run, or -m MODULE."))
    if not is_program(Path(words[0])):
        raise ValueError(tr("There is no program {path}.", path=words[0]))
    # A name that begins with a dash is no option of Python's.
    return [f"./{words[0]}" if words[0][0] == "-" else words[0], *words[1:]]


def _printer(parsed: Namespace, output: QueuedOutput) -> EventPrinter:
    if parsed.json:
        return EventPrinter(output.later, named_event_object)
    return EventPrinter(output.complain_later, event_line, EVERY_KIND - {Kind.OUTPUT})


def _wait(watched: Watch, inbox: Inbox) -> bool:
    """Wait until the program has ended, and pass signals on to it.

    Returns:
        Whether there were signals.
    """
    was_ended = False
    while (wake := inbox.get()) is not Wake.CHANGED:
        was_ended = True
        match wake:
            case Wake.INTERRUPTED if watched.program.has_group or not _is_at_terminal():
                watched.end(signal.SIGINT)
            case Wake.INTERRUPTED:
                watched.gate.go_on()
            case Wake.TERMINATED:
                watched.end(signal.SIGTERM)
    return was_ended


def _has_terminal() -> bool:
    """Whether there is a terminal whose Ctrl-C reaches all that run in the foreground."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _is_at_terminal() -> bool:
    """Whether Ctrl-C at the terminal reaches the program as it reaches this process."""
    try:
        descriptor = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(descriptor) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(descriptor)


class _Streams:
    """Writes what the program has written, where it would have gone without `--record`."""

    def __init__(self) -> None:
        self._streams = {"stdout": StandardStream(sys.stdout), "stderr": StandardStream(sys.stderr)}

    def write(self, output: Output) -> None:
        """Write it; a reader that has left wants no more."""
        stream = self._streams.get(output.stream)
        try:
            if stream is not None:
                stream.write(output.data)
        except OSError:
            self._streams.pop(output.stream, None)


def _ignore(output: Output) -> None:
    """Do nothing: the output is among the events."""


def _tell_rest(watched: Watch, output: QueuedOutput, *, was_ended: bool) -> None:
    output.flush(PRINT_TIME)
    if not watched.was_seen and was_ended:
        output.complain(tr("The program was ended before anything of it was seen."))
    elif not watched.was_seen:
        output.complain(
            tr(
                "Nothing of this program was seen: its Python is older than 3.8 or was started"
                " without its environment (python -I, -E or -S), or it is no Python program."
            )
        )
    if watched.left_out:
        output.complain(
            trn(
                "{count} call was left out: the program makes them faster than they can be"
                " recorded.",
                "{count} calls were left out: the program makes them faster than they can be"
                " recorded.",
                watched.left_out,
            )
        )
