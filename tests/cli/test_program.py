import ast
import sys
from pathlib import Path

import pytest

from socket_workbench.scenarios.builtin import load_builtin, scenario_names


@pytest.mark.parametrize("style", ["socket", "socketserver", "asyncio"])
def test_each_side_of_each_scenario_is_printed(command, capsysbinary, style):
    for name in scenario_names():
        for side in ("server", "client"):
            assert command("program", "--scenario", name, "--side", side, "--style", style) == 0
            ast.parse(capsysbinary.readouterr().out)


def test_one_of_several_is_chosen_by_its_name(command, capsysbinary):
    name = load_builtin("chat-room").clients[1].name
    command("program", "--scenario", "chat-room", "--side", "client", "--name", name)

    assert b'b"ben\\n"' in capsysbinary.readouterr().out


def test_options_dialogue_and_parameters_are_taken(command, capsysbinary):
    words = "--serve 0 --dialogue fixed-reply --reply hi --framing line --backlog 3"
    assert command("program", *words.split(), "--one-at-a-time") == 0

    text = capsysbinary.readouterr().out.decode()
    assert 'REPLY = b"hi"' in text
    assert "BACKLOG = 3" in text
    assert "def frame(" in text
    assert "threading" not in text


def test_a_client_is_printed(command, capsysbinary):
    assert command("program", "--connect", "5000", "--local-port", "7") == 0

    assert b"LOCAL_ADDRESS" in capsysbinary.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("--connect 1 --backlog 3", "A client has no option 'backlog'."),
        ("--serve 1 --reconnect 1s", "A server has no option 'reconnect_interval'."),
        ("--serve udp://127.0.0.1:1 --dialogue welcome", "does not work over udp"),
        ("--serve 1 --side server", "--side and --name are about a scenario"),
        ("--scenario welcome", "Say which side"),
        ("--scenario welcome --side server --backlog 3", "give none here"),
        ("--scenario welcome --side client --name x", "There is no 'x'"),
        ("--scenario nothing --side client", "There is no scenario 'nothing'"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(command, capsys, words, sentence):
    assert command("program", *words.split()) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert sentence in printed.err
    assert len(printed.err.splitlines()) == 1


def test_a_side_that_is_not_there_is_said(command, capsys, tmp_path):
    path = tmp_path / "one.toml"
    text = 'format = 1\ntitle = "One"\n[[servers]]\nendpoint = "tcp://127.0.0.1:1"\n'
    path.write_text(text, "utf-8")

    assert command("program", "--scenario", str(path), "--side", "client") == 2
    assert "The scenario has none of that side." in capsys.readouterr().err


@pytest.mark.needs("linux")
def test_a_full_disk_fails_it(command, monkeypatch, capfd):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)

        assert command("program", "--serve", "1") == 1
    assert "No space left" in capfd.readouterr().err
