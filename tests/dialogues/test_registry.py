import pytest

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.registry import (
    UnknownDialogueError,
    dialogue_kind,
    dialogue_kinds,
)

BOTH = {"stream", "datagram"}


def test_every_dialogue_is_there_with_its_transports():
    assert {kind.name: set(kind.transports) for kind in dialogue_kinds()} == {
        "welcome": {"stream"},
        "acknowledge": BOTH,
        "fixed-reply": BOTH,
        "square": BOTH,
        "calculator": BOTH,
        "echo": BOTH,
        "echo-text": BOTH,
        "print-only": BOTH,
        "chat": BOTH,
        "web-page": {"stream"},
        "manual": BOTH,
    }


def test_parameters_and_their_defaults():
    parameters = {
        kind.name: {parameter.name: parameter.default for parameter in kind.parameters}
        for kind in dialogue_kinds()
        if kind.parameters
    }
    assert parameters.pop("web-page").keys() == {"page"}
    assert parameters == {
        "fixed-reply": {"reply": "Get answer"},
        "echo-text": {"template": "Echo: <message>!"},
    }


@pytest.mark.parametrize("kind", dialogue_kinds(), ids=lambda kind: kind.name)
def test_every_dialogue_is_found_and_opens_with_its_defaults(kind):
    assert dialogue_kind(kind.name) is kind
    assert isinstance(kind.build()(), Dialogue)


@pytest.mark.parametrize("kind", dialogue_kinds(), ids=lambda kind: kind.name)
def test_every_dialogue_says_what_it_is(kind):
    assert kind.title
    assert kind.summary.endswith((".", "!"))


@pytest.mark.parametrize("kind", dialogue_kinds(), ids=lambda kind: kind.name)
def test_every_dialogue_survives_any_message(kind):
    for message in (b"", b"\0", b"\xff\xfe", b"\r\n", b",,", b"a" * 100_000, "你".encode()):
        dialogue = kind.build()()
        dialogue.opened("127.0.0.1:51342")
        dialogue.received(message)
        dialogue.received(message)
        dialogue.end_of_stream()
        dialogue.closed()


def test_unknown_dialogue_is_told_with_the_choices():
    with pytest.raises(UnknownDialogueError, match="no dialogue 'ehco'; choose one of welcome,"):
        dialogue_kind("ehco")
