import os
import socket

import psutil
import pytest

from socket_workbench.sockets.endpoint import Endpoint, Transport
from socket_workbench.sockets.owner import find_owner


def tcp(port, host="127.0.0.1"):
    return Endpoint(Transport.TCP, host, port)


@pytest.mark.parametrize("transport", [Transport.TCP, Transport.UDP])
def test_the_process_with_a_port_is_found(transport):
    with socket.socket(socket.AF_INET, transport.socket_type) as sock:
        sock.bind(("127.0.0.1", 0))
        if transport.is_stream:
            sock.listen()

        owner = find_owner(Endpoint(transport, "127.0.0.1", sock.getsockname()[1]))

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

        assert find_owner(Endpoint(Transport.UNIX_STREAM, path=path)).is_this_program


def test_nobody_has_a_free_port(free_port):
    assert find_owner(tcp(free_port())) is None


def test_a_port_in_time_wait_has_no_process():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            server.accept()[0].close()
            client.recv(1)

    owner = find_owner(tcp(port))

    assert owner.is_time_wait
    assert not owner.is_this_program


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

    assert find_owner(tcp(80, wanted)).pid == likeliest


def refused(_kind):
    raise psutil.AccessDenied


def vanished(_pid):
    raise psutil.NoSuchProcess(1)


def test_a_system_that_does_not_tell(monkeypatch):
    monkeypatch.setattr(psutil, "net_connections", refused)

    assert find_owner(tcp(80)) is None


def test_a_process_that_ends_meanwhile(monkeypatch):
    monkeypatch.setattr(psutil, "net_connections", lambda _kind: [row("127.0.0.1", 1)])
    monkeypatch.setattr(psutil, "Process", vanished)

    assert find_owner(tcp(80)) is None


def test_the_process_of_another_user_is_not_told(monkeypatch):
    monkeypatch.setattr(psutil, "net_connections", lambda _kind: [row("127.0.0.1", None)])

    assert find_owner(tcp(80)) is None
