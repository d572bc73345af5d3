import errno
import os
import socket
import subprocess
import sys

import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.failure import Action, Failure
from socket_workbench.sockets.failures.in_use_sentences import in_use

HOLDS_A_PORT = """
import socket, sys
sock = socket.create_server(("127.0.0.1", 0))
print(sock.getsockname()[1], flush=True)
sys.stdin.read()
"""
HOLDS_A_PATH = """
import socket, sys
sock = socket.socket(socket.AF_UNIX)
sock.bind(sys.argv[1])
sock.listen()
print("ready", flush=True)
sys.stdin.read()
"""


def say(where, action=Action.LISTEN):
    return in_use(Failure(OSError(errno.EADDRINUSE, "x"), action, where))


@pytest.fixture
def other_process():
    """Start a process that holds an address; it prints a line when it does."""
    started = []

    def start(program, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    yield start
    for process in started:
        process.communicate("")


@pytest.mark.needs("owners of ports")
def test_a_port_of_another_program_names_it(other_process):
    process, port = other_process(HOLDS_A_PORT)

    said = say(Endpoint(Transport.TCP, "127.0.0.1", int(port)))

    assert said.startswith(f"Port {port} is already in use by python")
    assert f"(pid {process.pid}). Stop it, or choose port 0" in said


@pytest.mark.needs("unix sockets")
def test_a_path_of_another_program_names_it(other_process, folder):
    process, _ = other_process(HOLDS_A_PATH, f"{folder}/held.sock")

    said = say(Endpoint(Transport.UNIX_STREAM, path=f"{folder}/held.sock"))

    assert said.startswith(f"{folder}/held.sock is already in use by python")
    assert f"(pid {process.pid}). Stop it, or choose another path." in said


@pytest.mark.needs("unix sockets")
def test_a_path_of_nobody_known(folder):
    said = say(Endpoint(Transport.UNIX_STREAM, path=f"{folder}/nobody.sock"))

    assert "already in use by another program" in said


@pytest.mark.needs("owners of ports")
def test_a_port_of_this_program():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        assert "in use by this program itself" in say(Endpoint(Transport.TCP, "127.0.0.1", port))


def test_a_path_of_this_program_names_its_number(folder):
    path = f"{folder}/own.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)

        assert f"(pid {os.getpid()})" in say(Endpoint(Transport.UNIX_STREAM, path=path))


def test_a_port_of_nobody_known(free_port):
    assert "by another program" in say(Endpoint(Transport.TCP, "127.0.0.1", free_port()))


def test_a_local_port_that_is_still_held():
    said = say(Endpoint(Transport.TCP, "127.0.0.1", 80), Action.CONNECT)

    assert "choose local port 0" in said
