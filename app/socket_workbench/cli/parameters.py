"""A dialogue's parameters as they are given on the command line."""

from collections.abc import Sequence
from contextlib import suppress

from socket_workbench.dialogues.registry import DialogueKind, dialogue_kind
from socket_workbench.language import tr
from socket_workbench.scenarios.suitability import check_transport
from socket_workbench.sockets.addresses.endpoint import Endpoint
from socket_workbench.sockets.option_kinds import parse_truth


def given_parameters(
    dialogue: str, endpoint: Endpoint, reply: str | None, settings: Sequence[tuple[str, str]]
) -> dict[str, str | bool]:
    """Read `--reply` and every `--set`.

    Args:
        dialogue: the dialogue's name.
        endpoint: where it will be used.
        reply: the value of `--reply`; None where it was not given.
        settings: the name and value of every `--set`, in their order.

    Raises:
        ValueError: the dialogue has no such parameter, refuses its value, or does not work there.
    """
    kind = dialogue_kind(dialogue)
    check_transport(kind, endpoint)
    given = [*settings] if reply is None else [(_reply_name(kind), reply), *settings]
    parameters = {name: _typed(kind, name, text) for name, text in given}
    kind.build(parameters)
    return parameters


def _reply_name(kind: DialogueKind) -> str:
    for parameter in kind.parameters:
        if parameter.is_reply:
            return parameter.name
    raise ValueError(
        tr("The dialogue {dialogue} has no reply that can be set.", dialogue=kind.name)
    )


def _typed(kind: DialogueKind, name: str, text: str) -> str | bool:
    """Convert `yes` and `no` to booleans where the parameter is one."""
    for parameter in kind.parameters:
        if parameter.name == name and isinstance(parameter.default, bool):
            # What is neither is refused by the dialogue, whose sentence names the parameter.
            with suppress(ValueError):
                return parse_truth(text)
    return text
