"""Built-in dialogues as rules to start from: they say what the dialogues say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.cli.command_line import parse
from socket_workbench.dialogues.commands import CloseConnection
from socket_workbench.dialogues.registry import dialogue_kind
from socket_workbench.resources import resource_folder
from socket_workbench.scenarios.load import load_scenario
from socket_workbench.scenarios.settings import server_settings

TEXTS = ["welcome", "acknowledge", "fixed-reply", "echo", "echo-text", "print-only"]
NUMBERS = st.integers(-(10**9), 10**9).map(str) | st.sampled_from(["0.1", "-2.5", "7", "+3"])
MESSAGES = {
    **dict.fromkeys(TEXTS, st.binary(max_size=9) | st.just(b"exit")),
    "square": NUMBERS.map(str.encode),
    "calculator": st.tuples(st.sampled_from(["add", "sub", "mul"]), NUMBERS, NUMBERS).map(
        lambda parts: ",".join(parts).encode()
    )
    | st.sampled_from([b"div,7,4", b"div,1,0", b"div,1,0.0", b"div,-9,3", b"no numbers"]),
}


def by_rules(name):
    scenario = load_scenario(resource_folder("starters") / f"{name}.toml")
    settings = server_settings(scenario.servers[0])
    return dialogue_kind(settings.dialogue).build(settings.parameters)


def said(dialogue, messages):
    """Return what a dialogue sends, and None where it closes."""
    events = [lambda: dialogue.opened("p"), *(lambda m=m: dialogue.received(m) for m in messages)]
    found = []
    for event in events:
        commands = event()
        found += [command for command in commands if isinstance(command, bytes)]
        if any(isinstance(command, CloseConnection) for command in commands):
            return [*found, None]
    return found


@pytest.mark.parametrize("name", MESSAGES)
def test_rules_say_what_the_dialogue_says(name):
    opened, ruled = dialogue_kind(name).build(), by_rules(name)

    @given(st.lists(MESSAGES[name], max_size=5))
    def compare(messages):
        assert said(ruled(), messages) == said(opened(), messages)

    compare()


@pytest.mark.parametrize("name", MESSAGES)
def test_they_are_copied_by_new_and_run(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for words in (["new", "--from", name], ["run", f"{name}.scenario.toml"]):
        parsed = parse(words)
        assert parsed.command(parsed) == 0, capsys.readouterr()
