import math

from socket_workbench.engine.threads import Precedence
from socket_workbench.gui.threads import window_first
from socket_workbench.gui.threads.window_first import WindowFirst
from socket_workbench.journal.event import SESSION, Kind


def test_signs_of_life_are_given_for_a_while_after_something_happened(until, monkeypatch):
    monkeypatch.setattr(window_first, "_BEATS", 3)
    dues = []

    class Counted(Precedence):
        def give_sign(self):
            super().give_sign()
            dues.append(self.due)

    precedence = Counted()
    first = WindowFirst(precedence)
    assert precedence.due == math.inf
    first.wake()
    until(lambda: len(dues) == 3 and precedence.due == math.inf)
    assert dues == sorted(dues)
    first.wake()
    until(lambda: len(dues) == 6 and precedence.due == math.inf)


def test_at_rest_nobody_waits(until):
    precedence = Precedence()
    first = WindowFirst(precedence)
    first.wake()
    until(lambda: precedence.due != math.inf)
    first.rest()
    assert precedence.due == math.inf


def test_a_session_gives_signs_while_something_is_recorded(session, until):
    precedence = session.threads.precedence
    assert precedence.due == math.inf
    session.journal.append(SESSION.number, Kind.NOTE, text="something")
    until(lambda: precedence.due != math.inf)
