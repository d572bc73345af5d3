import shlex

import pytest

from socket_workbench.cli.command_line import parse


def test_run_takes_everything_that_is_promised():
    parsed = parse(
        shlex.split(
            "run square --at 127.0.0.1:0 --only client --answer 67 --answer=-8 --json --record f"
        )
    )

    assert (parsed.scenario, str(parsed.at), parsed.only) == (
        "square",
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
