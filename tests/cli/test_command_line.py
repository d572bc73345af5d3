import os
import shlex
import subprocess
import sys

import pytest

from socket_workbench.cli.arguments.command import Command
from socket_workbench.cli.command_line import ServerPane, parse, parsers
from socket_workbench.discovery import declared
from socket_workbench.sockets.addresses.endpoint import parse_endpoint

HEAVY = ("socket", "sqlite3", "psutil", "msgspec", "ssl", "asyncio", "dataclasses", "PySide6")


def refused(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        parse(list(words))
    assert ended.value.code == 2
    sentence, hint = capsys.readouterr().err.splitlines()
    assert hint.startswith("Try 'socket-workbench")
    return sentence


def test_without_words_it_is_the_window():
    parsed = parse([])

    assert parsed.command is None
    assert (parsed.scenario, parsed.run, parsed.serve, parsed.connect) == (None, False, [], [])


def test_the_window_is_set_up():
    parsed = parse(["--scenario", "welcome", "--run"])

    assert (parsed.command, parsed.scenario, parsed.run) == (None, "welcome", True)


def test_a_dialogue_belongs_to_the_server_before_it():
    parsed = parse(
        shlex.split(
            "--serve 1 --serve udp://h:2 --dialogue echo-text --connect 1 --connect udp://h:2"
        )
    )

    assert parsed.serve == [
        ServerPane(parse_endpoint("1")),
        ServerPane(parse_endpoint("udp://h:2"), "echo-text"),
    ]
    assert parsed.connect == [parse_endpoint("1"), parse_endpoint("udp://h:2")]


def test_one_parse_leaves_nothing_for_the_next():
    parse(["--serve", "1", "--connect", "1"])

    parsed = parse([])
    assert (parsed.serve, parsed.connect) == ([], [])


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--dialogue", "echo"], "behind the --serve"),
        (["--serve", "1", "--dialogue", "nonsense"], "no dialogue 'nonsense'"),
        (["--serve", "99999"], "99999"),
        (["--run"], "--run needs a --scenario"),
        (["--no-such"], "--no-such"),
        (["--ser=1"], "--ser"),
        (["dance"], "dance"),
        (["serve"], "URL"),
    ],
)
def test_wrong_usage_is_one_sentence_and_a_hint(capsys, words, part):
    assert part in refused(capsys, *words)


def test_help_is_in_the_readers_language(pseudo_language, capsys):
    with pytest.raises(SystemExit):
        parse(["--help"])

    assert "⟦start a server and print every event as a line⟧" in " ".join(
        capsys.readouterr().out.split()
    )


COMMANDS = declared("socket_workbench.cli.commands", "COMMAND", Command)


def test_every_command_is_in_the_help_in_order(capsys):
    with pytest.raises(SystemExit):
        parse(["--help"])

    listed = capsys.readouterr().out.partition("COMMAND\n")[2]
    names = [line.split()[0] for line in listed.splitlines() if line[4:5].strip()]
    assert names == [command.name for command in COMMANDS]
    promised = ["serve", "connect", "run", "show", "export", "list"]
    assert [name for name in names if name in promised] == promised


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_has_help_and_something_that_runs_it(name, capsys):
    with pytest.raises(SystemExit) as ended:
        parse([name, "--help"])

    assert ended.value.code == 0
    assert f"socket-workbench {name}" in capsys.readouterr().out


def test_help_imports_nothing_heavy():
    names = sorted((command.name for command in COMMANDS), key="export".__eq__)
    helps = [["--help"], *([name, "--help"] for name in names)]
    program = (
        "import contextlib, io, sys\n"
        "from socket_workbench.cli.command_line import parse\n"
        f"for words in {helps!r}:\n"
        "    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "        parse(words)\n"
        f"    print(words, [name for name in {HEAVY!r} if name in sys.modules])\n"
    )

    # What measures branches imports such modules in each process that it is to measure.
    inherited = {name: os.environ[name] for name in os.environ if not name.startswith("COVERAGE_")}
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**inherited, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stderr == ""
    # The last one lists the forms of export, whose modules import that much.
    expected = [*([] for words in helps[:-1]), ["dataclasses"]]
    assert result.stdout.splitlines() == [
        f"{words} {found}" for words, found in zip(helps, expected, strict=True)
    ]


def test_the_parsers_have_the_arguments_of_every_command():
    program, commands = parsers()

    names = [each.name for each in declared("socket_workbench.cli.commands", "COMMAND", Command)]
    assert list(commands) == names
    assert "--scenario" in program.format_help()
    assert "--dialogue" in commands["serve"].format_help()
