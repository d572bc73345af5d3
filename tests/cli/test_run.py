import json
import os
import signal
import socket

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


SERVERS = """
format = 1
title = "T"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
dialogue = "echo"
[[servers]]
endpoint = "udp://127.0.0.1:0"
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
@pytest.mark.parametrize("words", [[], ["--only", "server"]])
def test_servers_alone_tell_everything_until_they_are_ended(
    command, piped_output, beside, tmp_path, number, code, words
):
    clients = "" if not words else '[[clients]]\nendpoint = "tcp://127.0.0.1:1"\nsteps = []\n'
    file = tmp_path / "my.toml"
    file.write_text(SERVERS + clients, "utf-8")
    lines = []

    def visit():
        lines.append(printed.line())
        port = int(lines[0].rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), 10) as peer:
            peer.sendall(b"a")
            assert peer.recv(100) == b"a"
        while "closed" not in lines[-1]:
            lines.append(printed.line())
        os.kill(os.getpid(), number)

    with piped_output() as printed:
        beside(visit)
        assert command("run", str(file), *words) == code
        lines += [printed.line() for _ in range(3)]
    assert [line.split()[0] for line in lines if "listening" in line] == ["listening"] * 2
    assert any("received" in line and "1 byte  a" in line for line in lines)
    assert lines[-1].startswith("stopped: 1 connection, received 1 byte in 1 message")


ROUNDS = """
format = 1
title = "T"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
dialogue = "echo"
[[clients]]
endpoint = "tcp://127.0.0.1:0"
steps = [
  { repeat = [
      { ask = "Word?", into = "word" },
      { send = "{{word}}" },
      { expect = "{{word}}" },
  ], until = { variable = "word", equals = "end" } },
  { send = "b" },
  { expect = "b" },
]
"""


def test_steps_are_told_in_the_order_in_which_they_happen(command, capsys, tmp_path):
    file = tmp_path / "my.toml"
    file.write_text(ROUNDS, "utf-8")
    answers = [word for answer in ("one", "two", "end") for word in ("--answer", answer)]

    assert command("run", str(file), "--json", *answers) == 0

    objects = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    steps = [found for found in objects if found["kind"] == "step"]
    assert [step["number"] for step in steps] == list(range(1, 13))
    assert [step["path"] for step in steps] == [[0], *[[0, 0], [0, 1], [0, 2]] * 3, [1], [2]]
    assert [step["step"] for step in steps] == [0] * 10 + [1, 2]
    told = [
        found.get("path") or found.get("text")
        for found in objects
        if found.get("client") or (found["name"] == "client" and found["kind"] == "sent")
    ]
    assert told[:5] == [[0], [0, 0], "Word?", [0, 1], "one"]
    assert told[-5:-1] == [[0, 2], [1], "b", [2]]


def test_a_step_in_a_group_has_a_number_of_its_own(command, capsys, tmp_path):
    file = tmp_path / "my.toml"
    file.write_text(ROUNDS, "utf-8")

    assert command("run", str(file), "--answer", "end") == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [
        "1.", "1.1.", "Word?:", "1.2.", "1.3.", "2.", "3.", "passed",
    ]  # fmt: skip
