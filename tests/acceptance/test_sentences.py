"""Every sentence about sockets, each with a situation that makes it.

Where this machine can be brought into the situation, it is; else the system's answer is given.
"""

import ast
import contextlib
import errno
import os
import re
import socket
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import psutil
import pytest

import socket_workbench.sockets
from socket_workbench.payload.text import printable
from socket_workbench.sockets import system
from socket_workbench.sockets.addresses import transport
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport, parse_endpoint
from socket_workbench.sockets.call_choice import CallChoice
from socket_workbench.sockets.datagram import DatagramSocket
from socket_workbench.sockets.failures.errors import Action, Interrupted, SocketError, explain
from socket_workbench.sockets.listener import Listener
from socket_workbench.sockets.opening.connector import Connector
from socket_workbench.sockets.opening.resolve import NameLookup
from socket_workbench.sockets.option_kinds import Number
from socket_workbench.sockets.options import SELECTOR, ClientOptions, ServerOptions

UNSAID = {"Write {addresses}.", "The system tells of no network interface to name."}
"""Parts of other sentences."""

MISTYPED = [
    *("", "tcp://", "localhost", "127.0.0.1 21002", "localhost:http", "localhost:70000", ":80"),
    *(
        "http://host/",
        "gopher://",
        "::1",
        "::1:80",
        "a:b:c",
        "[::1",
        "[::1%]:80",
        "a b:1",
        "日" * 64,
    ),
    *("192.168.001.010:80", "10.0.0.08:80", "256.0.0.1:80", ".:80"),
    *("unix:x", "unix:", "unix://x", "unix:///\0"),
]

WRONG_OPTIONS = [
    (ServerOptions.row("backlog"), -1),
    (ServerOptions.row("receive_size"), 0),
    (ServerOptions.row("receive_size"), "2MiB"),
    (ServerOptions.row("trace"), "perhaps"),
    (ServerOptions.row("model"), "fork"),
    (ClientOptions.row("connect_timeout"), 0),
    (ClientOptions.row("reconnect_interval"), "25h"),
    (ClientOptions.row("reconnect_interval"), 100_000),
    (ClientOptions.row("local_host"), 5),
    (ClientOptions.row("calls"), "read"),
]

ANSWERS = [
    # What the system would have to be broken, old, full or far away for.
    (errno.EACCES, Action.LISTEN, "80"),
    (errno.EPERM, Action.SEND, "udp://192.0.2.1:9"),
    (errno.EACCES, Action.LISTEN, "unix:///srv/x.sock"),
    (errno.EPERM, Action.LISTEN, "unix:///srv/x.sock"),
    (errno.EACCES, Action.CONNECT, "unix:///srv/x.sock"),
    (errno.EROFS, Action.LISTEN, "unix:///srv/x.sock"),
    (errno.ENOSPC, Action.LISTEN, "unix:///srv/x.sock"),
    (errno.ENAMETOOLONG, Action.LISTEN, "unix:///srv/x.sock"),
    (errno.EADDRNOTAVAIL, Action.CONNECT, "[2001:db8::1]:80"),
    (errno.EADDRINUSE, Action.CONNECT, "192.0.2.1:80"),
    (errno.EADDRINUSE, Action.LISTEN, "unix:///srv/of/others.sock"),
    (errno.EAFNOSUPPORT, Action.LISTEN, "[::1]:80"),
    (errno.EAFNOSUPPORT, Action.CONNECT, "[2001:db8::1]:80"),
    (errno.EHOSTUNREACH, Action.CONNECT, "192.0.2.1:80"),
    (errno.ETIMEDOUT, Action.RECEIVE, "192.0.2.1:80"),
    (errno.EMSGSIZE, Action.RECEIVE, "udp://192.0.2.1:80"),
    (errno.EDESTADDRREQ, Action.SEND, "unixgram:///srv/x.sock"),
    (errno.ENOTCONN, Action.SEND, "192.0.2.1:80"),
    (errno.EMFILE, Action.ACCEPT, "80"),
    (errno.ENFILE, Action.ACCEPT, "80"),
    (errno.ENOMEM, Action.ACCEPT, "80"),
    (errno.EXDEV, Action.SEND, "192.0.2.1:80"),
]

CALLS = [
    (CallChoice("", "sendto"), "tcp", False),
    (CallChoice("recv"), "udp", True),
    (CallChoice("", "sendall"), "unixgram", True),
]

LOOKUPS = [socket.EAI_NONAME, socket.EAI_AGAIN, socket.EAI_FAIL]


@cache
def templates():
    """Return the texts of all sentences in the package, with the places in braces."""
    found = set()
    for file in Path(socket_workbench.sockets.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                words = node.args[:2] if node.func.id == "trn" else node.args[:1]
                if node.func.id in ("tr", "trn"):
                    texts = [word.value for word in words if isinstance(word, ast.Constant)]
                    found |= {text for text in texts if str(text).endswith(".")}
    return found - UNSAID


def pattern(template):
    parts = re.split(r"\{[^}]*\}", template)
    return re.compile("(.+?)".join(map(re.escape, parts)), re.DOTALL)


def failing(call, *arguments, **options):
    """Return the sentence with which a call fails."""
    with pytest.raises((ValueError, SocketError)) as caught:
        call(*arguments, **options).close()
    return str(caught.value)


def serve(url):
    endpoint = parse_endpoint(url)
    kind = Listener.open if endpoint.transport.is_stream else DatagramSocket.bind
    return kind(endpoint, ServerOptions())


def connect(url, lookup=None, **options):
    endpoint, wanted = parse_endpoint(url), ClientOptions(**options)
    if endpoint.transport.is_stream:
        return Connector(endpoint, wanted, lookup or NameLookup()).connect()
    return DatagramSocket.connect(endpoint, wanted)


def as_both_versions(_host, port, **_options):
    return [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
    ]


def addresses(free_port):
    """Say what is wrong with addresses that are written rightly and cannot be used."""
    yield failing(serve, "[::ffff:127.0.0.1]:0")
    yield failing(serve, "[fe80::1:2:3:4]:0")
    yield failing(connect, "[fe80::1]:9")
    yield failing(serve, "[::1%lo]:0")
    yield failing(serve, "[fe80::1%nosuch]:0")
    yield failing(serve, "192.0.2.77:0")
    yield failing(connect, "224.0.0.1:9")
    yield failing(connect, "127.0.0.1:0")
    yield failing(connect, f"127.0.0.1:{free_port()}")
    yield failing(connect, f"both:{free_port()}", NameLookup(as_both_versions))
    with serve("127.0.0.1:0") as server:
        url = str(server.endpoint)
        yield failing(serve, url)
        yield failing(connect, url, local_host="192.0.2.77")
        yield failing(connect, url, local_host="::1")


class Address(NamedTuple):
    """An address as psutil gives it."""

    ip: str
    port: int


def ports_of_others(monkeypatch):
    """Say who has a port, when it is somebody else."""
    where = parse_endpoint("192.0.2.77:80")
    error = OSError(errno.EADDRINUSE, "x")
    local = Address("192.0.2.77", 80)
    for pid, status in ((os.getppid(), "LISTEN"), (None, "TIME_WAIT"), (None, "LISTEN")):
        row = SimpleNamespace(laddr=local, raddr=(), pid=pid, status=status)
        monkeypatch.setattr(psutil, "net_connections", lambda _kind, row=row: [row])
        yield str(explain(error, Action.LISTEN, where))


def conversations(free_port):
    """Say what comes in between while bytes are sent."""
    with serve("127.0.0.1:0") as server, connect(str(server.endpoint)) as client:
        with server.accept() as peer:
            peer.reset()
        yield failing(client.receive, 1)
    with serve("127.0.0.1:0") as server, connect(str(server.endpoint)) as client:
        peer = server.accept()
        client.send_eof()
        yield failing(client.send, b"x")
        peer.close()
    with connect(f"udp://127.0.0.1:{free_port(socket.SOCK_DGRAM)}") as client:
        yield failing(client.send, bytes(70_000))
        client.send(b"x")
        yield failing(client.receive, 1)
    yield str(explain(OSError(errno.EMSGSIZE, "x"), Action.SEND, "192.0.2.1:9", size=2000))
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, contextlib.ExitStack() as stack:
        url = "127.0.0.1:{1}".format(*full.getsockname())
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        yield failing(connect, url, connect_timeout=0.1)


def paths(folder, monkeypatch):
    """Say what is wrong with the paths of Unix sockets."""
    (folder / "file").write_text("")
    (folder / "loop").symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(f"{folder}/dead.sock")
    yield failing(serve, f"unix://{folder}/{'x' * 100}")
    yield failing(serve, f"unix://{folder}/no/such.sock")
    yield failing(serve, f"unix://{folder}/file/x.sock")
    yield failing(serve, f"unix://{folder}/file")
    yield failing(serve, f"unix://{folder}/loop/x.sock")
    yield failing(connect, f"unix://{folder}/none.sock")
    yield failing(connect, f"unix://{folder}/dead.sock")
    with serve(f"unixgram://{folder}/s.sock") as server:
        yield failing(serve, str(server.endpoint))
        yield failing(connect, f"unix://{folder}/s.sock")
        with monkeypatch.context() as patch:
            patch.setattr("tempfile.tempdir", f"{folder}/none")
            yield failing(connect, str(server.endpoint))
    with monkeypatch.context() as patch:
        patch.delattr(socket, "AF_UNIX")
        yield transport.unix_supported()


def rest():
    """Say what no endpoint has to do with."""
    for text in MISTYPED:
        yield failing(parse_endpoint, text)
    for row, value in WRONG_OPTIONS:
        yield failing(row.kind.take, value)
    yield failing(Number(1, 9).take, 10)
    for number, action, url in ANSWERS:
        error = OSError(number, os.strerror(number))
        yield str(explain(error, action, parse_endpoint(url)))
    for number in LOOKUPS:
        error = socket.gaierror(number, "why")
        yield str(explain(error, Action.LOOK_UP, Endpoint(Transport.TCP, "nosuch.invalid", 80)))
    yield str(explain(socket.gaierror(socket.EAI_NONAME, "x"), Action.LOOK_UP, "fe80::1%eth9"))
    yield str(Interrupted())
    yield ServerOptions(model=SELECTOR).misfit("udp")[1]
    yield ServerOptions(model=SELECTOR, calls=CallChoice("", "sendall")).misfit("tcp")[1]
    for calls, scheme, is_server in CALLS:
        yield calls.misfit(scheme, is_server=is_server)


def as_on_windows(monkeypatch):
    """Say what the answer of Windows alone leads to."""
    denied = OSError(errno.EACCES, os.strerror(errno.EACCES))
    with monkeypatch.context() as patch:
        patch.setattr(system, "PORTS_ARE_RESERVED", True)
        patch.setattr(system, "HAS_RECVMSG", False)
        yield CallChoice("recvmsg").misfit("tcp", is_server=True)
        yield str(explain(denied, Action.LISTEN, parse_endpoint("127.0.0.1:13145")))


@pytest.fixture
def folder(own_home):
    """A folder whose path is short enough for Unix sockets."""
    made = own_home / "sockets"
    made.mkdir()
    return made


@pytest.fixture
def said(free_port, folder, monkeypatch):
    """Everything that is said in all these situations."""
    return [
        *rest(),
        *addresses(free_port),
        *conversations(free_port),
        *paths(folder, monkeypatch),
        *ports_of_others(monkeypatch),
        *as_on_windows(monkeypatch),
    ]


def test_every_sentence_has_a_situation(said):
    missing = [
        template
        for template in templates()
        if not any(pattern(template).fullmatch(sentence) for sentence in said)
    ]

    assert sorted(missing) == []


def test_every_situation_has_one_sentence_or_more_that_do_no_harm(said):
    wrong = [
        sentence
        for sentence in said
        if not sentence.endswith(".") or "{" in sentence or printable(sentence) != sentence
    ]

    assert wrong == []
