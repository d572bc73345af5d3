import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from argparse import Namespace
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.conftest import signal_self

from socket_workbench import system
from socket_workbench.cli import session, watch
from socket_workbench.cli.input import steps
from socket_workbench.cli.watch import program_words
from socket_workbench.journal.call_record import CallRecord
from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.watch.channel import EventChannel

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="watching needs Linux")

PROGRAM = """\
import socket, sys
a, b = socket.socketpair()
a.sendall(b"hello")
print(b.recv(100), *sys.argv[1:])
print("an error", file=sys.stderr)
sys.exit(5)
"""

WAITING = """\
import signal, socket, sys
server = socket.create_server(("127.0.0.1", 0))
signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))
print("ready", flush=True)
server.accept()
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "program.py"

    def write(text):
        path.write_text(text, "utf-8")
        return str(path)

    return write


def joined(output):
    """Return the text of each stream: `print` writes a line and its end separately."""
    written: dict[str, str] = {}
    for stream, text in output:
        written[stream] = written.get(stream, "") + text
    return written


def test_objects_are_printed_with_the_output_among_them(command, file, piped_output, capfd):
    with piped_output() as reader:
        code = command("watch", "--json", file(PROGRAM), "--json", "x")
        sys.stdout.close()
        printed = [json.loads(line) for line in reader.rest().splitlines()]
    output = [(each["stream"], each["text"]) for each in printed if each["kind"] == "output"]
    calls = [each for each in printed if each["kind"] == "call"]

    assert code == 5
    assert joined(output) == {"stdout": "b'hello' --json x\n", "stderr": "an error\n"}
    assert [(call["call"], call["line"]) for call in calls[:3]] == [
        ("socketpair", 2),
        ("sendall", 3),
        ("recv", 4),
    ]
    assert {call["file"] for call in calls} == {file(PROGRAM)}
    assert capfd.readouterr() == ("", "")


def test_recorded_output_still_goes_where_it_went(command, file, piped_output, tmp_path, capfd):
    session = tmp_path / "session.swb"
    with piped_output() as reader:
        code = command("watch", "--record", str(session), file(PROGRAM))
        sys.stdout.close()
        printed = reader.rest()
    with closing(Reader(session)) as recorded:
        rows = recorded.rows(0, 1000)
        output = [
            (row.text, recorded.payload(row.number).decode())
            for row in rows
            if row.kind is Kind.OUTPUT
        ]

    assert code == 5
    assert printed == "b'hello'\n"
    errors = capfd.readouterr().err
    # A call may be told before the end of the line, which is written separately.
    assert "an error" in errors
    assert "  recv(100) → b'hello'  program.py:4" in errors
    assert "output" not in errors
    calls = [CallRecord.read(row.text).name for row in rows if row.kind is Kind.CALL]
    assert calls[:3] == ["socketpair", "sendall", "recv"]
    assert joined(output) == {"stdout": "b'hello'\n", "stderr": "an error\n"}


def test_a_signal_goes_to_the_program_whose_code_is_ours(command, file, piped_output, beside):
    with piped_output() as reader:

        def end():
            while "ready" not in (line := reader.line()):
                assert line
            signal_self(signal.SIGTERM)

        beside(end)
        code = command("watch", "--json", file(WAITING))
        sys.stdout.close()
        reader.rest()

    assert code == 9


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["-m"], "PROGRAM.py is missing: give the program to run, or -m MODULE.\n"),
        ([], "PROGRAM.py is missing: give the program to run, or -m MODULE.\n"),
        (["/no/program.py"], "There is no program /no/program.py.\n"),
        (["--python", "/no/python", "PROGRAM"], "/no/python is no program that can be run: give a"
         " Python's path.\n"),
        (["--record", "/no/folder/a.swb", "PROGRAM"], None),
    ],
)  # fmt: skip
def test_what_cannot_be_watched_is_a_sentence(command, file, capfd, words, sentence):
    path = file("print(1)")

    assert command("watch", *[path if word == "PROGRAM" else word for word in words]) == 2
    out, errors = capfd.readouterr()
    assert out == ""
    assert errors == sentence if sentence is not None else len(errors.splitlines()) == 1


def test_a_program_that_cannot_be_seen_is_told(command, file, tmp_path, capfd):
    shell = tmp_path / "python"
    shell.write_text("#!/bin/sh\necho no Python\nexit 3\n")
    shell.chmod(0o755)

    assert command("watch", "--python", str(shell), file("")) == 3
    out, errors = capfd.readouterr()
    assert out == "no Python\n"
    assert errors.startswith("Nothing of this program was seen")


def test_of_a_program_that_was_ended_at_once_no_other_cause_is_told(command, file, tmp_path, capfd):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nkill -TERM $PPID\nexec sleep 60\n")
    python.chmod(0o755)

    assert command("watch", "--python", str(python), file("")) == 143
    assert capfd.readouterr().err == "The program was ended before anything of it was seen.\n"


def test_a_module_is_run_with_its_arguments(command, capfd):
    assert command("watch", "-m", "json.tool", "--help") == 0
    assert "json.tool" in capfd.readouterr().out
    assert program_words(Namespace(program=[], module=["m", "a"])) == ["-m", "m", "a"]


def test_a_folder_with_a_main_module_is_a_program(tmp_path):
    (tmp_path / "__main__.py").write_text("")
    words = program_words(Namespace(module=None, program=["--", str(tmp_path), "--", "x"]))

    assert words == [str(tmp_path), "--", "x"]


def test_a_program_whose_name_begins_with_a_dash_is_no_option(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "-c").write_text("")

    assert program_words(Namespace(module=None, program=["-c", "x"])) == ["./-c", "x"]


def test_who_reads_late_gets_all_that_a_program_has_written(
    command, file, piped_output, beside, terminal, monkeypatch
):
    count = 3_000_000
    has_ended, is_read = threading.Event(), threading.Event()

    def wait_until_printed(*args):
        has_ended.set()
        return session.wait_until_printed(*args)

    monkeypatch.setattr(watch, "wait_until_printed", wait_until_printed)
    read = []
    with piped_output() as reader:

        def read_late():
            has_ended.wait(20)
            read.append(reader.rest())
            is_read.set()

        beside(read_late)
        command("watch", "--json", file(f"print('x' * {count})"))
        sys.stdout.close()
        assert is_read.wait(20)
    written = "".join(json.loads(line)["text"] for line in read[0].splitlines())

    assert written == "x" * count + "\n"


STEPPED = """\
import socket, sys
a, b = socket.socketpair()
a.sendall(b"hello")
print(b.recv(100), *sys.argv[1:], flush=True)
"""


@pytest.mark.parametrize("is_standard_input", [True, False])
def test_with_step_steps_come_from_the_terminal(
    command, file, piped_output, piped_input, beside, terminal, monkeypatch, is_standard_input
):
    held: list[str] = []

    def press():
        while "recv" not in held:
            found = json.loads(printed.line())
            if found.get("held"):
                held.append(found["call"])
                terminal.type()
        # Its reader sees the end of the terminal, and all calls go on.
        terminal.hang_up()
        rest.append(printed.rest())

    rest: list[str] = []
    with piped_output() as printed, piped_input():
        if is_standard_input:
            monkeypatch.setattr(sys, "stdin", terminal.file)
        else:
            monkeypatch.setattr(steps, "open_terminal", lambda: terminal.file)
        beside(press)
        assert command("watch", "--step", "--json", file(STEPPED), "x") == 0
        sys.stdout.close()
        terminal.close()

    assert held == ["socketpair", "sendall", "recv"]
    assert "b'hello' x" in rest[0]


def test_lines_of_the_terminal_that_are_no_steps_are_the_programs(
    command, file, piped_output, beside, terminal, monkeypatch
):
    monkeypatch.setattr(sys, "stdin", terminal.file)
    text = "print('ready', input(), input(), flush=True)\nimport socket\nsocket.socket()\n"

    def press():
        terminal.type(b"typed\n\n")
        kinds: list[bool] = []
        while True not in kinds:
            kinds.append(json.loads(printed.line()).get("held", False))
        terminal.type()
        printed.rest()
        terminal.hang_up()

    with piped_output() as printed:
        beside(press)
        assert command("watch", "--step", "--json", file(text)) == 0
        sys.stdout.close()
    terminal.close()


def test_without_a_terminal_steps_come_from_standard_input(
    command, file, piped_input, monkeypatch, capfd
):
    monkeypatch.setattr(steps, "open_terminal", lambda: None)
    with piped_input() as typed:
        typed.write(b"\n\n\n")
        typed.close()
        assert command("watch", "--step", file(STEPPED)) == 0
    out, errors = capfd.readouterr()

    assert out == "b'hello'\n"
    assert errors.count("  held\n") == 5 - 2


def test_a_stepped_program_runs_on_when_the_workbench_is_killed(file, tmp_path):
    written = tmp_path / "written"
    os.mkfifo(written)
    text = f"{STEPPED}open({str(written)!r}, 'w').write('done')\n"
    words = [sys.executable, "-m", "socket_workbench", "watch", "--step", "--json", file(text)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.kill()

    assert json.loads(line)["held"]
    assert written.read_text() == "done"
    # The next one removes what that one has left.
    [left] = Path(tempfile.gettempdir()).glob("socket-workbench-watch-*")
    EventChannel().close()
    assert not left.exists()


def test_elsewhere_than_on_linux_that_is_said_before_anything_is_looked_for(
    command, monkeypatch, capsys
):
    monkeypatch.setattr(system, "WATCHES_PROGRAMS", False)

    assert command("watch", "no-such-program.py") == 2
    assert capsys.readouterr().err == "Programs can be watched on Linux only.\n"


def test_without_a_temporary_folder_a_sentence_says_so(file, command, monkeypatch, capsys):
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "gettempdir", none)

    assert command("watch", file("pass")) == 2
    assert capsys.readouterr().err == (
        "The program cannot be watched: No usable temporary directory found in ['/tmp'].\n"
    )
