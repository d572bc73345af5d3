import shlex

import pytest

from socket_workbench.cli.command_line import parse
from socket_workbench.payload.framing import Framing


def test_serve_has_the_engines_defaults():
    parsed = parse(["serve", "0"])

    assert str(parsed.endpoint) == "tcp://127.0.0.1:0"
    assert (parsed.dialogue, parsed.settings, parsed.options) == ("echo", [], {})
    assert (parsed.reply, parsed.record, parsed.json) == (None, None, False)


def test_serve_takes_everything_that_is_promised():
    parsed = parse(
        shlex.split(
            "serve udp://127.0.0.1:1 --dialogue fixed-reply --reply x --set a=b --set "
            "c=d=e --framing line --backlog 5 --one-at-a-time --receive-size 1024 "
            "--record f --json"
        )
    )

    assert (parsed.dialogue, parsed.reply) == ("fixed-reply", "x")
    assert parsed.settings == [("a", "b"), ("c", "d=e")]
    assert parsed.options == {
        "framing": Framing.parse("line"),
        "backlog": 5,
        "model": "one-at-a-time",
        "receive_size": 1024,
    }
    assert (parsed.record, parsed.json) == ("f", True)


@pytest.mark.parametrize(
    "words",
    [
        ["0", "--backlog", "-1"],
        ["0", "--backlog", "x"],
        ["0", "--receive-size", "0"],
        ["0", "--receive-size", "1048577"],
        ["0", "--framing", "x"],
        ["0", "--dialogue", "x"],
        ["0", "--set", "x"],
    ],
)
def test_a_wrong_value_is_wrong_usage(words, capsys):
    with pytest.raises(SystemExit) as ended:
        parse(["serve", *words])

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
