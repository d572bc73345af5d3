"""A disk of 20 MB fills up while a session is recorded onto it, and has room again."""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from socket_workbench.journal.event import Kind
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row

PATIENCE = 60
PIECE = bytes(range(256)) * 256
MOUNT = """
mount -t tmpfs -o size=20m tmpfs "$0"
head -c 12000000 /dev/zero >"$0/other"
exec "$@"
"""


def with_a_small_disk(folder):
    """The words before a command that see to it that a folder is a disk, for it alone."""
    return ["unshare", "--map-root-user", "--mount", "sh", "-ec", MOUNT, str(folder)]


@pytest.fixture
def disk(tmp_path):
    """A folder; skips where this system does not let it be a disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    words = [*with_a_small_disk(folder), "true"]
    if (
        shutil.which("unshare") is None
        or subprocess.run(words, capture_output=True, check=False).returncode
    ):
        pytest.skip("unshare is not there, or may not mount")
    return folder


def echo(peer, data):
    """Send bytes and see that they come back."""
    peer.sendall(data)
    came = bytearray()
    while len(came) < len(data):
        part = peer.recv(len(data))
        assert part, "the connection has ended"
        came += part
    assert came == data


def snapshot(process, seen, folder):
    """Copy a session as it would be found if the program were killed now."""
    process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED)
    try:
        for file in seen.glob("s.swb*"):
            if not file.name.endswith("-shm"):
                shutil.copyfile(file, folder / file.name)
    finally:
        process.send_signal(signal.SIGCONT)
    return folder / "s.swb"


@pytest.mark.timeout(180)
def test_a_session_survives_a_full_disk_and_goes_on_when_there_is_room(program, disk, tmp_path):
    running = program.start(
        *("serve", "127.0.0.1:0", "--dialogue", "echo", "--record", disk / "s.swb"),
        before=with_a_small_disk(disk),
    )
    # What everybody else sees of the folder is what was there before.
    seen = Path("/proc", str(running.process.pid), "root") / disk.relative_to("/")
    place = ("127.0.0.1", running.port())
    drain = threading.Thread(target=running.process.stdout.read)
    drain.start()
    with socket.create_connection(place, PATIENCE) as peer:
        complaints = []
        listen = threading.Thread(
            target=lambda: complaints.append(running.complaint("Recording has stopped"))
        )
        listen.start()
        # No further: what waits to be recorded now has to fit into the room that there will be.
        while listen.is_alive():
            echo(peer, PIECE)
        assert "is full" in complaints[0]
        (seen / "other").unlink()
        echo(peer, b"there is room again")
        deadline = time.monotonic() + PATIENCE
        rows: list[Row] = []
        while not any(row.preview == b"there is room again" for row in rows):
            assert time.monotonic() < deadline, "recording did not go on"
            with closing(Reader(snapshot(running.process, seen, tmp_path))) as reader:
                rows = reader.rows(0, reader.count())
                whole = itertools.takewhile(lambda row: row.kind is not Kind.NOTE, rows)
                received = [row for row in whole if row.kind is Kind.RECEIVED]
                stream = b"".join(reader.payload(row.number) for row in received)
    running.process.terminate()
    drain.join(PATIENCE)

    assert running.process.wait(PATIENCE) == 0
    notes = [row.text for row in rows if row.kind is Kind.NOTE]
    assert any("were not recorded: the disk was full" in note for note in notes)
    assert len(stream) > 2**20
    assert stream == (PIECE * (len(stream) // len(PIECE) + 1))[: len(stream)]
