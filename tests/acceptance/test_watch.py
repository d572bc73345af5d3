"""A program is watched from a shell."""

import json
import shutil
import signal
import socket
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="watching needs Linux")

SERVER = """\
import os, socket
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], os.getpid())
for _ in range(2):
    conn, _ = server.accept()
    with conn:
        conn.sendall(conn.recv(100).upper())
        print("answered")
"""


def asked(port):
    with socket.create_connection(("127.0.0.1", port)) as sock:
        sock.sendall(b"hello")
        return sock.recv(100)


@pytest.fixture
def server(tmp_path):
    path = tmp_path / "server.py"
    path.write_text(SERVER)
    return path


def until(running, kind):
    """Read objects up to one of a kind; returns it."""
    while (event := json.loads(running.line()))["kind"] != kind:
        pass
    return event


def test_a_program_runs_on_when_the_command_is_killed(program, server, own_home):
    running = program.start("watch", "--json", server)
    # What is printed may be read a part at a time.
    printed = ""
    while not printed.endswith("\n"):
        printed += until(running, "output")["text"]
    port = int(printed.split()[0])
    assert asked(port) == b"HELLO"
    running.process.kill()
    running.process.wait()

    # It answers, and prints into a file that nobody reads any more.
    assert asked(port) == b"HELLO"
    for folder in (own_home / "tmp").iterdir():
        shutil.rmtree(folder)  # the one of the command that was killed


def test_ctrl_c_reaches_the_program_whose_code_is_ours(program, server):
    running = program.start("watch", "--json", server)
    until(running, "call_begun")
    running.process.send_signal(signal.SIGINT)
    running.process.wait()

    assert running.process.returncode == 130
    assert running.process.stderr is not None
    assert running.process.stderr.read() == b""


STUBBORN = """\
import socket, sys
server = socket.create_server(("127.0.0.1", 0))
for _ in range(2):
    try:
        server.accept()
    except KeyboardInterrupt:
        print("not yet")
sys.exit(4)
"""


def test_it_is_the_programs_matter_how_often_it_takes_ctrl_c(program, tmp_path):
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    running = program.start("watch", "--json", tmp_path / "stubborn.py")
    for _ in range(2):
        until(running, "call_begun")
        running.process.send_signal(signal.SIGINT)
        until(running, "output")

    assert running.process.wait() == 4
