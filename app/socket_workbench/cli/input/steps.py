"""Steps that are typed: lines that let held calls go."""

import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Protocol, TextIO

from socket_workbench.cli.input.standard_input import read_input, read_standard_input
from socket_workbench.cli.input.typed_lines import Line, LineCutter
from socket_workbench.journal.call_syntax import NAMES
from socket_workbench.language import tr
from socket_workbench.system import open_terminal

GO_ON = "go"
"""The line that lets all calls go."""


class Steps(Protocol):
    """What holds calls, and lets them go: of the engine or of a watched program."""

    def step(self, number: int | None = None) -> bool:
        """Let one call go; returns whether there was such a call."""

    def go_on(self, until: str = "") -> None:
        """Let all calls go, until one of this name."""

    def wait_until_held(self) -> bool:
        """Wait until a call is held; return False if none will be."""


def read_steps(gate: Steps, complain: Callable[[str], None]) -> None:
    """Take steps from standard input, in a thread of its own."""
    is_typed = sys.stdin is not None and sys.stdin.isatty()
    read_standard_input(StepLines(gate, complain, waits=not is_typed).feed)


def terminal_for_steps() -> TextIO:
    """Return the terminal from which steps are read where standard input is sent.

    Raises:
        ValueError: there is none; a sentence.
    """
    if sys.stdin is not None and sys.stdin.isatty():
        return sys.stdin
    terminal = open_terminal()
    if terminal is None:
        raise ValueError(
            tr(
                "--step takes steps from the terminal, since what comes from standard input is"
                " sent, and there is no terminal. Run this in one, or take --trace."
            )
        )
    return terminal


def terminal_for_watched_steps() -> TextIO | None:
    """Return the terminal from which steps of a watched program are read; None if there is none.

    Standard input is the program's. Where it is the terminal, both are read from it.
    """
    return sys.stdin if sys.stdin is not None and sys.stdin.isatty() else open_terminal()


def read_watched_steps(
    gate: Steps,
    terminal: TextIO | None,
    send: Callable[[bytes], bool],
    complain: Callable[[str], None],
) -> None:
    """Take steps of a watched program, in a thread of its own.

    Args:
        gate: holds the calls.
        terminal: as `terminal_for_watched_steps` has returned it; without one, steps are read from
            standard input.
        send: gives the program what is typed, where standard input is the terminal.
        complain: tells the person a sentence.
    """
    if terminal is None:
        read_steps(gate, complain)
    elif terminal is sys.stdin:
        read_standard_input(StepsAmongMessages(gate, send).feed)
    else:
        read_input(terminal, StepLines(gate, complain, waits=False).feed)


def read_messages_and_steps(
    gate: Steps,
    terminal: TextIO,
    send: Callable[[bytes], bool],
    complain: Callable[[str], None],
) -> None:
    """Send standard input, and take steps from the terminal, in threads of their own.

    Args:
        gate: holds the calls.
        terminal: as `terminal_for_steps` has returned it.
        send: sends a piece of standard input; returns whether to go on reading.
        complain: tells the person a sentence.
    """
    if terminal is sys.stdin:
        read_standard_input(StepsAmongMessages(gate, send).feed)
        return
    read_input(terminal, StepLines(gate, complain, waits=False).feed)
    read_standard_input(send)


class StepLines:
    """Lets calls go as lines say: an empty one, a call's number or name, or `go`."""

    def __init__(self, gate: Steps, complain: Callable[[str], None], *, waits: bool) -> None:
        """Prepare it.

        Args:
            gate: holds the calls.
            complain: tells the person a sentence.
            waits: whether a step for which no call is held waits until one is, as a script that
                writes steps in advance needs it.
        """
        self._gate = gate
        self._complain = complain
        self._waits = waits
        self._lines = LineCutter()

    def feed(self, data: bytes) -> bool:
        """Take a piece of the input, see `read_input`; at its end, all calls go on."""
        for line in self._lines.feed(data):
            if not self._obey(line.content.decode("utf-8", "replace").strip()):
                return False
        if not data:
            self._gate.go_on()
        return True

    def _obey(self, word: str) -> bool:
        """Do what a line says; return False if there is nothing more to step."""
        gate = self._gate
        if word == GO_ON:
            gate.go_on()
        elif word in NAMES:
            gate.go_on(until=word)
        elif word and not (word.isascii() and word.isdigit()):
            self._complain(
                tr(
                    "Enter makes the call that is held for longest, {go} and Enter lets all go on,"
                    " and the name of a call, such as recv, until one of that name.",
                    go=GO_ON,
                )
            )
        else:
            if self._waits and not gate.wait_until_held():
                return False
            if not gate.step(int(word) if word else None):
                self._complain(tr("No call is held now.") if not word else _not_held(word))
        return True


class StepsAmongMessages:
    """Takes empty lines as steps while a call is held, and passes everything else on."""

    def __init__(self, gate: Steps, send: Callable[[bytes], bool]) -> None:
        """Start a thread that passes on: `send` may wait, and steps must not wait for it.

        Args:
            gate: holds the calls.
            send: see `read_messages_and_steps`.
        """
        self._gate = gate
        self._send = send
        self._lines = LineCutter()
        self._messages: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=self._pass_on, name="typed messages", daemon=True).start()

    def feed(self, data: bytes) -> bool:
        """Take a piece of the input; see `read_input`."""
        for line in self._lines.feed(data) if data else self._lines.end():
            self._take(line)
        if not data:
            self._messages.put(b"")
        return True

    def _take(self, line: Line) -> None:
        is_step = line.is_whole and not line.content
        if not (is_step and self._gate.step()):
            self._messages.put(line.content + line.end)

    def _pass_on(self) -> None:
        while self._send(message := self._messages.get()) and message:
            pass


def _not_held(number: str) -> str:
    return tr("Call {number} is not held.", number=number)
