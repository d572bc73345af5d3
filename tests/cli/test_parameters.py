import pytest

from socket_workbench.cli import parameters
from socket_workbench.cli.parameters import given_parameters
from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.kind import DialogueKind, Parameter, Values
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport

TCP, UDP = Endpoint(Transport.TCP), Endpoint(Transport.UDP)


@pytest.mark.parametrize(
    ("dialogue", "reply", "settings", "expected"),
    [
        ("echo", None, [], {}),
        ("fixed-reply", "x", [], {"reply": "x"}),
        ("fixed-reply", None, [("reply", "x")], {"reply": "x"}),
        ("fixed-reply", "x", [("reply", "y")], {"reply": "y"}),
        ("echo-text", "[<message>]", [], {"template": "[<message>]"}),
        ("web-page", None, [("page", "<p>")], {"page": "<p>"}),
    ],
)
def test_parameters_are_read(dialogue, reply, settings, expected):
    assert given_parameters(dialogue, TCP, reply, settings) == expected


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("True", True), ("off", False), ("0", "0")]
)
def test_truths_may_be_written_as_words(monkeypatch, text, value):
    built: list[Values] = []

    def prepare(values):
        built.append(values)
        return Dialogue

    kind = DialogueKind(
        name="k",
        order=1,
        title="K",
        summary="",
        transports=frozenset({"stream"}),
        prepare=prepare,
        parameters=(Parameter("loud", "Loud", False),),
    )
    monkeypatch.setattr(parameters, "dialogue_kind", lambda name: kind)

    if isinstance(value, bool):
        assert given_parameters("k", TCP, None, [("loud", text)]) == {"loud": value}
        assert built == [{"loud": value}]
    else:
        with pytest.raises(ValueError, match="loud"):
            given_parameters("k", TCP, None, [("loud", text)])


@pytest.mark.parametrize(
    ("dialogue", "endpoint", "reply", "settings", "part"),
    [
        ("echo", TCP, "x", [], "has no reply"),
        ("echo", TCP, None, [("x", "y")], "'x'"),
        ("welcome", UDP, None, [], "does not work over udp"),
        ("echo-text", TCP, r"<message>\q", [], "Column 10"),
    ],
)
def test_a_mistake_is_a_sentence(dialogue, endpoint, reply, settings, part):
    with pytest.raises(ValueError, match=part):
        given_parameters(dialogue, endpoint, reply, settings)
