import errno
import os
import signal
import socket
import stat
import tempfile
import threading
from pathlib import Path

import pytest

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.errors import Action, SocketError
from socket_workbench.sockets.opening.unix_path import (
    PrivatePath,
    UnixPath,
    bind_path,
    check_path,
)
from socket_workbench.sockets.system import MAX_UNIX_PATH

pytestmark = pytest.mark.needs("unix sockets")

KINDS = [socket.SOCK_STREAM, socket.SOCK_DGRAM]


@pytest.fixture
def path(folder):
    return folder / "p.sock"


@pytest.fixture(params=KINDS, ids=["stream", "datagram"])
def sock(request):
    with socket.socket(socket.AF_UNIX, request.param) as unbound:
        yield unbound


@pytest.fixture(params=KINDS, ids=["was stream", "was datagram"])
def dead(request, path):
    """The file of a server that has died."""
    with socket.socket(socket.AF_UNIX, request.param) as server:
        server.bind(str(path))
    return path.lstat().st_ino


def test_a_free_path_is_bound(sock, path):
    bind_path(sock, str(path))

    assert path.is_socket()


def test_the_path_of_a_dead_server_is_taken_over(sock, path, dead):
    bind_path(sock, str(path))

    with socket.socket(socket.AF_UNIX, sock.type) as client:
        if sock.type == socket.SOCK_STREAM:
            sock.listen()
        client.connect(str(path))


@pytest.mark.parametrize("kind", KINDS)
def test_a_path_in_use_is_left_alone(sock, path, kind):
    with socket.socket(socket.AF_UNIX, kind) as server:
        server.bind(str(path))
        if kind == socket.SOCK_STREAM:
            server.listen()
        before = path.lstat().st_ino

        with pytest.raises(OSError) as caught:
            bind_path(sock, str(path))

        assert caught.value.errno == errno.EADDRINUSE
        assert path.lstat().st_ino == before


def test_a_server_with_a_full_backlog_is_alive(path):
    with (
        socket.socket(socket.AF_UNIX) as server,
        socket.socket(socket.AF_UNIX) as waiting,
        socket.socket(socket.AF_UNIX) as other,
    ):
        server.bind(str(path))
        server.listen(0)
        waiting.connect(str(path))

        with pytest.raises(OSError) as caught:
            bind_path(other, str(path))

    assert caught.value.errno == errno.EADDRINUSE


@pytest.fixture
def refused_when_full(monkeypatch):
    """Servers as on macOS, where one with a full backlog refuses as a dead one does."""
    monkeypatch.setattr(system, "LISTENS_WHEN_FULL", False)


@pytest.fixture
def stream():
    with socket.socket(socket.AF_UNIX) as unbound:
        yield unbound


def test_a_server_that_refuses_is_alive_as_long_as_it_holds_its_lock(
    stream, path, folder, refused_when_full
):
    with socket.socket(socket.AF_UNIX) as first:
        bound = bind_path(first, str(path), backlog=1)
    # Closed, it refuses; its lock is still held.
    with pytest.raises(OSError, match="in use") as caught:
        bind_path(stream, str(path), backlog=1)
    assert caught.value.errno == errno.EADDRINUSE

    bound.remove()
    assert list(folder.iterdir()) == []
    bind_path(stream, str(path), backlog=1).remove()
    assert list(folder.iterdir()) == []


def test_a_path_that_cannot_be_bound_gives_its_lock_back(stream, path, folder, refused_when_full):
    path.write_text("no socket")
    for _ in range(2):
        with pytest.raises(OSError) as caught:
            bind_path(stream, str(path), backlog=1)
        assert caught.value.errno == errno.ENOTSOCK
    assert list(folder.iterdir()) == [path]


def test_the_lock_of_a_killed_server_hinders_nobody(stream, path, folder, refused_when_full):
    Path(f"{path}.lock").touch()
    bind_path(stream, str(path), backlog=1).remove()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("make", ["file", "folder", "link", "link to a dead socket", "fifo"])
def test_what_is_not_a_socket_is_never_deleted(sock, path, folder, make):
    if make == "file":
        path.write_text("precious")
    elif make == "folder":
        path.mkdir()
    elif make == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to(folder / "elsewhere.sock")
        if make == "link to a dead socket":
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(f"{folder}/elsewhere.sock")
    before = path.lstat()

    with pytest.raises(OSError) as caught:
        bind_path(sock, str(path))

    assert caught.value.errno == errno.ENOTSOCK
    assert path.lstat().st_ino == before.st_ino


@pytest.mark.parametrize("name", ["no/such.sock", "file/x.sock"])
def test_what_the_system_says_of_the_folder_is_passed_on(sock, folder, name):
    (folder / "file").write_text("")

    with pytest.raises((FileNotFoundError, NotADirectoryError)):
        bind_path(sock, f"{folder}/{name}")


def test_of_many_that_start_at_once_on_a_dead_path_one_gets_it(path, dead, start):
    begin = threading.Barrier(8)

    def serve(server):
        begin.wait()
        try:
            bind_path(server, str(path), backlog=5)
        except OSError as error:
            return error.errno
        return "got it"

    servers = [socket.socket(socket.AF_UNIX) for _ in range(8)]
    tasks = [start(lambda server=server: serve(server)) for server in servers]
    results = [task.result() for task in tasks]
    with socket.socket(socket.AF_UNIX) as client:
        client.setblocking(False)
        # The losers' visits may have filled the winner's backlog, which is a sign of life too.
        assert client.connect_ex(str(path)) in (0, errno.EAGAIN)
    for server in servers:
        server.close()

    assert sorted(results, key=str) == [errno.EADDRINUSE] * 7 + ["got it"]


def test_a_folder_that_somebody_keeps_locked_hinders_nobody(sock, path, folder, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr("socket_workbench.sockets.opening.unix_path._LOCK_SECONDS", 0.05)
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)

    bind_path(sock, str(path))

    os.close(descriptor)
    assert path.is_socket()


def test_our_file_is_removed(sock, path):
    bind_path(sock, str(path)).remove()

    assert not path.exists()


def test_a_file_that_is_no_longer_ours_stays(sock, path):
    bound = bind_path(sock, str(path))
    path.unlink()
    with socket.socket(socket.AF_UNIX) as successor:
        successor.bind(str(path))

        bound.remove()

        assert path.is_socket()


def test_removing_what_is_gone_is_harmless(sock, path):
    bound = bind_path(sock, str(path))
    path.unlink()

    bound.remove()
    bound.remove()


def test_a_path_takes_note_of_what_is_there(path):
    path.write_text("x")
    UnixPath(str(path)).remove()

    assert not path.exists()


@pytest.mark.parametrize("letter", ["x", "日"])
def test_paths_are_measured_in_bytes(letter):
    fits = (
        "/"
        + "x" * ((MAX_UNIX_PATH - 1) % len(letter.encode()))
        + letter * ((MAX_UNIX_PATH - 1) // len(letter.encode()))
    )
    check_path(Endpoint(Transport.UNIX_STREAM, path=fits), Action.LISTEN)

    with pytest.raises(
        SocketError, match=f"{MAX_UNIX_PATH + 1} bytes.*may have {MAX_UNIX_PATH}"
    ) as caught:
        check_path(Endpoint(Transport.UNIX_STREAM, path="/" + "x" * MAX_UNIX_PATH), Action.LISTEN)
    assert caught.value.errno_name == "ENAMETOOLONG"


def test_the_longest_path_can_be_bound(folder):
    path = str(folder) + "/" + "x" * (MAX_UNIX_PATH - len(str(folder)) - 1)

    with socket.socket(socket.AF_UNIX) as sock:
        bind_path(sock, path)
        assert Path(path).is_socket()


def test_systems_without_unix_sockets_say_so(monkeypatch):
    monkeypatch.delattr(socket, "AF_UNIX")

    with pytest.raises(SocketError, match="has no Unix sockets") as caught:
        check_path(Endpoint(Transport.UNIX_STREAM, path="/tmp/x"), Action.CONNECT)
    assert caught.value.errno_name == "EAFNOSUPPORT"


IMPORTS = """
    import fcntl, os, signal, socket
    from socket_workbench.sockets.opening.unix_path import bind_path
"""
DIES = """
    bind_path(socket.socket(socket.AF_UNIX), {path!r}, backlog=5)
    os.kill(os.getpid(), signal.SIGKILL)
"""
BINDS = """
    with socket.socket(socket.AF_UNIX, {kind}) as sock:
        try:
            bind_path(sock, {path!r})
        except OSError as error:
            print(error.errno)
"""


def test_the_path_of_a_killed_server_is_taken_over(sock, path, run_python):
    done = run_python(IMPORTS, DIES.format(path=str(path)))
    assert done.returncode == -signal.SIGKILL
    assert path.is_socket()

    bind_path(sock, str(path))


def errno_for_an_ordinary_user(run_python, kind, path):
    program = BINDS.format(kind=int(kind), path=str(path))
    return int(run_python(IMPORTS, program, as_ordinary_user=True).stdout)


def test_a_folder_that_may_not_be_written_to(sock, path, folder, own_home, run_python):
    own_home.chmod(0o755)
    folder.chmod(0o555)

    assert errno_for_an_ordinary_user(run_python, sock.type, path) == errno.EACCES


def test_the_live_socket_of_somebody_else_is_left_alone(sock, path, folder, own_home, run_python):
    own_home.chmod(0o755)
    folder.chmod(0o777)
    with socket.socket(socket.AF_UNIX, sock.type) as server:
        server.bind(str(path))
        path.chmod(0)

        assert errno_for_an_ordinary_user(run_python, sock.type, path) == errno.EACCES
        assert path.is_socket()


def test_a_datagram_server_that_listens_to_one_client_only_is_alive(path, folder):
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as friend,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other,
    ):
        server.bind(str(path))
        friend.bind(f"{folder}/friend.sock")
        server.connect(f"{folder}/friend.sock")

        with pytest.raises(OSError) as caught:
            bind_path(other, str(path))

    assert caught.value.errno == errno.EADDRINUSE


def test_a_path_that_its_server_has_just_removed_is_bound(path):
    class Late(socket.socket):
        """Finds the path in use, then free."""

        tries = 0

        def bind(self, address):
            self.tries += 1
            if self.tries == 1:
                raise OSError(errno.EADDRINUSE, "Address already in use")
            super().bind(address)

    with Late(socket.AF_UNIX) as sock:
        bind_path(sock, str(path))

        assert path.is_socket()


@pytest.fixture
def datagram():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as unbound:
        yield unbound


def test_the_path_is_the_sockets_alone_until_it_is_opened(datagram):
    private = PrivatePath(datagram)
    path = Path(datagram.getsockname())
    assert path.is_socket()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    private.open_to_answers()
    assert stat.S_IMODE(path.stat().st_mode) == 0o666
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o711

    private.remove()
    private.remove()
    assert not path.parent.exists()


def test_two_have_different_paths(datagram):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        paths = [PrivatePath(datagram), PrivatePath(other)]

        assert datagram.getsockname() != other.getsockname()
        for path in paths:
            path.remove()


def test_a_socket_that_cannot_be_bound_leaves_no_folder(datagram):
    private = PrivatePath(datagram)
    with pytest.raises(OSError):
        PrivatePath(datagram)
    private.remove()

    assert list(Path(tempfile.gettempdir()).iterdir()) == []
