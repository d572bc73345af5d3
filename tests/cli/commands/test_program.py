import shlex

import pytest

from socket_workbench.cli.command_line import parse


def test_program_takes_everything_that_is_promised():
    words = "program --serve udp://127.0.0.1:1 --dialogue echo-text --reply x --style asyncio"
    parsed = parse(shlex.split(words))

    assert str(parsed.serve) == "udp://127.0.0.1:1"
    assert (parsed.dialogue, parsed.reply, parsed.style) == ("echo-text", "x", "asyncio")
    parsed = parse(shlex.split("program --scenario welcome --side client"))
    assert (parsed.scenario, parsed.side, parsed.style) == ("welcome", "client", "socket")


@pytest.mark.parametrize(
    "words", ["", "--serve 1 --connect 1", "--serve x:y:z", "--serve 1 --style perl", "--side x"]
)
def test_a_wrong_word_is_wrong_usage(words, capsys):
    with pytest.raises(SystemExit) as ended:
        parse(["program", *words.split()])

    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
