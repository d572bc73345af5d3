import pytest

from socket_workbench.dialogues.commands import Finished
from socket_workbench.dialogues.script_steps import SendMessage
from socket_workbench.gui.looks.palette import LIGHT, use_tokens
from socket_workbench.gui.script.steps_list import StepsList

STEPS = tuple(SendMessage(f"number {number}") for number in range(200))


@pytest.fixture
def steps(qtbot):
    use_tokens(LIGHT)
    steps = StepsList()
    qtbot.addWidget(steps)
    steps.resize(240, 120)
    steps.steps.begin(STEPS)
    steps.show()
    return steps


def is_seen(steps, row):
    place = steps.visualRect(steps.steps.index(row))
    return steps.viewport().rect().contains(place.center())


def test_the_present_step_is_scrolled_to(steps, qtbot):
    assert is_seen(steps, 0)
    for row in range(150):
        steps.steps.reach((row,))
    qtbot.waitUntil(lambda: is_seen(steps, 149))
    steps.steps.finish(Finished(False, "Wrong.", "A", "B"))
    qtbot.waitUntil(lambda: is_seen(steps, 151))
    assert is_seen(steps, 149)
    steps.resize(240, 40)
    steps.steps.step_reached.emit(149)
    qtbot.waitUntil(lambda: is_seen(steps, 149))
    assert steps.texts()[149:152] == ["Send number 149", "expected A", "received B"]


def test_in_a_narrower_list_the_failed_step_stays_in_sight_and_its_lines_end_in_it(steps, qtbot):
    steps.steps.reach((150,))
    steps.steps.finish(Finished(False, "Wrong.", "A" * 80, "B" * 80))
    qtbot.waitUntil(lambda: is_seen(steps, 150))
    steps.resize(120, steps.height())
    qtbot.waitUntil(lambda: is_seen(steps, 150))
    qtbot.waitUntil(
        lambda: steps.visualRect(steps.steps.index(151)).right() < steps.viewport().width()
    )


def test_steps_that_begin_again_are_shown_from_the_first_on_in_a_new_size_too(steps, qtbot):
    steps.steps.reach((150,))
    qtbot.waitUntil(lambda: is_seen(steps, 150))
    steps.steps.begin(STEPS)
    steps.resize(120, 60)
    qtbot.waitUntil(lambda: not steps._following.isActive())
    assert is_seen(steps, 0)


def colors(steps, row):
    image = steps.viewport().grab(steps.visualRect(steps.steps.index(row))).toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_states_are_told_apart_by_colour_and_ground(steps):
    pending = colors(steps, 3)
    assert LIGHT.dim in pending
    steps.steps.reach((1,))
    assert LIGHT.open in colors(steps, 0)
    assert {LIGHT.selection, LIGHT.waiting} <= colors(steps, 1)
    steps.steps.finish(Finished(False, "Wrong."))
    assert LIGHT.error in colors(steps, 1)
    assert LIGHT.error in colors(steps, 2)
