import os
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.addresses.foreign_text import LONGEST
from socket_workbench.sockets.failures.owner import find_owner


def tcp(port, host="127.0.0.1"):
    return Endpoint(Transport.TCP, host, port)


def owner_of(endpoint):
    owner = find_owner(endpoint)
    assert owner is not None
    return owner


@pytest.mark.needs("owners of ports")
@pytest.mark.parametrize("transport", [Transport.TCP, Transport.UDP])
def test_the_process_with_a_port_is_found(transport):
    with socket.socket(socket.AF_INET, transport.socket_type) as sock:
        sock.bind(("127.0.0.1", 0))
        if transport.is_stream:
            sock.listen()

        owner = owner_of(Endpoint(transport, "127.0.0.1", sock.getsockname()[1]))

    assert owner.pid == os.getpid()
    assert owner.name == psutil.Process().name()
    assert owner.is_this_program
    assert not owner.is_time_wait


def test_udp_and_tcp_are_told_apart():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        assert find_owner(Endpoint(Transport.UDP, "127.0.0.1", port)) is None


def test_the_process_with_a_path_is_found(folder):
    path = f"{folder}/o.sock"
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(path)

        assert owner_of(Endpoint(Transport.UNIX_STREAM, path=path)).is_this_program


def test_nobody_has_a_free_port(free_port):
    assert find_owner(tcp(free_port())) is None


def test_a_port_in_time_wait_has_no_process():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            server.accept()[0].close()
            client.recv(1)

    owner = owner_of(tcp(port))

    assert owner.is_time_wait
    assert not owner.is_this_program


NAMED_PROCESS = """
import socket, sys
from pathlib import Path
if len(sys.argv) > 1:
    Path("/proc/self/comm").write_bytes(bytes.fromhex(sys.argv[1]))
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def owner_of_script(tmp_path):
    """Runs a script with a file name of its own, and finds it by its port."""

    def find(file_name, *words):
        script = tmp_path / file_name
        script.write_text(f"#!{sys.executable}{NAMED_PROCESS}")
        script.chmod(0o700)
        process = subprocess.Popen(
            [script, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        try:
            assert process.stdout is not None
            return find_owner(tcp(int(process.stdout.readline())))
        finally:
            process.communicate("")

    return find


@pytest.mark.needs("owners of ports")
@pytest.mark.skipif(not Path("/proc/self/comm").exists(), reason="names are cut by Linux")
@pytest.mark.parametrize(
    ("file_name", "words", "name"),
    [
        ("announcement-server-of-the-lecture.py", [], "announcement-server-of-the-lecture.py"),
        ("short.py", [], "short.py"),
        ("fifteen-letters", [], "fifteen-letters"),
        ("a.py", [b"another-name-15".hex()], "another-name-15"),
        ("a.py", [b"\x1b[31m\xe2\x80\xaex".hex()], "␛[31m\\u202ex"),
    ],
)
def test_a_name_is_told_in_full_and_does_no_harm(owner_of_script, file_name, words, name):
    assert owner_of_script(file_name, *words).name == name


@pytest.mark.needs("owners of ports")
def test_of_a_name_that_is_very_long_the_beginning_is_told(owner_of_script):
    assert owner_of_script("x" * 200).name == "x" * (LONGEST - 1) + "…"


class Hidden:
    """Another person's process, as psutil shows it."""

    def name(self):
        return "fifteen-letters"

    def exe(self):
        raise psutil.AccessDenied

    cmdline = exe


def test_of_other_peoples_programs_what_is_known_is_told(monkeypatch):
    monkeypatch.setattr(psutil, "net_connections", lambda _kind: [row("127.0.0.1", 1)])
    monkeypatch.setattr(psutil, "Process", lambda _pid: Hidden())

    assert owner_of(tcp(80)).name == "fifteen-letters"


def row(host, pid, remote=()):
    address = type("Address", (tuple,), {"ip": host, "port": 80})((host, 80))
    return type("Row", (), {"laddr": address, "raddr": remote, "pid": pid, "status": "LISTEN"})


@pytest.mark.parametrize(
    ("wanted", "likeliest"), [("192.0.2.1", 1), ("192.0.2.9", 2), ("::", 2), ("0.0.0.0", 2)]
)
def test_of_several_the_likeliest_is_named(monkeypatch, wanted, likeliest):
    rows = [row("192.0.2.1", 3, ("192.0.2.5", 9)), row("0.0.0.0", 2), row("192.0.2.1", 1)]
    monkeypatch.setattr(psutil, "net_connections", lambda _kind: rows)
    monkeypatch.setattr(psutil, "Process", lambda pid: type("P", (), {"name": lambda _: "p"})())

    assert owner_of(tcp(80, wanted)).pid == likeliest


def refused(_kind):
    raise psutil.AccessDenied


def vanished(_pid):
    raise psutil.NoSuchProcess(1)


def test_a_system_that_does_not_tell(monkeypatch):
    monkeypatch.setattr(psutil, "net_connections", refused)

    assert find_owner(tcp(80)) is None


def test_a_call_of_windows_that_fails(monkeypatch):
    def fail(_kind):
        raise RuntimeError("GetExtendedTcpTable failed")

    monkeypatch.setattr(psutil, "net_connections", fail)

    assert find_owner(tcp(80)) is None


def test_a_process_that_ends_meanwhile(monkeypatch):
    monkeypatch.setattr(psutil, "net_connections", lambda _kind: [row("127.0.0.1", 1)])
    monkeypatch.setattr(psutil, "Process", vanished)

    assert find_owner(tcp(80)) is None


def test_the_process_of_another_user_is_not_told(monkeypatch):
    monkeypatch.setattr(psutil, "net_connections", lambda _kind: [row("127.0.0.1", None)])

    assert find_owner(tcp(80)) is None


@pytest.mark.needs("owners of ports")
def test_our_own_socket_is_told_where_those_of_others_are_not(monkeypatch):
    # macOS tells the table of all sockets to the administrator only.
    monkeypatch.setattr(psutil, "net_connections", refused)
    with socket.create_server(("127.0.0.1", 0)) as server:
        owner = find_owner(tcp(server.getsockname()[1]))

    assert owner is not None
    assert owner.is_this_program
