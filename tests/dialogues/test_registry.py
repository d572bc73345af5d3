import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.registry import (
    UnknownDialogueError,
    dialogue_kind,
    dialogue_kinds,
)

WORDS = st.sampled_from(
    [
        b"add,1,2",
        b"div,1,0",
        b"1e8000",
        b"exit",
        b"/name \xff",
        b"/who\n",
        b"GET / HTTP/1.1\r\n\r\n",
    ]
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


@pytest.mark.parametrize("kind", dialogue_kinds(), ids=lambda kind: kind.name)
@given(messages=st.lists(st.binary(max_size=40) | WORDS, max_size=6))
def test_every_dialogue_answers_any_messages_with_commands(kind, messages):
    dialogue = kind.build()()
    commands = [*dialogue.opened("127.0.0.1:1")]
    for message in messages:
        commands += dialogue.received(message)
    commands += [*dialogue.end_of_stream(), *dialogue.closed()]
    for command in commands:
        assert not isinstance(command, bytes) or len(command) < 100_000


def test_unknown_dialogue_is_told_with_the_choices():
    with pytest.raises(UnknownDialogueError, match="no dialogue 'ehco'; choose one of welcome,"):
        dialogue_kind("ehco")
