"""All dialogues, by name."""

from functools import cache

from socket_workbench.dialogues.kind import DialogueKind, Open, Parameter
from socket_workbench.discovery import declared
from socket_workbench.language import tr

__all__ = [
    "DialogueKind",
    "Open",
    "Parameter",
    "UnknownDialogueError",
    "dialogue_kind",
    "dialogue_kinds",
]


class UnknownDialogueError(ValueError):
    """There is no dialogue of this name; the message names the choices."""


@cache
def dialogue_kinds() -> tuple[DialogueKind, ...]:
    """Return all dialogues, in the order in which they are offered."""
    return declared("socket_workbench.dialogues.kinds", "KIND", DialogueKind)


def dialogue_kind(name: str) -> DialogueKind:
    """Return the dialogue of this name.

    Raises:
        UnknownDialogueError: there is none.
    """
    for kind in dialogue_kinds():
        if kind.name == name:
            return kind
    raise UnknownDialogueError(
        tr(
            "There is no dialogue '{name}'; choose one of {choices}.",
            name=name,
            choices=", ".join(kind.name for kind in dialogue_kinds()),
        )
    )
