import gc
import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from socket_workbench import __version__
from socket_workbench.__main__ import NO_WORDS, main
from socket_workbench.cli import command_line
from socket_workbench.gui.start import beginning
from socket_workbench.journal.search import expression_program

APP = Path(__file__).parents[1] / "app"


def program(*words, environment=(), start=("-m", "socket_workbench")):
    """Run the program as a person does, in its own process, and wait for its end."""
    return subprocess.run(
        [sys.executable, *start, *words],
        env={**os.environ, "PYTHONPATH": str(APP), **dict(environment)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def program_in_shell(shell, *words, start=()):
    """Run the program as a shell's command does, with the words in its place of "$@"."""
    return subprocess.run(
        ["sh", "-c", shell, "sh", *start, sys.executable, "-m", "socket_workbench", *words],
        env={**os.environ, "PYTHONPATH": str(APP)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("start", [("-m", "socket_workbench"), (str(APP),)])
def test_it_starts_as_a_module_and_from_a_checkout(start):
    result = program("--version", start=start)

    assert (result.returncode, result.stderr) == (0, "")
    assert __version__ in result.stdout


def test_frozen_into_one_executable_it_matches_expressions():
    question = (
        struct.pack("<II", 0, 2) + b"b+" + struct.pack("<cIIII", b"M", 2, 0, 3, 6) + b"abbxyz"
    )
    done = subprocess.run(
        [sys.executable, "-m", "socket_workbench", expression_program.WORD],
        env={**os.environ, "PYTHONPATH": str(APP)},
        input=question,
        capture_output=True,
        timeout=30,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"\1\0", b"")


def test_without_words_the_window_opens_as_the_parser_would_say():
    assert vars(command_line.parse([])) == vars(NO_WORDS)


def test_a_start_begins_with_the_process(monkeypatch):
    begun = []
    monkeypatch.setattr(gc, "disable", list)
    monkeypatch.setattr(time, "process_time", lambda: 1000.0)
    monkeypatch.setattr(beginning, "begin", lambda parsed, began: begun.append(began))

    entered = time.monotonic()

    assert main([]) == 0
    assert entered - 1000 <= begun[0] < entered


def test_help_says_what_can_be_done(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    assert ended.value.code == 0
    assert {"serve", "connect", "run", "list"} <= set(capsys.readouterr().out.split())


def test_wrong_usage_ends_with_2_and_no_traceback():
    result = program("--no-such-option")

    assert result.returncode == 2
    assert "--no-such-option" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_command_returns_its_exit_code(capsys):
    assert main(["list", "dialogues"]) == 0
    assert "welcome" in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of Linux")
def test_without_a_display_one_sentence_and_no_abort():
    nothing = {"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}

    result = program(environment=nothing)

    assert result.returncode == 3
    assert result.stdout == ""
    assert result.stderr.startswith("There is no display to open a window on.")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [("--help",), ("list",)])
def test_a_command_loads_nothing_of_qt(words):
    result = program(*words, start=("-X", "importtime", "-m", "socket_workbench"))

    assert result.returncode == 0
    assert "socket_workbench.cli" in result.stderr
    assert "PySide6" not in result.stderr
    assert "shiboken6" not in result.stderr


@pytest.mark.parametrize(
    ("closed", "words", "code"),
    [
        ("<&-", ("run", "gets", "--at", "127.0.0.1:0"), 0),
        (">&-", ("run", "gets", "--at", "127.0.0.1:0"), 0),
        ("2>&-", ("run", "gets", "--at", "127.0.0.1:0"), 0),
        ("<&- >&- 2>&-", ("run", "gets", "--at", "127.0.0.1:0"), 0),
        ("<&- >&- 2>&-", ("--help",), 0),
        ("<&- >&- 2>&-", ("--bogus",), 2),
        ("<&- >&- 2>&-", ("list",), 0),
        ("<&- >&- 2>&-", ("connect", "unix:///no/such/socket"), 3),
    ],
)
def test_closed_streams_make_no_difference(closed, words, code):
    shell = f'exec "$@" {closed}'
    result = program_in_shell(shell, *words)

    assert result.returncode == code
    assert result.stderr == ""


PENDING = """
import os, signal, sys
signal.pthread_sigmask(signal.SIG_BLOCK, [int(sys.argv[1])])
os.kill(os.getpid(), int(sys.argv[1]))
os.execv(sys.argv[2], sys.argv[2:])
"""


@pytest.mark.parametrize(
    ("words", "number", "code"),
    [
        (("serve", "0"), signal.SIGINT, 130),
        (("serve", "0"), signal.SIGTERM, 0),
        (("serve", "0"), signal.SIGHUP, 0),
        (("run", "welcome", "--at", "127.0.0.1:0"), signal.SIGTERM, 1),
        (("list",), signal.SIGTERM, 143),
        ((), signal.SIGINT, 130),
    ],
)
def test_a_signal_while_it_is_imported_ends_it_in_order(words, number, code):
    # A signal that is pending and held stays so when a process becomes another.
    start = (sys.executable, "-c", PENDING, str(int(number)))
    result = program_in_shell('exec "$@"', *words, start=start)

    assert (result.returncode, result.stderr) == (code, "")
    assert ("stopped: 0 connections" in result.stdout) == ("serve" in words)
