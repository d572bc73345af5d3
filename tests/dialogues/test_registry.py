import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.dialogues import kinds
from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.kinds.web_page import PAGE
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


def test_what_is_promised_is_offered_in_this_order():
    promised = {
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
    offered = [kind for kind in dialogue_kinds() if kind.name in promised]
    assert [kind.name for kind in offered] == list(promised)
    assert [set(kind.transports) for kind in offered] == list(promised.values())


@pytest.mark.parametrize(
    ("name", "defaults"),
    [
        ("fixed-reply", {"reply": "Get answer"}),
        ("echo-text", {"template": "Echo: <message>!"}),
        ("web-page", {"page": PAGE}),
        ("echo", {}),
    ],
)
def test_parameters_and_their_defaults(name, defaults):
    parameters = dialogue_kind(name).parameters
    assert {parameter.name: parameter.default for parameter in parameters} == defaults


@pytest.mark.parametrize("kind", dialogue_kinds(), ids=lambda kind: kind.name)
def test_names_are_clear(kind):
    """They stand in documents and on the command line, where spaces and capitals are a nuisance."""
    names = [kind.name, *(parameter.name for parameter in kind.parameters)]
    assert all(re.fullmatch("[a-z][a-z0-9_-]*", name) for name in names)
    assert [each.name for each in dialogue_kinds()].count(kind.name) == 1
    assert sum(parameter.is_reply for parameter in kind.parameters) <= 1
    assert all(parameter.title for parameter in kind.parameters)


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


NOD = """
from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.kind import STREAM, DialogueKind, Parameter

KIND = DialogueKind(
    "nod", 55, "Nod", "Nods.", STREAM, lambda values: Dialogue, (Parameter("deep", "Deep", False),)
)
"""


def test_a_dialogue_is_found_by_being_there(tmp_path, monkeypatch):
    (tmp_path / "nod.py").write_text(NOD)
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    dialogue_kinds.cache_clear()
    try:
        names = [kind.name for kind in dialogue_kinds()]
        assert names[names.index("calculator") + 1] == "nod"
        assert dialogue_kind("nod").parameters[0].name == "deep"
    finally:
        dialogue_kinds.cache_clear()
        del sys.modules[f"{kinds.__name__}.nod"]
