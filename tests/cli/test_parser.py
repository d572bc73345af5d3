import io
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.cli.arguments import parse


def refused(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        parse(list(words))
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()


@pytest.mark.parametrize("command", ["serve", "connect", "run", "show", "export", "list"])
@pytest.mark.parametrize("words", [["--bogus"], ["1", "--bogus", "x"], ["1", "2", "3"]])
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
        (["export", "f"], "--to txt|csv|jsonl|pcapng is missing: "),
        (["export"], "FILE, --to are missing."),
        (["serve", "0", "--backlog"], "--backlog: a value is missing; write --backlog N|system: "),
        (["serve", "0", "--json=1"], "--json takes no value; write it alone."),
        (["dance"], "COMMAND: 'dance' is not known here; choose from serve, "),
        (["run", "x", "--only", "y"], "--only: 'y' is not known here; choose from server, client."),
        (["connect", "1", "--local", "a:b"], "--local: 'a:b' is no address to connect from: "),
    ],
)
def test_a_sentence_names_what_is_wrong_and_what_is_expected(capsys, words, sentence):
    assert refused(capsys, *words)[0].startswith(sentence)


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
