import shlex

import pytest

from socket_workbench.cli.command_line import parse


def test_run_takes_everything_that_is_promised():
    parsed = parse(
        shlex.split(
            "run square --at 127.0.0.1:0 --only client --answer 67 --answer=-8 --json --record f"
        )
    )

    assert (parsed.scenarios, str(parsed.at), parsed.only) == (
        ["square"],
        "tcp://127.0.0.1:0",
        "client",
    )
    assert parsed.answers == ["67", "-8"]
    assert (parsed.json, parsed.record) == (True, "f")


@pytest.mark.parametrize(
    "words",
    [
        ["x", "--only", "both"],
        ["x", "--at", "x"],
    ],
)
def test_a_wrong_value_is_wrong_usage(words, capsys):
    with pytest.raises(SystemExit) as ended:
        parse(["run", *words])

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


RULES = """format = 1
title = "Door"
[[servers]]
endpoint = "tcp://127.0.0.1:0"
framing = "line"
dialogue = "rules"
[servers.rules]
banner = "ready"
[[servers.rules.states]]
name = "shut"
rules = [{ equals = "open", reply = "opened", wait = "1ms", go = "open" },
         { any = true, reply = "no: {{message}}" }]
[[servers.rules.states]]
name = "open"
rules = [{ equals = "BYE", ignore_case = true, reply = ["bye", "{{length}}"], then = "close" }]
[[clients]]
endpoint = "tcp://127.0.0.1:0"
framing = "line"
steps = [{ expect = "ready" }, { send = "bye" }, { expect = "no: bye" }, { send = "open" },
         { expect = "opened" }, { send = "bye" }, { expect = "bye" }, { expect = "3" },
         { expect_close = true }]
"""


def test_a_server_answers_by_the_rules_of_its_document(command, capsys, tmp_path):
    (tmp_path / "door.toml").write_text(RULES, "utf-8")

    assert command("run", "--json", str(tmp_path / "door.toml")) == 0
    printed = capsys.readouterr().out
    for words in ("rule 2 of state shut", "rule 1 of state shut", "rule 1 of state open"):
        assert words in printed
