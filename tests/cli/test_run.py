import json

import pytest

FREE = ("--at", "127.0.0.1:0")
FILE = """
format = 1
title = "T"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
[[clients]]
endpoint = "tcp://127.0.0.1:0"
steps = [{{ send = "a" }}, {{ expect = "{expected}" }}]
"""


def test_a_built_in_scenario_passes(command, capsys):
    assert command("run", "gets", *FREE) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("listening tcp://127.0.0.1:")
    assert lines[-1] == "passed"
    assert "GETS" in lines


@pytest.mark.parametrize(("expected", "code"), [("a", 0), ("b", 1)])
def test_a_file_is_run(command, capsys, tmp_path, expected, code):
    file = tmp_path / "my.toml"
    file.write_text(FILE.format(expected=expected), "utf-8")

    assert command("run", str(file)) == code
    assert capsys.readouterr().out.splitlines()[-1] == ("passed" if code == 0 else "failed")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["nonsense"], "There is no scenario 'nonsense'"),
        (["no/such.toml"], "no/such.toml: the file cannot be read"),
        (["gets", "--at", "unix:///a"], "does not suit"),
        (["gets", *FREE, "--record", "/no/such/folder"], "/no/such/folder"),
    ],
)
def test_what_cannot_be_run_is_wrong_usage(command, capsys, words, part):
    assert command("run", *words) == 2
    printed, error = capsys.readouterr()
    assert printed == ""
    assert part in error
    assert len(error.splitlines()) == 1


def test_with_json_there_are_events_and_steps(command, capsys):
    assert command("run", "gets", *FREE, "--json") == 0

    objects = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kinds = [found["kind"] for found in objects]
    assert {"listening", "accepted", "received", "sent", "step", "finished"} <= set(kinds)
    assert {found["name"] for found in objects if "name" in found} == {"server", "client"}


def test_a_refused_client_is_3(command, capsys):
    assert command("run", "gets", "--at", "127.0.0.1:1", "--only", "client") == 3
    assert "Nothing listens at tcp://127.0.0.1:1" in capsys.readouterr().err
