import io
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.cli.command_line import parse


def refused(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        parse(list(words))
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()


COMMANDS = ["serve", "connect", "run", "show", "export", "list"]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        *((command, words) for command in COMMANDS for words in (["--bogus"], ["1", "--bogus"])),
        # `run` takes any number of words.
        *((command, ["1", "2", "3"]) for command in COMMANDS if command != "run"),
    ],
)
def test_each_command_points_to_its_own_help(capsys, command, words):
    lines = refused(capsys, command, *words)

    assert lines[-1] == f"Try 'socket-workbench {command} --help'."
    assert len(lines) == 2


def test_the_program_points_to_its_own(capsys):
    assert refused(capsys, "--bogus")[-1] == "Try 'socket-workbench --help'."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["serve", "0", "--bogus"], "There is no option --bogus."),
        (["serve", "0", "1"], "'1' is one word too many."),
        (["serve"], "URL is missing: tcp://HOST:PORT, "),
        (["serve", "--bogus"], "There is no option --bogus."),
        (["export", "--bogus", "--to", "csv"], "There is no option --bogus."),
        (["export", "f"], "--to txt|csv|"),
        (["export"], "FILE, --to are missing."),
        (["serve", "0", "--backlog"], "--backlog: a value is missing; write --backlog N|system: "),
        (["serve", "0", "--record", ""], "--record: the name of the file is empty."),
        (["show", ""], "FILE: the name of the file is empty."),
        (["run", ""], "SCENARIO: the name of the file is empty."),
        (["serve", "0", "--json=1"], "--json takes no value; write it alone."),
        (["dance"], "COMMAND: 'dance' is not known here; choose from serve, "),
        (["run", "x", "--only", "y"], "--only: 'y' is not known here; choose from server, client."),
        (
            ["connect", "127.0.0.1", "21002"],
            "URL: '127.0.0.1 21002' is not an address: write 127.0.0.1:21002.",
        ),
        (["connect", "1", "--local", "a:b"], "--local: 'a:b' is no address to connect from: "),
    ],
)
def test_a_sentence_names_what_is_wrong_and_what_is_expected(capsys, words, sentence):
    assert refused(capsys, *words)[0].startswith(sentence)


def test_a_value_that_looks_like_an_option_can_be_given(capsys):
    sentence = refused(capsys, "serve", "0", "--reply", "-x")[0]

    assert sentence.endswith("One that begins with - is written --reply=TEXT.")
    assert parse(["serve", "0", "--reply=-x"]).reply == "-x"


@pytest.mark.needs("linux")
@pytest.mark.parametrize("words", [["--help"], ["serve", "--help"], ["--version"]])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_help_that_cannot_be_written_is_a_failure(capsys, monkeypatch, words):
    with Path("/dev/full").open("w", encoding="utf-8") as full, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", full)
        with pytest.raises(SystemExit) as ended:
            parse(words)

    assert ended.value.code == 1
    assert "Standard output cannot be written" in capsys.readouterr().err


LONG = "9" * 5000


@pytest.mark.parametrize(
    "words",
    [
        ("serve", LONG),
        ("serve", "0", LONG),
        ("serve", "0", f"--{LONG}"),
        ("serve", "0", "--backlog", LONG),
        ("serve", "0", "--framing", f"fixed:{LONG}"),
        ("serve", "0", "--most-waiting", LONG),
        ("serve", "0", "--dialogue", LONG),
        ("serve", "0", "--set", LONG),
        ("connect", "0", "--connect-timeout", f"{LONG}s"),
        ("connect", "0", "--local", f"h:{LONG}"),
        ("export", "a", "--to", LONG),
    ],
)
def test_a_sentence_stays_one_whatever_was_given(capsys, words):
    sentence = refused(capsys, *words)[0]

    assert len(sentence) < 1000
    assert "99…9" in sentence or "9…" in sentence


HOSTILE = st.text(st.characters(codec=None, exclude_characters="\0"), min_size=1, max_size=20)
PLACES = [
    ("{}",),
    ("serve", "{}"),
    ("serve", "0", "--{}"),
    ("serve", "0", "--backlog={}"),
    ("serve", "0", "--dialogue", "x{}"),
    ("serve", "0", "--framing", "x{}"),
    ("serve", "0", "--set", "x{}"),
    ("connect", "h{}:x", "--local", "{}"),
    ("connect", "1", "--connect-timeout", "x{}"),
    ("run", "x", "--only", "{}"),
    ("list", "{}"),
]


@given(HOSTILE, st.sampled_from(PLACES), st.sampled_from(["utf-8", "ascii", "latin-1"]))
def test_no_word_reaches_the_terminal_as_it_is(text, place, encoding):
    errors = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    before, sys.stderr = sys.stderr, errors
    try:
        parse([word.format(text) for word in place])
    except SystemExit:
        pass
    finally:
        sys.stderr = before
    for line in errors.buffer.getvalue().decode(encoding).split("\n"):
        assert not {unicodedata.category(one) for one in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_help_says_what_is_required(capsys):
    with pytest.raises(SystemExit):
        parse(["export", "--help"])

    usage = " ".join(capsys.readouterr().out.partition("\n\n")[0].split())
    assert usage.startswith("usage: socket-workbench export [-h] --to txt|")
    assert "[--to" not in usage
