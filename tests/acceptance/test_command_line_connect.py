"""`connect`, as it stands in a pipe."""

import contextlib
import hashlib
import os
import select
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest

BULK = 32 * 1024 * 1024
BOUND = 200 * 1024 * 1024
"""Bytes of memory: the journal's backlog, the interpreter, and the pieces on the way."""


def memory(running):
    """Return the most memory a process has had, in bytes."""
    status = Path(f"/proc/{running.process.pid}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) * 1024


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(30)
        yield listener


def url(listener):
    return f"127.0.0.1:{listener.getsockname()[1]}"


def test_a_large_file_comes_back_as_it_went(program, tmp_path):
    file = tmp_path / "bulk"
    file.write_bytes(os.urandom(BULK))
    server = program.start("serve", "0")

    with file.open("rb") as content:
        client = program.start("connect", f"127.0.0.1:{server.port()}", stdin=content)
        reading = threading.Thread(target=drain, args=(server,))
        reading.start()
        digest = hashlib.sha256()
        while piece := client.process.stdout.read(1 << 20):
            digest.update(piece)
    code, _, _ = client.ended()

    assert code == 0
    assert digest.digest() == hashlib.sha256(file.read_bytes()).digest()
    server.process.terminate()
    reading.join(30)


def drain(running):
    while running.process.stdout.read(1 << 16):
        pass


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_peer_that_never_reads_takes_no_memory(program, listener):
    client = program.start("connect", url(listener), stdin=subprocess.PIPE)
    with listener.accept()[0]:
        typed = type_until_it_waits(client)

        assert typed < BOUND
        assert memory(client) < BOUND
        assert client.end(signal.SIGINT)[0] == 130


def type_until_it_waits(client):
    """Type as much as is taken; returns the bytes."""
    keyboard, typed, piece = client.process.stdin.fileno(), 0, b"x" * 65536
    os.set_blocking(keyboard, False)
    while select.select([], [keyboard], [], 1.0)[1]:
        with contextlib.suppress(BlockingIOError):
            typed += os.write(keyboard, piece)
        if typed > 2 * BOUND:
            break
    client.process.stdin.close()
    client.process.stdin = None
    return typed


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_reader_that_sleeps_takes_no_memory(program, listener):
    client = program.start("connect", url(listener))
    with listener.accept()[0] as peer:
        peer.settimeout(1.0)
        sent = 0
        with contextlib.suppress(TimeoutError):
            while sent < 2 * BOUND:
                sent += peer.send(b"x" * 65536)

        assert sent < 2 * BOUND
        assert memory(client) < BOUND
        client.process.kill()


def test_it_ends_quietly_when_its_reader_has_left(program, listener):
    client = program.start("connect", url(listener), stdin=subprocess.PIPE)
    with listener.accept()[0] as peer:
        client.complaint("connected")
        client.process.stdout.close()
        with contextlib.suppress(ConnectionError):
            while client.process.poll() is None:
                peer.sendall(b"x" * 1024)

    assert client.process.wait(20) == 0
    assert "Broken" not in client.process.stderr.read().decode()


def test_the_end_of_input_half_closes_and_the_answer_still_comes(program, listener):
    client = program.start("connect", url(listener), stdin=subprocess.PIPE)
    with listener.accept()[0] as peer:
        client.process.stdin.write(b"question")
        client.process.stdin.close()
        client.process.stdin = None
        question = b""
        while piece := peer.recv(100):
            question += piece
        peer.sendall(b"answer to " + question)

    assert client.ended()[:2] == (0, b"answer to question")


def test_it_ends_when_the_peer_does_though_nothing_was_typed(program, listener):
    client = program.start("connect", url(listener), stdin=subprocess.PIPE)
    listener.accept()[0].close()

    assert client.process.wait(20) == 0


def test_no_standard_input_is_like_an_empty_one(program, listener):
    client = program.start("connect", url(listener))
    with listener.accept()[0] as peer:
        peer.sendall(b"bye")
        assert peer.recv(100) == b""

    assert client.ended()[:2] == (0, b"bye")


def test_bytes_of_every_value_go_both_ways(program):
    server = program.start("serve", "0")
    everything = bytes(range(256)) * 9

    assert program.run("connect", f"127.0.0.1:{server.port()}", typed=everything)[:2] == (
        0,
        everything,
    )


def test_a_line_is_a_datagram(program):
    server = program.start("serve", "udp://127.0.0.1:0", "--dialogue", "echo-text")

    code, output, _ = program.run("connect", server.endpoint(), "--line-end", "none", typed=b"a\nb")

    assert (code, output) == (0, b"Echo: a!Echo: b!")


def test_a_path_is_as_good_as_a_port(program, own_home):
    for scheme in ("unix", "unixgram"):
        server = program.start("serve", f"{scheme}://{own_home}/{scheme}.sock")

        assert program.run("connect", server.endpoint(), typed=b"a\n")[:2] == (0, b"a\n")


def test_framing_belongs_to_the_endpoint_on_both_sides(program):
    framing = ("--framing", "length:u16be")
    server = program.start("serve", "0", "--dialogue", "welcome", *framing)

    _, output, _ = program.run(
        "connect", f"127.0.0.1:{server.port()}", *framing, typed=b"bob\nexit\n"
    )

    assert output == b"\0\x08Welcome!\0\x0bHello, bob!"


def test_a_refused_datagram_is_told(program, free_port):
    url = f"udp://127.0.0.1:{free_port(socket.SOCK_DGRAM)}"

    code, output, errors = program.run("connect", url, typed=b"a\n")

    assert (code, output) == (1, b"")
    assert "Nothing receives UDP datagrams" in errors
