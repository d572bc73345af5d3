"""Servers' programs: what they do on the wire, and that they are good Python."""

import itertools
import socket
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.programs.conftest import many_servers, server

from socket_workbench.dialogues.commands import CloseConnection
from socket_workbench.dialogues.registry import dialogue_kind, dialogue_kinds
from socket_workbench.payload.framing import Framing
from socket_workbench.programs.server_program import server_program
from socket_workbench.programs.style import Style
from socket_workbench.sockets.option_kinds import Flag
from socket_workbench.sockets.options import ServerOptions

PATIENCE = 10

NUMBERS = [
    b"67",
    b" -1.5e1\n",
    b"1" * 4001,
    b"abc\\\x01\xff\xe2\x80\xa8",
    b"1e9999999999",
    b"\0" * 300,
]
MESSAGES = {
    "welcome": [b"anna", b"\xff\n", b"exit"],
    "acknowledge": [b"x"],
    "fixed-reply": [b"x", b"y"],
    "square": NUMBERS,
    "calculator": [
        b"add,7,4",
        b"div,7,4",
        b"div,1,3",
        b"div,1e40,3",
        b"mul,0.1,0.2",
        b"sub,1,1",
        b"div,1,0",
        b"pow,1,2",
        b"add,1",
        b"add,x,1",
    ],
    "echo": [b"\0\xff", b"x" * 5000],
    "echo-text": [b"a", b"\xff"],
    "print-only": [b"a"],
    "chat": [
        b"/who\n",
        b"\x07\n",
        b"anna\r\n",
        b"hello\n/who\n",
        b" /quit\n",
        b"/name Anna\n",
        b"/name ben\n",
        b"/x\\\n",
        b"/quit\n",
    ],
    "web-page": [b"\r\nGET / HT", b"TP/1.1\r\nHost: x\r\n\r\n"],
    "manual": [b"a"],
}
PARAMETERS: dict[str, dict[str, str | bool]] = {
    "fixed-reply": {"reply": 'it\'s "1"\\n\\xff'},
    "echo-text": {"template": "<message>: <message>\\r\\n"},
    "web-page": {"page": "<p>\u00e9'\"</p>" * 20},
}


def conversation(name):
    """Return what the dialogue answers: at the beginning, and to each message."""
    dialogue = dialogue_kind(name).build(PARAMETERS.get(name))()
    yield b"", sent(dialogue.opened("peer")), False
    for message in MESSAGES[name]:
        commands = dialogue.received(message)
        answer = b"typed" if name == "manual" else sent(commands)
        yield message, answer, any(isinstance(one, CloseConnection) for one in commands)


def sent(commands):
    return b"".join(one for one in commands if isinstance(one, bytes))


def receive(connection, size):
    data = b""
    while len(data) < size and (more := connection.recv(size - len(data))):
        data += more
    return data


def talk_over_stream(address, name):
    with socket.create_connection(address[:2], timeout=PATIENCE) as connection:
        for message, answer, ends in conversation(name):
            connection.sendall(message)
            assert receive(connection, len(answer)) == answer, (name, message)
            if ends:
                break
        else:
            connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""


def talk_over_datagrams(address, name):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(address)
        (_, greeting, _), *rest = conversation(name)
        for message, answer, _ in rest:
            connection.send(message)
            if greeting:
                assert connection.recv(65536) == greeting
                greeting = b""
            if answer:
                got = b""
                while len(got) < len(answer):
                    got += connection.recv(65536)
                assert got == answer, (name, message)


@pytest.mark.parametrize("style", Style)
def test_every_dialogue_says_the_same_as_the_workbench(style, run_program):
    assert MESSAGES.keys() == {kind.name for kind in dialogue_kinds()} - {"rules"}
    over_stream, over_datagrams = {}, {}
    for name in MESSAGES:
        settings = server("tcp://127.0.0.1:0", name, PARAMETERS.get(name))
        over_stream[name] = run_program(server_program(settings, style))
    for name in ("chat", "calculator"):
        text = server_program(server("udp://127.0.0.1:0", name), style)
        over_datagrams[name] = run_program(text)

    for name, running in over_stream.items():
        if name == "manual":
            running.type(b"typed\n")
        talk_over_stream(running.wait_until_listening(), name)
    for name, running in over_datagrams.items():
        talk_over_datagrams(running.wait_until_listening(), name)


@pytest.mark.parametrize("style", Style)
def test_members_of_a_chat_hear_each_other(style, run_program):
    running = run_program(server_program(server("tcp://[::1]:0", "chat", framing="line"), style))
    address = running.wait_until_listening()[:2]
    with (
        socket.create_connection(address, timeout=PATIENCE) as anna,
        socket.create_connection(address, timeout=PATIENCE) as ben,
    ):
        for one in (anna, ben):
            assert receive(one, 27) == b"Welcome! What is your name?"[:27]
            assert receive(one, 1) == b"\n"
        anna.sendall(b"anna\n")
        assert receive(ben, 17) == b"anna has joined.\n"
        anna.sendall(b"hello\n")
        assert receive(ben, 12) == b"anna: hello\n"
        anna.shutdown(socket.SHUT_WR)
        assert receive(ben, 15) == b"anna has left.\n"


@pytest.mark.parametrize(
    "written", ["line", "delimiter:;\\n", "length:u32le", "fixed:8", "idle:20ms"]
)
def test_framed_messages_are_cut_and_marked(written, run_program):
    framing = Framing.parse(written)
    running = [
        run_program(server_program(server("tcp://127.0.0.1:0", "welcome", framing=written), style))
        for style in Style
    ]
    for one in running:
        with socket.create_connection(one.wait_until_listening(), timeout=PATIENCE) as connection:
            for message, answer in (
                (b"", b"Welcome!"),
                (b"a", b"Hello,a!"),
                (b"exit\0\0\0\0", b""),
            ):
                if written.startswith("fixed"):
                    continue
                if message:
                    data = framing.encode(message)
                    connection.sendall(data[:1])
                    connection.sendall(data[1:])
                expected = b"Hello, a!" if message == b"a" else answer
                if message != b"exit\0\0\0\0":
                    frame = framing.encode(expected)
                    assert receive(connection, len(frame)) == frame
            if written.startswith("fixed"):
                assert receive(connection, 8) == b"Welcome!"


def test_a_refused_request_is_told_why(run_program):
    running = [
        run_program(server_program(server("tcp://127.0.0.1:0", "web-page"), style))
        for style in Style
    ]
    for request in (b"POST / HTTP/1.1\r\n\r\n", b"x" * 70_000, b"GET / HTTP/3\n\n"):
        dialogue = dialogue_kind("web-page").build()()
        expected = sent(dialogue.received(request))
        for one in running:
            address = one.address or one.wait_until_listening()
            with socket.create_connection(address, timeout=PATIENCE) as connection:
                connection.sendall(request)
                assert receive(connection, len(expected)) == expected
                connection.sendall(b"more")


@pytest.mark.needs("unix sockets")
def test_a_unix_path_is_free_again_afterwards(run_program, tmp_path):
    path = tmp_path / "a 'path'"
    for style in Style:
        for scheme, kind in (("unix", socket.SOCK_STREAM), ("unixgram", socket.SOCK_DGRAM)):
            running = run_program(server_program(server(f"{scheme}://{path}"), style))
            assert running.wait_until_listening() == str(path)
            with socket.socket(socket.AF_UNIX, kind) as connection:
                connection.settimeout(PATIENCE)
                if kind == socket.SOCK_DGRAM:
                    connection.bind(str(tmp_path / f"client {style.value}"))
                connection.connect(str(path))
                connection.sendall(b"hello")
                assert connection.recv(100) == b"hello"
            running.stop()
            assert not path.exists()


def test_ruff_and_mypy_find_nothing(tmp_path):
    for number, (_, text) in enumerate(many_servers()):
        (tmp_path / f"program_{number}.py").write_text(text, "utf-8")
    check_programs(tmp_path)


def check_programs(folder):
    """Run ruff and mypy over all programs of a folder, each once."""
    ruff = [sys.executable, "-m", "ruff"]
    rules = "F,E4,E7,E9,W,I,N,UP,B,C4,RET,SIM,RUF,D1"
    for command in (
        [*ruff, "check", "--isolated", "--no-cache", "--select", rules, "--ignore", "D107,RUF001"],
        [*ruff, "format", "--isolated", "--no-cache", "--check", "--quiet"],
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            "--cache-dir",
            str(folder / "c"),
        ],
    ):
        files = sorted(map(str, folder.glob("*.py")))
        done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


CHANGED = {"framing": "line", "backlog": "7", "receive_size": "1 KiB", "most_waiting": "1 KiB"}
CHANGED |= {"calls": "recvmsg", "close_on_peer_end": "no", "model": "selector"}


@pytest.mark.parametrize("row", ServerOptions.rows(), ids=lambda row: row.name)
def test_every_option_is_in_it_or_a_comment_says_that_it_is_not(row):
    value = CHANGED.get(row.name)
    if value is None:
        assert isinstance(row.kind, Flag)
        value = "no" if row.default else "yes"
    for scheme, style in itertools.product(row.transports, Style):
        url = f"{scheme}:///tmp/a" if scheme.startswith("unix") else f"{scheme}://127.0.0.1:0"
        changed = server_program(server(url, **{row.name: value}), style)
        assert server_program(server(url), style) != changed, (scheme, style)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
PATHS = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=60)


@given(reply=TEXTS, path=PATHS, style=st.sampled_from(Style))
def test_whatever_is_configured_stays_a_literal(reply, path, style):
    # Escapes are the dialogue's affair.
    written = reply.replace("\\", "\\\\")
    settings = server(f"unix:///{path}", "fixed-reply", {"reply": written})

    names = constants(server_program(settings, style))

    assert names["REPLY"] == reply.encode()
    assert names["PATH"] == settings.endpoint.path


def constants(text):
    """Return the values of the assignments at the top of a program that are literals."""
    import ast

    values = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                values[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    return values
