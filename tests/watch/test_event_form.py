import marshal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.clock import time_ns
from socket_workbench.journal.journal import Journal
from socket_workbench.watch.channel import ENDED, Told
from socket_workbench.watch.child._socket_workbench.methods import METHODS
from socket_workbench.watch.event_form import has_form
from socket_workbench.watch.mistakes.mistakes import Mistakes
from socket_workbench.watch.model import Value
from socket_workbench.watch.programs import Programs
from socket_workbench.watch.recorder import Recorder

NUMBERS = st.integers(0, 3) | st.sampled_from([80, (1 << 63) - 1])
TEXTS = st.sampled_from(["", "a", "\ud800", "tab\tand \u2192", "\0raw", "127.0.0.1"])
SCALARS = st.sampled_from([None, True, -1, 0, 3, 1 << 200, -0.5, float("inf"), b"", b"abc"]) | TEXTS
ADDRESSES = st.sampled_from([("127.0.0.1", 80), ("::1", 81, 0, 0), "/a", b"\0a", None])
VALUES = st.recursive(SCALARS | ADDRESSES, lambda each: st.lists(each, max_size=3).map(tuple))
RESULTS = VALUES | st.tuples(st.just("socket"), NUMBERS, VALUES)
NAMES = st.sampled_from(sorted(METHODS | {"socket", "socketpair", "anything"}))
MESSAGES = st.sampled_from([None, (0, b""), (3, b"abc"), (1 << 40, b"ab")])
PLACES = st.sampled_from([None, ("", 0, "", False, ()), ("a\tb.py", 3, "f", True, (("a", 1),))])
ERRORS = st.none() | st.tuples(TEXTS | st.just("OSError"), TEXTS, st.sampled_from([None, 98, 111]))
TOLD = st.tuples(
    st.lists(VALUES, max_size=3).map(tuple),
    st.lists(st.tuples(TEXTS, VALUES), max_size=2).map(tuple),
)
MANY_TEXTS = st.lists(TEXTS, max_size=3).map(tuple)
ERRNOS = st.sampled_from([None, 9])
HEAD = (NUMBERS, NUMBERS, TEXTS, NUMBERS, NAMES, TOLD, PLACES, MESSAGES, VALUES)
OUTCOME = (NUMBERS, RESULTS, MESSAGES, ERRORS, VALUES)
FORMS = {
    "process": (NUMBERS, NUMBERS, NUMBERS, st.booleans(), TEXTS),
    "forking": (NUMBERS,),
    "names": (NUMBERS, NUMBERS, *(st.sampled_from([1, 2, 10]),) * 2, NUMBERS, NUMBERS)
    + (ADDRESSES | VALUES,) * 2,
    "held": HEAD,
    "begin": HEAD,
    "end": (NUMBERS, NUMBERS, *OUTCOME),
    "call": (*HEAD, *OUTCOME),
    "gone": (NUMBERS, NUMBERS),
    "uncaught": (NUMBERS, TEXTS, MANY_TEXTS, TEXTS, ERRNOS, PLACES, VALUES),
    "bytes warning": (NUMBERS, TEXTS, TEXTS, NUMBERS),
    "shadow": (NUMBERS, TEXTS),
    "lost": (NUMBERS, NUMBERS),
    "exit": (NUMBERS,),
}
EVENTS = st.one_of([st.tuples(st.just(kind), *form) for kind, form in FORMS.items()])


class Nowhere:
    def write_batch(self, sources, batch):
        for source in sources:
            source.name.encode("utf-8", "surrogatepass")

    def take_unsent(self, entries):
        pass

    def close(self):
        pass


@given(st.lists(st.tuples(st.integers(1, 2), EVENTS), max_size=30))
def test_events_of_the_right_form_stop_nothing_however_little_sense_they_make(events):
    journal = Journal([Nowhere()])
    try:
        recorder = Recorder(journal)
        mistakes = Mistakes(recorder.hint)
        programs = Programs("a.py", [recorder, mistakes])
        for process, event in events:
            assert has_form(event)
            programs.take(Told(time_ns(), process, event))
        for tick in (recorder.tick, mistakes.tick):
            tick(programs.waiting(), time_ns())
        for process in tuple(programs.processes):
            programs.take(Told(time_ns(), process, (ENDED,)))
    finally:
        journal.close()


@given(EVENTS, st.data())
def test_a_field_of_another_kind_is_no_event(event, data):
    place = data.draw(st.integers(1, len(event) - 1))
    wrongs: list[Value] = [float("nan"), -1, 1 << 64, [], {1: 2}, 1 << 20000]
    for wrong in wrongs:
        changed = (*event[:place], wrong, *event[place + 1 :])
        if has_form(changed):
            # A place for any value takes every number with a size.
            assert wrong in (-1, 1 << 64) or wrong != wrong
    assert not has_form(event[:-1])
    assert not has_form((*event, None))


@pytest.mark.parametrize("event", [("ended",), ("unknown", 1), ("exit", True), ("exit", 1.5)])
def test_other_events_have_no_form(event):
    assert not has_form(marshal.loads(marshal.dumps(event, 2)))
