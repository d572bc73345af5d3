import ast
import textwrap
from contextlib import nullcontext
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.programs.conftest import client

from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.script_steps import (
    AskPerson,
    Check,
    SendBytes,
    SendMessage,
    SetVariables,
    ShowPerson,
    Step,
)
from socket_workbench.programs.client_program import client_program
from socket_workbench.programs.style import Style

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\\{}"))


@given(question=TEXTS, choices=st.lists(TEXTS, max_size=3), sent=TEXTS)
def test_texts_of_steps_stay_literals(question, choices, sent):
    steps: list[Step] = [
        AskPerson(question, "x", tuple(choices)),
        SendMessage(sent),
        ShowPerson("{{x}}"),
    ]

    text = client_program(client("tcp://127.0.0.1:1"), Style.SOCKET, steps)

    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    by_name = {ast.unparse(node.func): node.args for node in calls if node.args}
    asked = by_name["choose" if choices else "ask"]
    assert ast.literal_eval(asked[0]) == question
    if choices:
        assert ast.literal_eval(asked[1]) == tuple(choices)
    assert ast.literal_eval(by_name["peer.send"][0]) == sent.encode()


def test_bytes_that_are_known_stay_as_they_are():
    text = client_program(client("tcp://127.0.0.1:1"), Style.SOCKET, [SendBytes(b"{{x}}\xff")])

    assert "peer.send(b'{{x}}\\xff')" in text or 'peer.send(b"{{x}}\\xff")' in text


def test_variables_that_are_no_names_of_python_get_others():
    steps: list[Step] = [
        AskPerson("?", name) for name in ("class", "print", "peer", "x", "HOST", "\u00e9")
    ]

    text = client_program(client("tcp://127.0.0.1:1"), Style.SOCKET, steps)

    assert [line.split()[0] for line in text.split("\n") if '= ask("?")' in line] == [
        "value_1",
        "value_2",
        "value_3",
        "x",
        "value_5",
        "value_6",
    ]


@pytest.mark.parametrize(
    ("test", "wanted", "is_not", "passes"),
    [
        ("equals", "{{x}}", False, True),
        ("equals", "ab", True, False),
        ("contains", "b", False, True),
        ("contains", "a", True, False),
        ("starts", "b", False, False),
        ("starts", "b", True, True),
        ("ends", "{c", False, False),
        ("ends", "a", True, True),
    ],
)
def test_a_condition_is_checked(test, wanted, is_not, passes):
    steps: list[Step] = [
        SetVariables((("x", "ab"),)),
        Check(Condition("x", test, wanted, is_not)),
    ]

    text = client_program(client("tcp://127.0.0.1:1"), Style.SOCKET, steps)

    lines = text.split("\n")
    first = next(place for place, line in enumerate(lines) if line.strip().startswith("x = "))
    inside = lines[first].partition("x")[0]
    body = takewhile(lambda line: line.startswith(inside), lines[first:])
    statements = textwrap.dedent("\n".join(body))
    with nullcontext() if passes else pytest.raises(SystemExit, match="but it is b'ab'"):
        exec(statements, {})


def test_a_condition_that_cannot_be_written_says_so():
    steps: list[Step] = [Check(Condition("host", "more", "5"))]

    text = client_program(client("tcp://127.0.0.1:1"), Style.SOCKET, steps)

    assert 'raise NotImplementedError("Check that host is more than 5")' in text


def test_only_the_functions_that_are_called_are_there():
    text = client_program(client("tcp://127.0.0.1:1"), Style.SOCKET, [SendMessage("x")])

    assert "def send(" in text
    assert "def ask(" not in text
    assert "def receive(" not in text
