import shlex

import pytest

from socket_workbench.cli.command_line import parse
from socket_workbench.payload.framing import Framing
from socket_workbench.payload.line_end import LineEnd


def test_connect_takes_everything_that_is_promised():
    parsed = parse(
        shlex.split(
            "connect [::1]:1 --framing fixed:4 --line-end crlf --hex --local [::1]:5000 "
            "--connect-timeout 2 --reconnect 500ms --receive-size 1 --record f --json"
        )
    )

    assert str(parsed.endpoint) == "tcp://[::1]:1"
    assert (parsed.line_end, parsed.hex) == (LineEnd.CRLF, True)
    assert parsed.options == {
        "framing": Framing.parse("fixed:4"),
        "local_host": "::1",
        "local_port": 5000,
        "connect_timeout": 2.0,
        "reconnect_interval": 0.5,
        "receive_size": 1,
    }
    assert (parsed.record, parsed.json) == ("f", True)


def test_connect_leaves_lines_as_they_are():
    parsed = parse(["connect", "1"])

    assert (parsed.line_end, parsed.hex, parsed.options) == (None, False, {})


@pytest.mark.parametrize(
    "words",
    [
        ["0:0:0"],
        ["1", "--line-end", "x"],
        ["1", "--connect-timeout", "x"],
        ["1", "--local", "127.0.0.1:x"],
    ],
)
def test_a_wrong_value_is_wrong_usage(words, capsys):
    with pytest.raises(SystemExit) as ended:
        parse(["connect", *words])

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
