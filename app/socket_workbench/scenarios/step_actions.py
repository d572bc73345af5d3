"""What a step can be, and which fields may stand beside it."""

from collections.abc import Sequence

from socket_workbench.language import tr
from socket_workbench.scenarios.fields import FieldError
from socket_workbench.scenarios.model import RESOLVED, StepDocument

BELONGING = {
    "send": ("line_end",),
    "expect": ("within", "into"),
    "expect_nothing": (),
    "expect_close": ("within", "into"),
    "wait": (),
    "ask": ("into", "choices", "hidden"),
    "show": ("form",),
    "note": (),
    "mark": (),
    "set": (),
    "check": (),
    "save": ("file",),
    "keep_alive": ("every", "line_end"),
    "half_close": (),
    "close": (),
    "reset": (),
    "reconnect": ("after",),
    "connect": ("after",),
    "meet": ("share", "within"),
    "repeat": ("until", "times", "for", "forever"),
    "if": ("then", "else"),
    "include": ("client",),
}
"""Every action a step can be, with the fields that may stand beside it."""

_RESOLVED = RESOLVED[StepDocument]


def action_of(given: Sequence[str]) -> str:
    """Return which of the fields that a step has is its action.

    Raises:
        ValueError: none is, or several are.
    """
    actions = [name for name in given if name in BELONGING]
    if len(actions) != 1:
        raise ValueError(
            tr(
                "a step has exactly one of {actions}, not {found}.",
                actions=", ".join(BELONGING),
                found=", ".join(actions) or tr("none"),
            )
        )
    return actions[0]


def strangers(given: Sequence[str], action: str) -> list[FieldError]:
    """Return a mistake for each of the fields that a step has and its action does not."""
    known = (action, *BELONGING[action], *_RESOLVED)
    problem = tr("this does not belong to {action}.", action=action)
    return [FieldError(field, problem) for field in given if field not in known]
