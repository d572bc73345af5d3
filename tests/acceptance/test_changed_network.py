"""An address that a server listens at vanishes with its interface, and comes back."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ALONE = ["unshare", "--map-root-user", "--net"]
"""The words before a command that give it a network of its own."""

DRIVER = """
import re, socket, subprocess, sys

def ip(*words):
    subprocess.run(["ip", *words], check=True)

def echo(peer, data):
    peer.sendall(data)
    came = b""
    while len(came) < len(data):
        part = peer.recv(100)
        assert part, "the connection has ended"
        came += part
    assert came == data

ip("link", "set", "lo", "up")
ip("address", "add", "192.0.2.1/24", "dev", "lo")
with subprocess.Popen(
    [sys.executable, "-m", "socket_workbench", "serve", "192.0.2.1:0", "--dialogue", "echo"],
    stdout=subprocess.PIPE, text=True,
) as server:
    place = ("192.0.2.1", int(re.search(r":(\\d+)$", server.stdout.readline())[1]))
    with socket.create_connection(place, 40) as peer:
        echo(peer, b"before")
        ip("address", "delete", "192.0.2.1/24", "dev", "lo")
        ip("link", "set", "lo", "down")
        ip("link", "set", "lo", "up")
        ip("address", "add", "192.0.2.1/24", "dev", "lo")
        echo(peer, b"after")
        with socket.create_connection(place, 40) as other:
            echo(other, b"new")
    server.terminate()
    said = server.stdout.read().splitlines()[-1]
assert server.returncode == 0
print(said)
"""


def test_a_server_survives_that_its_address_vanishes():
    may = shutil.which("unshare") and shutil.which("ip")
    if not may or subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode:
        pytest.skip("unshare or ip is not there, or may not make a network")
    done = subprocess.run(
        [*ALONE, sys.executable, "-c", DRIVER],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "app")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("stopped: 2 connections, ")
    assert done.stdout.endswith(", 0 errors\n")
