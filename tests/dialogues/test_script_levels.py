from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.script_levels import Levels
from socket_workbench.dialogues.script_steps import If, Include, Repeat, Step, Wait
from socket_workbench.dialogues.script_values import ScriptValues

ONE, TWO, THREE = Wait(1), Wait(2), Wait(3)


def walk(steps, values=None, most=100):
    """Return the places of steps in the order in which they are begun."""
    levels, known = Levels(steps), ScriptValues(values or {})
    begun = []
    for progress in range(most):
        step = levels.next_step()
        if step is not None:
            begun.append(levels.take())
            if isinstance(step, Repeat | If | Include):
                levels.open(step, known, progress)
        elif levels.innermost.group is None:
            return begun
        else:
            levels.end_round(known, progress)
    return begun


def test_rounds_are_counted_and_groups_are_left():
    assert walk((Repeat((ONE, TWO), times=2), THREE)) == [
        (0,), (0, 0), (0, 1), (0, 0), (0, 1), (1,),
    ]  # fmt: skip


def test_of_a_choice_one_side_is_done_under_its_own_numbers():
    steps = (If(Condition("x", "equals", "a"), (ONE,), (TWO, THREE)), ONE)
    assert walk(steps, {"x": "a"}) == [(0,), (0, 0), (1,)]
    assert walk(steps, {"x": "b"}) == [(0,), (0, 1), (0, 2), (1,)]


def test_an_included_group_is_done_once_and_groups_may_lie_deep():
    steps: tuple[Step, ...] = (ONE,)
    for _ in range(2000):
        steps = (Include(steps, "x"),)
    assert len(walk(steps, most=10_000)) == 2001


def test_a_late_repetition_ends_with_its_round():
    levels, values = Levels((Repeat((ONE,), seconds=1),)), ScriptValues({})
    levels.take()
    level = levels.open(Repeat((ONE,), seconds=1), values, 0)
    level.timer = "t"
    levels.take()
    assert levels.end_round(values, 1) is level
    levels.note_late("t")
    levels.take()
    late = levels.end_round(values, 2)
    assert late is not None
    assert late.is_done
    assert levels.innermost.group is None


def test_rounds_without_anything_happening_are_refused_unless_counted():
    for repeat, ends in (
        (Repeat((), Condition("x", "equals", "a")), True),
        (Repeat((), times=9), False),
    ):
        levels, values = Levels((repeat,)), ScriptValues({"x": ""})
        levels.take()
        levels.open(repeat, values, 5)
        assert (levels.end_round(values, 5) is None) is ends
