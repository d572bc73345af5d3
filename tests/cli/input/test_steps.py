import os
import threading
from contextlib import contextmanager

import pytest

from socket_workbench.cli.input import steps
from socket_workbench.cli.input.steps import StepLines, StepsAmongMessages, terminal_for_steps
from socket_workbench.engine.stepping import HeldCall, StepGate

PATIENCE = 20


class Caller:
    is_ending = is_ended = False


class Held:
    """A gate with calls that threads are held in."""

    def __init__(self):
        self.gate = StepGate(holds=True)
        self.made: list[str] = []
        self._made_one = threading.Condition()
        self._threads: list[threading.Thread] = []

    def hold(self, number, call, *, waits=True):
        thread = threading.Thread(target=self._hold, args=(number, call))
        self._threads.append(thread)
        thread.start()
        while waits and number not in [each.number for each in self.gate.held()]:
            assert self.gate.wait_until_held()

    def _hold(self, number, call):
        held = HeldCall(number, call, b"", "t", 1, 0, lambda: None, Caller())
        self.gate.hold(held, lambda: None)
        with self._made_one:
            self.made.append(call)
            self._made_one.notify_all()

    def wait_made(self, *calls):
        with self._made_one:
            assert self._made_one.wait_for(lambda: self.made == list(calls), PATIENCE)

    def end(self):
        self.gate.end()
        for thread in self._threads:
            thread.join(PATIENCE)


@pytest.fixture
def held():
    held = Held()
    yield held
    held.end()


def test_lines_step_the_oldest_a_number_until_a_name_and_all(held):
    said: list[str] = []
    lines = StepLines(held.gate, said.append, waits=False)
    for number, call in ((1, "accept()"), (2, "recv(1)"), (3, "send(b'')")):
        held.hold(number, call)
    assert lines.feed(b"2\r\n")
    held.wait_made("recv(1)")
    assert lines.feed(b"\n2\n")
    held.wait_made("recv(1)", "accept()")
    assert said == ["Call 2 is not held."]
    assert lines.feed(b"recv\n")
    held.wait_made("recv(1)", "accept()", "send(b'')")
    assert held.gate.until == "recv"
    assert lines.feed(b"\n")
    assert said[1:] == ["No call is held now."]
    assert lines.feed(b"sideways\n\xff\n")
    assert len(said) == 4
    assert lines.feed(b"go\n")
    assert held.gate.is_open


def test_a_script_writes_its_steps_before_calls_are_held(held):
    lines = StepLines(held.gate, pytest.fail, waits=True)
    thread = threading.Thread(target=lines.feed, args=(b"\n\n",))
    thread.start()
    held.hold(1, "accept()", waits=False)
    held.wait_made("accept()")
    held.hold(2, "recv(1)", waits=False)
    held.wait_made("accept()", "recv(1)")
    thread.join(PATIENCE)

    held.gate.end()
    assert not lines.feed(b"\n")


def test_the_end_of_the_steps_lets_all_go(held):
    held.hold(1, "accept()")
    assert StepLines(held.gate, pytest.fail, waits=False).feed(b"")
    held.wait_made("accept()")
    assert held.gate.is_open


def test_an_empty_line_is_a_step_while_a_call_is_held_and_else_a_message(held):
    sent: list[bytes] = []
    ended = threading.Event()
    free = threading.Event()

    def send(piece):
        free.wait(PATIENCE)
        sent.append(piece)
        if not piece:
            ended.set()
        return True

    typed = StepsAmongMessages(held.gate, send)
    held.hold(1, "connect(1)")
    # What is typed waits for the connection; steps do not.
    assert typed.feed(b"hi\r\n\n\nno")
    held.wait_made("connect(1)")
    free.set()
    assert typed.feed(b" end")
    assert typed.feed(b"")
    assert ended.wait(PATIENCE)
    assert sent == [b"hi\r\n", b"\n", b"no end", b""]


@contextmanager
def terminal():
    ours, its = os.openpty()
    try:
        with os.fdopen(its) as stream:
            yield ours, stream
    finally:
        os.close(ours)


@pytest.mark.needs("linux")
def test_steps_come_from_the_terminal_that_standard_input_is(monkeypatch):
    with terminal() as (_, stream):
        monkeypatch.setattr("sys.stdin", stream)
        assert terminal_for_steps() is stream


def test_without_a_terminal_it_is_said_that_there_is_none(monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    monkeypatch.setattr(steps, "open_terminal", lambda: None)
    with pytest.raises(ValueError, match="there is no terminal"):
        terminal_for_steps()
