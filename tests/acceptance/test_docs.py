"""Every code block of the README and of docs/ does what it says.

Commands are run in a shell, one block after the other in an empty folder, with two differences: a
server takes a free port in the place of the one that is written, and those that follow are led
there; and what opens a window is only looked at.
"""

import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from socket_workbench.cli.command_line import parse
from socket_workbench.journal.export.format import export_formats
from socket_workbench.scenarios.load import ScenarioError, parse_scenario

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)

NOT_RUN = {
    "make run": "it installs, and runs all tests",
    "python3 -m venv": "it installs",
    "py -m venv": "it installs, on Windows",
    "sudo apt-get install": "it installs into the system",
    "sudo apt install": "it installs into the system",
    "SUITE=": "it makes another system",
    "tar -xf": "it installs for a user; tests/packaging/test_tarball.py does it",
}
"""How the blocks begin that cannot be run or compared here, and why."""

PATIENCE = 40


class Block(NamedTuple):
    page: str
    language: str
    text: str

    @property
    def first(self):
        return self.text.partition("\n")[0].strip()


BLOCKS = [
    Block(str(page.relative_to(ROOT)), *found)
    for page in PAGES
    for found in FENCE.findall(page.read_text("utf-8"))
]


def blocks(language, page=""):
    return [one for one in BLOCKS if one.language == language and one.page.startswith(page)]


class Terminal:
    """Runs the lines of a block as a person would who has several terminals."""

    def __init__(self, folder):
        self._folder = folder
        self._ports = {}
        self._servers, self._running = [], []
        program = folder / "bin" / "socket-workbench"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m socket_workbench "$@"\n')
        program.chmod(0o755)
        self._environment = os.environ | {
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "app"),
        }

    def run(self, line):
        """Run one line, which has to end with 0; what serves is ended later."""
        command, _, comment = (part.strip() for part in line.partition("#"))
        words = shlex.split(command)
        assert "socket-workbench" in words, f"nothing says how to run {line!r}"
        verb = words[words.index("socket-workbench") + 1]
        if verb.startswith("--"):
            assert parse(words[1:]).command is None
        elif verb == "serve":
            self._serve(command, comment)
        elif verb == "connect" and "|" not in words:
            self._converse(command)
        else:
            if verb in ("show", "export"):
                self.end()
            done = self._start(self._placed(verb, command), stdin=subprocess.PIPE)
            self._running.append(done)
            done.stdin.write(b"zhangsan\n")
            done.stdin.close()
            # Scenarios take their time; nothing that follows needs their end.
            if verb != "run":
                self._wait(done)

    def end(self):
        """See scenarios end, then servers."""
        for running in [*self._running]:
            self._wait(running)
        for server in self._servers:
            server.send_signal(signal.SIGTERM)
        for server in self._servers:
            _, errors = server.communicate(timeout=PATIENCE)
            assert (server.returncode, b"Traceback" in errors) == (0, False)
        self._servers.clear()

    def kill(self):
        for running in [*self._servers, *self._running]:
            running.kill()
            running.communicate()

    def _wait(self, running):
        running.stdin = None
        _, errors = running.communicate(timeout=PATIENCE)
        assert (running.returncode, b"error" in errors) == (0, False), (running.args, errors)
        self._running.remove(running)

    def _start(self, command, **streams):
        return subprocess.Popen(
            ["sh", "-c", f"exec {command}" if "|" not in command else command],
            cwd=self._folder,
            env=self._environment,
            stdin=streams.get("stdin", subprocess.DEVNULL),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def _serve(self, command, comment):
        written = re.search(r"(?<= serve )(?:\S+:)?(\d+)", command)
        assert written is not None
        place = written[0].removesuffix(written[1]) + "0"
        server = self._start(command.replace(written[0], place, 1))
        self._servers.append(server)
        # Calls that are traced come first.
        lines = iter(server.stdout.readline, b"")
        line = next(each for each in lines if b"listening" in each).decode()
        bound = re.search(r":(\d+)\b", line[line.index("://") :])
        assert bound is not None
        port = self._ports[written[1]] = bound[1]
        promised = comment.removeprefix("prints: ")
        if promised != comment:
            assert line == promised.replace(written[1], port) + "\n"

    def _converse(self, command):
        """Type two lines, the second when the first has been answered."""
        client = self._start(self._placed("connect", command), stdin=subprocess.PIPE)
        found = b""
        client.stdin.write(b"zhangsan\n")
        client.stdin.flush()
        while b"!" not in found.removeprefix(b"Welcome!"):
            piece = client.stdout.read1(100)
            assert piece, found
            found += piece
        assert found == b"Welcome!Hello, zhangsan!"
        with contextlib.suppress(BrokenPipeError):
            rest, errors = client.communicate(b"exit\n", timeout=PATIENCE)
        assert (client.returncode, rest) == (0, b""), errors

    def _placed(self, verb, command):
        """Lead a command to the ports that servers were given."""
        if verb == "run":
            place = self._ports["13145"] if "--only client" in command else "0"
            command = re.sub(r" --at \S+", "", command)
            return f"{command} --at 127.0.0.1:{place}"
        for written, given in self._ports.items():
            command = re.sub(rf"\b{written}\b", given, command)
        return command


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.kill()


def can_run(block):
    return not any(block.first.startswith(beginning) for beginning in NOT_RUN)


def name(block):
    return f"{block.page}: {block.first[:30]}"


@pytest.mark.parametrize("block", [one for one in blocks("sh") if can_run(one)], ids=name)
def test_commands_do_what_they_say(block, terminal, tmp_path):
    document, *_ = blocks("toml", block.page) or blocks("toml", "docs/scenarios.md")
    (tmp_path / "my-scenario.toml").write_text(document.text, "utf-8")
    for line in block.text.splitlines():
        terminal.run(line)
    terminal.end()
    if "answer.bin" in block.text:
        assert (tmp_path / "answer.bin").read_bytes() == b"Welcome!Hello, hello!"


@pytest.mark.parametrize("block", blocks("toml"), ids=name)
def test_documents_load(block):
    parse_scenario(block.text, "my-scenario.toml")


def check_mistake(text, capsys):
    """The lines are what a document with that mistake is answered with."""
    example, *_ = blocks("toml", "docs/scenarios.md")
    lines = example.text.splitlines()
    steps = [place for place, line in enumerate(lines) if line.startswith("    {")]
    lines[steps[3]] = '    { wait = "soon" },'
    with pytest.raises(ScenarioError, match="soon") as caught:
        parse_scenario("\n".join(lines), "my-scenario.toml")

    assert "".join(f"{line}\n" for line in caught.value.lines()) == text


def check_synopsis(text, capsys):
    """Every option in it is one of the command's."""
    command = ""
    for line in text.splitlines():
        command = line.split()[1] if line.startswith("socket-workbench") else command
        with pytest.raises(SystemExit):
            parse([command, "--help"])
        known = capsys.readouterr().out
        for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line.strip().partition("   ")[0]):
            assert re.search(rf"{option}\b", known), (command, option)


def check_verdicts(text, capsys):
    """A failure skips what is behind it."""
    parsed = parse(["run", "gets", "square", "chat-room", "--at", "127.0.0.1:0"])
    assert parsed.command(parsed) == 1
    printed = re.sub(r"[0-9.]+ s\b", "T", capsys.readouterr().out)

    assert printed == re.sub(r"[0-9.]+ s\b", "T", text)


def check_tree(text, capsys):
    """Every file and folder in it is there."""
    top = ROOT
    for line in text.splitlines():
        is_inside, name = line.startswith(" "), line.split()[0]
        place = (top if is_inside else ROOT) / name
        assert place.is_dir() if name.endswith("/") else place.is_file(), name
        top = top if is_inside else place


def check_layers(text, capsys):
    """They are those that import-linter checks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    checked = [
        [layer.split() for layer in one["layers"] if layer != "__main__"]
        for one in contracts
        if one["type"] == "layers"
    ]

    assert [line.split() for line in text.splitlines()] in checked


def check_path(text, capsys):
    """Each step is a name that its module defines, or the method of a class there."""
    for line in text.splitlines():
        [(step, module)] = re.findall(r"^[ |`-]*(.+?) {2,}(\S+\.py)\b", line)
        path = ROOT / "app" / "socket_workbench" / module
        source = path.read_text("utf-8")
        for word in step.rpartition(" ")[2].split("."):
            assert re.search(rf"\b{word}\b", source), (step, module)


CHECKS = {
    "my-scenario.toml:": check_mistake,
    "socket-workbench show FILE": check_synopsis,
    "passed gets": check_verdicts,
    "app/socket_workbench/ ": check_tree,
    "gui  |  cli": check_layers,
    "start": check_layers,
    "Stream.receive ": check_path,
    "SendBar.message_ready ": check_path,
}
"""How the blocks of plain text begin, and what compares them."""


@pytest.mark.parametrize("block", [one for one in blocks("text") if can_run(one)], ids=name)
def test_what_is_shown_is_true(block, capsys):
    [check] = [check for beginning, check in CHECKS.items() if block.first.startswith(beginning)]

    check(block.text, capsys)


def test_every_block_is_of_a_sort_that_is_tried_or_there_is_a_reason():
    left = [one for one in BLOCKS if one.language not in ("sh", "toml", "text") and can_run(one)]

    assert left == []
    for beginning in [*NOT_RUN, *CHECKS]:
        assert any(one.first.startswith(beginning) for one in BLOCKS), beginning


@pytest.mark.parametrize("format", export_formats().values(), ids=lambda format: format.name)
def test_every_export_format_is_described(format):
    page = (ROOT / "docs" / "export.md").read_text("utf-8")

    assert f"\n| `{format.name}` | " in page
    assert all(f"--{option.name}" in page for option in format.options)
