import math
import threading
from time import time_ns

from socket_workbench.engine.precedence import LONGEST, PATIENCE, Precedence

WAIT = 20_000_000_000


def test_nobody_waits_without_a_sign_of_life():
    assert Precedence().due == math.inf


def test_loops_are_to_wait_when_no_sign_has_come_for_a_while():
    precedence = Precedence()
    before = time_ns()
    precedence.give_sign()
    assert before + PATIENCE <= precedence.due <= time_ns() + PATIENCE


def test_who_waits_goes_on_with_the_next_sign(monkeypatch):
    monkeypatch.setattr("socket_workbench.engine.precedence.LONGEST", WAIT)
    precedence = Precedence()
    precedence.give_sign()
    first = precedence.due
    waiting = threading.Thread(target=precedence.let_pass)
    waiting.start()
    # Given again and again: one alone could come before the thread waits.
    while waiting.is_alive():
        precedence.give_sign()
        waiting.join(0.001)
    assert precedence.due > first


def test_who_gives_no_more_signs_lets_everybody_go_on(monkeypatch):
    monkeypatch.setattr("socket_workbench.engine.precedence.LONGEST", WAIT)
    precedence = Precedence()
    precedence.give_sign()
    waiting = threading.Thread(target=precedence.let_pass)
    waiting.start()
    while waiting.is_alive():
        precedence.renounce()
        waiting.join(0.001)
    assert precedence.due == math.inf


def test_loops_go_on_for_as_long_as_they_have_waited_in_vain():
    precedence = Precedence()
    precedence.give_sign()
    before = time_ns()
    precedence.let_pass()
    # A sign from before the wait does not count.
    assert precedence.due >= before + 2 * LONGEST
