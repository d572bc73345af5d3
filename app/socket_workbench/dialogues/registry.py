"""The built-in dialogues by name."""

from socket_workbench.dialogues import (
    acknowledge,
    calculator,
    chat,
    echo,
    echo_text,
    fixed_reply,
    manual,
    print_only,
    square,
    web_page,
    welcome,
)
from socket_workbench.dialogues.kind import DialogueKind, Open, Parameter
from socket_workbench.language import tr

__all__ = [
    "DialogueKind",
    "Open",
    "Parameter",
    "UnknownDialogueError",
    "dialogue_kind",
    "dialogue_kinds",
]

_KINDS = (
    welcome.KIND,
    acknowledge.KIND,
    fixed_reply.KIND,
    square.KIND,
    calculator.KIND,
    echo.KIND,
    echo_text.KIND,
    print_only.KIND,
    chat.KIND,
    web_page.KIND,
    manual.KIND,
)
_BY_NAME = {kind.name: kind for kind in _KINDS}


class UnknownDialogueError(ValueError):
    """There is no dialogue of this name; the message names the choices."""


def dialogue_kinds() -> tuple[DialogueKind, ...]:
    """All dialogues, in the order in which they are offered."""
    return _KINDS


def dialogue_kind(name: str) -> DialogueKind:
    """The dialogue of this name.

    Raises:
        UnknownDialogueError: there is none.
    """
    if name not in _BY_NAME:
        raise UnknownDialogueError(
            tr(
                "There is no dialogue '{name}'; choose one of {choices}.",
                name=name,
                choices=", ".join(_BY_NAME),
            )
        )
    return _BY_NAME[name]
