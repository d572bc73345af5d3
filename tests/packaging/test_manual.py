"""The man page says what `--help` says."""

import re
import shutil
import subprocess

import manual
import pytest

from socket_workbench.cli.command_line import parsers


def plain(text):
    """Return what groff makes of a line, without the way it looks."""
    text = re.sub(r"\\f[BIR]|\\&", "", text)
    return text.replace("\\-", "-").replace("\\(aq", "'").replace("\\e", "\\")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("share")
    manual.make(folder, "2017-07-14")
    return folder / "man" / "man1" / "socket-workbench.1"


def test_every_argument_of_every_command_is_told_with_its_help(written):
    text = written.read_text("utf-8")
    program, commands = parsers()
    options = text.partition(".SH OPTIONS\n")[2].partition(".SH COMMANDS\n")[0]
    sections = [(program, options)]
    for name, command in commands.items():
        section = text.partition(f".SS {name}\n")[2].partition("\n.S")[0]
        sections.append((command, section))

    for parser, section in sections:
        told = plain(section).splitlines()
        for action in parser._actions:
            if action.option_strings and (parser is program or action.dest != "help"):
                heading = ", ".join(action.option_strings)
                place = next(
                    i
                    for i, line in enumerate(told)
                    if line.split(" ")[0] in heading and line.startswith(heading)
                )
                words = " ".join(parser._get_formatter()._expand_help(action).split())
                assert told[place + 1][1:].removesuffix(".") == words[1:].removesuffix(".")


def test_it_has_the_date_of_the_sources(written):
    assert written.read_text("utf-8").startswith('.TH SOCKET-WORKBENCH 1 "2017-07-14" "Socket W')


@pytest.mark.parametrize("text", [".dot", "'quote", "back\\slash", "a - b", "two\n.lines"])
def test_no_text_is_taken_for_a_request(text):
    line = manual._text(text)

    assert not line.startswith((".", "'"))
    assert plain(line) == " ".join(text.split())


@pytest.mark.parametrize("program", [["mandoc", "-T", "lint"], ["groff", "-man", "-ww", "-z"]])
def test_programs_for_man_pages_have_nothing_to_say(written, program):
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not installed")
    level = ["-W", "warning"] if program[0] == "mandoc" else []
    done = subprocess.run([*program, *level, str(written)], capture_output=True, text=True)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
