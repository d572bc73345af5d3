"""The states, queues and figures of sockets, beside those that `ss` tells."""

import contextlib
import ctypes
import re
import socket
import struct
from time import monotonic, sleep
from typing import Any

import pytest

from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.socket_watch import SocketWatch
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.gui.states.rows import socket_row
from socket_workbench.journal.journal import Journal
from socket_workbench.sockets.addresses.endpoint import parse_endpoint
from socket_workbench.sockets.options import ServerOptions

WORDS = {
    "ESTAB": "ESTABLISHED",
    "SYN-RECV": "SYN_RECEIVED",
    "FIN-WAIT-1": "FIN_WAIT1",
    "FIN-WAIT-2": "FIN_WAIT2",
}
# linux/filter.h, asm-generic/socket.h
RETURN_CONSTANT = 0x06
SO_ATTACH_FILTER = 26

BACKLOG = 7
WAITING = 4
"""Connections that are in the backlog at the end."""

NUMBERS = (
    ("mss", "snd_mss"),
    ("cwnd", "snd_cwnd"),
    ("bytes_sent", "bytes_sent"),
    ("bytes_acked", "bytes_acked"),
    ("bytes_received", "bytes_received"),
    ("segs_out", "segs_out"),
    ("segs_in", "segs_in"),
    ("rcv_space", "rcv_space"),
    ("snd_wnd", "snd_wnd"),
    ("unacked", "unacked"),
    ("notsent", "notsent_bytes"),
)


def told_by_ss(tools, port):
    """Return what `ss -tinm` tells of each socket with a port, by its two addresses."""
    chosen = f"( sport = :{port} or dport = :{port} )"
    lines = tools.run("ss", "-tinmaoHO", chosen).decode().splitlines()
    sockets = {}
    for line in lines:
        state, waiting, unsent, local, peer, *rest = line.split()
        figures = {
            name: value for word in rest for name, colon, value in [word.partition(":")] if colon
        }
        word = WORDS.get(state, state.replace("-", "_"))
        peer = "" if peer.endswith(":*") else peer
        sockets[local, peer] = (word, int(waiting), int(unsent), figures)
    return sockets


def shown(row):
    return (row.state, row.receive_queue, row.send_queue)


def figures_shown(seen, row):
    """Return the figures that are compared, in the units of ss."""
    found: dict[str, Any] = {}
    if row.expires is not None and row.timer == "gone in":
        found["timer"] = row.expires
    if seen.now.figures is None or seen.is_listener:
        return found
    memory = seen.now.figures.memory()
    if memory:
        names = ("r", "rb", "t", "tb", "f", "w", "o", "bl", "d")
        found["skmem"] = tuple(zip(names, memory, strict=False))
    info = seen.now.figures.info()
    if info is not None:
        found |= {name: info.get(field) or 0 for name, field in NUMBERS}
        assert (row.congestion_window, row.send_window) == (found["cwnd"], found["snd_wnd"])
        found["rtt"] = (info.rtt or 0) * 1000
        found["minrtt"] = (info.least_rtt or 0) * 1000
        found["retrans"] = row.retransmissions
    return found


def figures_of_ss(figures, names):
    """Return the figures of ss with some names, in the same units; it leaves out zeros."""
    found: dict[str, Any] = {
        name: int(figures.get(name, 0)) for name, _ in NUMBERS if name in names
    }
    if "skmem" in names:
        memory = re.findall(r"([a-z]+)(\d+)", figures["skmem"])
        found["skmem"] = tuple((name, int(value)) for name, value in memory)
    if "rtt" in names:
        found["rtt"] = float(figures.get("rtt", "0/0").split("/")[0])
        found["minrtt"] = float(figures.get("minrtt", 0))
        found["retrans"] = int(figures.get("retrans", "0/0").split("/")[1])
    return found


@pytest.fixture
def server():
    """Return a server that says nothing, and accepts the next connection after the last."""
    journal = Journal([])
    settings = ServerSettings(
        "Server 1",
        parse_endpoint("tcp://127.0.0.1:0"),
        ServerOptions.of({"model": "one-at-a-time", "backlog": BACKLOG, "receive_size": 1}),
        "manual",
    )
    server = Server(settings, journal, PlainThreads())
    server.start()
    yield server
    server.stop()
    assert server.join(20)
    journal.close()


def wait_until(condition):
    deadline = monotonic() + 20
    while not condition():
        assert monotonic() < deadline
        sleep(0.01)


def drop_what_comes(sock):
    """Let the kernel drop every segment for a socket, so that its peer sends them again.

    A filter that keeps 0 bytes of each packet: SO_ATTACH_FILTER, socket(7).
    """
    keeps_nothing = ctypes.create_string_buffer(struct.pack("HBBI", RETURN_CONSTANT, 0, 0, 0))
    program = struct.pack("HP", 1, ctypes.addressof(keeps_nothing))
    sock.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)


def fill(sock):
    """Send until the system takes no more."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    sock.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            sock.send(bytes(65536))


def compare(tools, watch, port):
    """Compare both, and return the states of those that were still between two looks."""
    before, sighting, at = told_by_ss(tools, port), watch.look(), monotonic()
    after = told_by_ss(tools, port)
    rows = {
        (seen.now.local, seen.now.peer): (seen, socket_row(seen, at))
        for seen in sighting.sockets
        if not seen.is_ended
    }
    found = set()
    for names, (seen, row) in rows.items():
        ours = figures_shown(seen, row)
        remaining = ours.pop("timer", None)
        told = [(*each[:3], figures_of_ss(each[3], ours)) for each in (before[names], after[names])]
        if told[0] != told[1]:
            continue
        assert (*shown(row), {**ours, **_near(ours, told[0][3])}) == told[0]
        if remaining is not None:
            assert 0 < remaining <= 60
            assert before[names][3]["timer"].startswith("(timewait,")
        found.add(row.state)
        if row.is_listener and row.receive_queue == WAITING and row.send_queue == BACKLOG:
            found.add("backlog")
        if ours.get("retrans"):
            found.add("sent again")
    assert set(rows) >= {names for names in before if names[0].endswith(f":{port}")}
    return found


@pytest.mark.needs("sock_diag")
def test_the_panel_tells_what_ss_tells(tools, server):
    wait_until(lambda: server.bound is not None)
    port = server.bound.port
    watch = SocketWatch()
    watch.add(server)
    # It serves one at a time, so that those that wait have bytes that wait, and states last.
    peers = [socket.create_connection(("127.0.0.1", port)) for _ in range(7)]
    closed, open_, deaf, waiting, ended, filling, _ = peers

    def served(peer):
        """Wait until it serves this connection; returns its number."""
        name = "{}:{}".format(*peer.getsockname())
        wait_until(lambda: any(each.is_open and each.peer == name for each in server.connections()))
        return next(each.number for each in server.connections() if each.peer == name)

    # Closed by us first: TIME_WAIT, and where the peer does not close, FIN_WAIT2.
    server.close_connections([served(closed)])
    closed.recv(1)
    closed.close()
    server.close_connections([served(open_)])
    number = served(deaf)
    drop_what_comes(deaf)
    server.send(b"lost", [number])
    waiting.sendall(b"hello")
    ended.shutdown(socket.SHUT_WR)
    fill(filling)

    compared: set[str] = set()
    wanted = {"LISTEN", "ESTABLISHED", "CLOSE_WAIT", "FIN_WAIT2", "TIME_WAIT"}
    wanted |= {"backlog", "sent again"}

    def all_are_compared():
        compared.update(compare(tools, watch, port))
        return compared >= wanted

    wait_until(all_are_compared)
    for peer in peers:
        peer.close()


def _near(ours, theirs):
    """Return their figures where ours are the same but for the digits that ss prints."""
    return {
        name: theirs[name]
        for name in ("rtt", "minrtt")
        if name in ours and ours[name] == pytest.approx(theirs[name], rel=1e-4, abs=6e-4)
    }
