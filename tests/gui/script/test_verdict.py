import pytest

from socket_workbench.dialogues.commands import Finished
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.script.verdict import Part, Verdict, judge

PASSED = Finished(passed=True)
FAILED = Finished(False, 'Expected "A", but "B" came.', '"A"', '"B"')


@pytest.mark.parametrize(
    ("parts", "server_error", "verdict"),
    [
        ([Part("c", PASSED, 15)], "", (Tone.OPEN, "Passed, 15 steps in 7.0 s")),
        ([Part("c", PASSED, 1)], "", (Tone.OPEN, "Passed, 1 step in 7.0 s")),
        (
            [Part("c", PASSED, 15), Part("d", PASSED, 1500)],
            "",
            (Tone.OPEN, "Passed, 1,515 steps in 7.0 s"),
        ),
        ([Part("c", PASSED, 15), Part("d", None)], "", (Tone.WAITING, "Running")),
        ([], "", (Tone.WAITING, "Running")),
        (
            [Part("c", PASSED), Part("d", FAILED, 7, 5, 99), Part("e", FAILED, 1, 1, 98)],
            "",
            (
                Tone.ERROR,
                'Failed at step 5 of d: Expected "A", but "B" came.',
                99,
            ),
        ),
        (
            [Part("d", Finished(False, "Refused."))],
            "",
            (Tone.ERROR, "d was not started: Refused."),
        ),
        (
            [Part("", None)],
            "In use.",
            (Tone.ERROR, "Failed: In use."),
        ),
        (
            [Part("c", FAILED, 3, 3, 5, was_stopped=True)],
            "",
            (Tone.IDLE, "Stopped"),
        ),
        (
            [Part("c", PASSED, 3, was_stopped=True), Part("d", None, was_stopped=True)],
            "",
            (Tone.IDLE, "Stopped"),
        ),
        (
            [Part("c", PASSED, 3, was_stopped=True)],
            "",
            (Tone.OPEN, "Passed, 3 steps in 7.0 s"),
        ),
    ],
)
def test_a_run_is_judged_in_one_sentence(parts, server_error, verdict):
    assert judge(parts, 7.04, server_error) == Verdict(*verdict)
