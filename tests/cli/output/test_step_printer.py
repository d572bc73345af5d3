import json
from itertools import pairwise

import pytest

from socket_workbench.cli.inbox import ClientUpdate
from socket_workbench.cli.output.step_printer import StepPrinter, update_object
from socket_workbench.dialogues.commands import Ask, Finished, Marked, Show, StepBegun
from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Event, Kind, Role, Source

CLIENT = Source(1, Role.CLIENT, "c", "tcp://h:1", 1, "h:2", "h:1")


class Printed:
    def __init__(self):
        self.objects = []

    def later(self, count, cost, make):
        self.objects += [json.loads(line) for line in make()]

    def words(self):
        return [found.get("number") or found["text"] for found in self.objects]


def step(number, time):
    return ClientUpdate(0, StepBegun((number,), f"step {number}", number), time)


def event(text, time):
    return Event(time, 1, Kind.NOTE, b"", text)


@pytest.fixture
def printed():
    return Printed()


@pytest.fixture
def steps(printed):
    return StepPrinter(printed.later)


def test_steps_stand_between_the_events_where_they_happened(printed, steps):
    for number, time in [(1, 10), (2, 30), (3, 50)]:
        steps.add("c", step(number, time))
    steps.write_batch(
        [CLIENT],
        Batch.of_events([event("a", 5), event("b", 20), event("c", 30), event("d", 40)]),
    )
    assert printed.words() == ["a", 1, "b", "c", 2, "d"]
    steps.release(49)
    assert printed.words()[6:] == []
    steps.release(50)
    assert printed.words()[6:] == [3]
    assert all(one["time"] <= next_one["time"] for one, next_one in pairwise(printed.objects))


def test_what_is_left_at_the_end_is_printed(printed, steps):
    steps.add("c", step(1, 10))
    steps.close()

    assert printed.words() == [1]


@pytest.mark.parametrize(
    ("update", "members"),
    [
        (
            StepBegun((4, 0), "Ask", 9),
            {"kind": "step", "number": 9, "step": 4, "path": [4, 0], "text": "Ask"},
        ),
        (Ask("A?", ("1", "2")), {"kind": "ask", "text": "A?", "choices": ["1", "2"]}),
        (
            Show(b"\xff\x1b\x7f", "http"),
            {"kind": "show", "form": "http", "text": "\\xff\x1b\x7f"},
        ),
        (Marked(2_000), {"kind": "mark", "row": "1970-01-01T00:00:00.000002Z"}),
        (
            Finished(passed=False, reason="It did not come."),
            {"kind": "finished", "passed": False, "text": "It did not come."},
        ),
    ],
)
def test_everything_that_a_client_says_is_an_object(update, members):
    line = update_object("c", ClientUpdate(0, update, 1_000))

    assert line.isprintable()
    assert json.loads(line) == {
        "time": "1970-01-01T00:00:00.000001Z",
        "client": "c",
        **members,
    }
