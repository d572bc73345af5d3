import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from socket_workbench.dialogues.commands import Finished, StepBegun
from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.script import Script
from socket_workbench.dialogues.script_comparison import Comparison
from socket_workbench.dialogues.script_expectations import Expect, Match
from socket_workbench.dialogues.script_steps import Repeat, SendMessage, Wait
from socket_workbench.gui.script.steps_model import MOST_STEPS, StepsModel, StepState

STEPS = (
    SendMessage("first"),
    Repeat(
        (Expect(Match.ANY, into="word"), SendMessage("again")), Condition("word", "equals", "exit")
    ),
    Wait(2),
)
WORDS = {
    StepState.PENDING: "-",
    StepState.OPEN: "o",
    StepState.PRESENT: ">",
    StepState.DONE: "+",
    StepState.FAILED: "x",
    StepState.DETAIL: ":",
}


@pytest.fixture
def model(qtbot):
    model = StepsModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    yield model
    del tester


def shown(model):
    lines = [model.line(row) for row in range(model.rowCount())]
    return [f"{WORDS[line.state]}{' ' * line.depth}{line.text}" for line in lines]


def marks(model):
    return "".join(WORDS[model.line(row).state] for row in range(model.rowCount()))


def test_steps_are_listed_before_they_are_run(model):
    model.begin(STEPS)
    assert shown(model) == [
        "-Send first",
        "-Repeat until word is exit",
        "- Expect a message",
        "- Send again",
        "-Wait 2 s",
    ]


def test_steps_are_ticked_as_they_pass_and_a_repeat_counts_its_rounds(model):
    model.begin(STEPS)
    script = Script(STEPS, messages=True)
    seen = []

    def take(commands):
        for command in commands:
            if isinstance(command, StepBegun):
                model.reach(command.path)
                seen.append(marks(model))
            if isinstance(command, Finished):
                model.finish(command)

    take(script.opened("peer"))
    assert seen == [">----", "+>---", "+o>--"]
    assert "(round 1)" in model.line(1).text
    take(script.received(b"more"))
    assert seen[-2:] == ["+o+>-", "+o>--"]
    assert "(round 2)" in model.line(1).text
    take(script.received(b"exit"))
    assert seen[-1] == "++++>"
    take(script.timer("step 3"))
    take(script.timer("step 4"))
    model.finish(Finished(passed=True))
    assert marks(model) == "+++++"


def test_a_failed_step_shows_what_was_expected_and_received(model):
    model.begin(STEPS[:1] + STEPS[2:])
    model.reach((0,))
    model.finish(Finished(False, "Expected A, but B came.", '"A"', '"B"'))
    assert shown(model) == ["xSend first", ': expected "A"', ': received "B"', "-Wait 2 s"]
    model.begin(STEPS[:1] + STEPS[2:])
    model.reach((0,))
    difference = "byte 1: expected 41, received 42"
    comparison = Comparison(b"B", 1, b"A", 1)
    model.finish(Finished(False, "Expected A, but B came.", '"A"', '"B"', comparison))
    assert shown(model)[2:4] == [': received "B"', f": {difference}"]
    model.begin(STEPS)
    assert marks(model) == "-----"


def test_another_failure_is_shown_with_its_reason_in_the_group_where_it_was(model):
    model.begin(STEPS)
    model.reach((1,))
    model.reach((1, 0))
    model.finish(Finished(False, "The connection was closed."))
    assert shown(model)[1:4] == [
        "oRepeat until word is exit (round 1)",
        "x Expect a message",
        ":  The connection was closed.",
    ]


def test_a_failure_before_the_first_step_marks_none(model):
    model.begin(STEPS)
    model.finish(Finished(False, "Nobody listens."))
    assert marks(model) == "-----"


def test_a_step_is_shown_as_one_plain_line_and_says_its_state(model):
    model.begin((SendMessage("<b>\x07\n"),))
    index = model.index(0)
    assert "\x07" not in index.data()
    assert "&lt;b&gt;" in index.data(Qt.ItemDataRole.ToolTipRole)
    model.reach((0,))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", in progress")


class CountedDict(dict[tuple[int, ...], int]):
    """A dictionary that counts how often it is gone through as a whole."""

    looks = 0

    def __iter__(self):
        self.looks += 1
        return super().__iter__()


def test_rounds_of_one_group_leave_those_of_others_alone(model):
    inner = Repeat((SendMessage("x"),), Condition("word", "equals", "exit"))
    model.begin((Repeat((inner,), Condition("word", "equals", "exit")),) * 3)
    model._rounds = rounds = CountedDict()
    for path in ((0, 0), (0, 0, 0), (0, 0, 0), (1, 0), (1, 0, 0), (0, 0)):
        model.reach(path)
    shown_rounds = [model.line(row).text.rpartition("(")[2] for row in (0, 1, 3, 4)]
    # The inner group of the first begins anew with its second round.
    assert shown_rounds[0] == "round 2)"
    assert "round" not in shown_rounds[1]
    assert shown_rounds[2:] == ["round 1)"] * 2
    # With thousands of groups, none of them is looked at for another.
    assert rounds.looks == 0


def test_the_list_is_bounded(model):
    model.begin((SendMessage("x"),) * (MOST_STEPS + 5))
    assert model.rowCount() == MOST_STEPS + 1
    assert model.line(MOST_STEPS).text == "and 5 more steps"
    model.reach((MOST_STEPS + 3,))
    model.finish(Finished(False, "Failed."))
    assert model.line(0).state is StepState.DONE


PATHS = st.lists(st.sampled_from([(0,), (1,), (1, 0), (1, 1), (2,), (9,), (1, 0, 4)]), max_size=8)


@given(PATHS, st.booleans())
def test_whatever_is_told_the_lines_can_be_read(paths, passed):
    model = StepsModel()
    model.begin(STEPS)
    for path in paths:
        model.reach(path)
    model.finish(Finished(passed, "" if passed else "Failed."))
    assert len(shown(model)) == model.rowCount()
    assert marks(model).count("x") == (not passed and bool(paths) and paths[-1] in model._rows)
