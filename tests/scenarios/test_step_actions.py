import pytest

from socket_workbench.scenarios.step_actions import BELONGING, action_of, strangers


@pytest.mark.parametrize("action", BELONGING)
def test_a_step_is_its_action_whatever_stands_beside_it(action):
    beside = BELONGING[action]
    assert action_of([*beside, action]) == action
    assert strangers([*beside, action], action) == []


@pytest.mark.parametrize(
    ("given", "found"), [([], "not none"), (["into"], "not none"), (["send", "wait"], "send, wait")]
)
def test_a_step_has_one_action(given, found):
    with pytest.raises(ValueError, match=found):
        action_of(given)


def test_each_field_that_does_not_belong_is_told():
    mistakes = strangers(["within", "send", "line_end", "into"], "send")
    assert [(each.path, each.problem) for each in mistakes] == [
        ("within", "this does not belong to send."),
        ("into", "this does not belong to send."),
    ]
