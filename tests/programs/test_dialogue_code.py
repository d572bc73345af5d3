import pytest

from socket_workbench.dialogues.registry import dialogue_kinds
from socket_workbench.programs.dialogue_code import dialogue_code


def test_every_dialogue_has_its_lines():
    for kind in dialogue_kinds():
        if kind.name == "rules":
            continue
        code = dialogue_code(kind.name, {})

        assert "@each" in code.conversation
        # Over datagrams, `print-only` does nothing but print.
        if "datagram" in kind.transports and kind.name != "print-only":
            assert code.each


def test_rules_have_no_program():
    with pytest.raises(ValueError, match="the dialogue rules has no program"):
        dialogue_code("rules", {})


def test_parameters_are_in_the_constants():
    assert dialogue_code("fixed-reply", {"reply": "a\\n"}).constants == ('REPLY = b"a\\n"',)
    assert dialogue_code("echo-text", {"template": "<message>"}).constants == (
        'BEFORE = b""',
        'AFTER = b""',
    )
