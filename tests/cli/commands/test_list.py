import sys
from pathlib import Path

import pytest

from socket_workbench.cli.command_line import parse
from socket_workbench.dialogues.registry import dialogue_kinds
from socket_workbench.scenarios.builtin import scenario_names


def names(text):
    return [line.split()[0] for line in text.splitlines() if line.startswith("  ")]


@pytest.mark.needs("unix sockets")
@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (["scenarios"], [*scenario_names()]),
        (["dialogues"], [kind.name for kind in dialogue_kinds()]),
        ([], [*scenario_names(), *(kind.name for kind in dialogue_kinds())]),
    ],
)
def test_names_are_listed(command, capsys, what, expected):
    assert command("list", *what) == 0
    assert names(capsys.readouterr().out) == expected


def test_parameters_of_dialogues_are_named(command, capsys):
    command("list", "dialogues")

    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert lines["echo-text"].endswith("Parameters: template.")
    assert "Parameters" not in lines["echo"]


def test_titles_are_in_the_readers_language(command, capsys, pseudo_language):
    command("list")

    assert "⟦Welcome / Hello / exit⟧" in capsys.readouterr().out


@pytest.mark.needs("linux")
def test_a_full_disk_fails_it(command, monkeypatch, capfd):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)

        assert command("list") == 1
    assert "No space left" in capfd.readouterr().err


@pytest.mark.parametrize("what", [None, "scenarios", "dialogues"])
def test_list_takes_what_is_promised(what):
    assert parse(["list", *([what] if what else [])]).what == what


def test_a_wrong_word_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        parse(["list", "x"])

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
