"""The files of bound Unix sockets.

A server's path is taken over from one that is no longer open, and removed with its socket. A
datagram client gets a temporary path, without which it could not be answered.
"""

import contextlib
import errno
import os
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from socket_workbench.sockets import system
from socket_workbench.sockets.addresses.endpoint import Endpoint, unix_supported
from socket_workbench.sockets.failures.errors import Action, explain
from socket_workbench.sockets.system import MAX_UNIX_PATH, system_error

_LOCK_SECONDS = 1.0
_LOCK_INTERVAL = 0.01


class UnixPath:
    """The file that a socket of ours was bound to.

    Args:
        path: the file, which has just been made.
        lock: held as long as the socket is bound; None where none is needed.
    """

    def __init__(self, path: str, lock: "_PathLock | None" = None) -> None:
        self._path = Path(path)
        self._lock = lock
        self._identity = _identity(self._path)

    def remove(self) -> None:
        """Remove the file if it is still the one that was made; never raises.

        Call this while the socket is open: the system then cannot give the file's inode number to
        another file.
        """
        with contextlib.suppress(OSError):
            if _identity(self._path) == self._identity:
                self._path.unlink()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


class _PathLock:
    """A lock beside a server's path, by which it is known to be alive.

    A server with a full backlog refuses connections on macOS, as a dead one does.

    Args:
        path: the path of the socket.

    Raises:
        OSError: EADDRINUSE when another server has it, and whatever the system says of the file.
    """

    def __init__(self, path: str) -> None:
        import fcntl

        self._file = Path(f"{path}.lock")
        while True:
            self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Its last owner may have removed the file between the two calls.
                if self._file.lstat().st_ino == os.fstat(self._descriptor).st_ino:
                    return
            except BlockingIOError:
                os.close(self._descriptor)
                raise system_error(errno.EADDRINUSE) from None
            except FileNotFoundError:
                pass
            os.close(self._descriptor)

    def release(self) -> None:
        """Give the lock up and remove its file; never raises."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
        os.close(self._descriptor)


def check_path(endpoint: Endpoint, action: Action) -> None:
    """Check what the system need not be asked: that it has Unix sockets, and the path's length.

    Raises:
        SocketError: with a sentence; its `errno_name` is EAFNOSUPPORT or ENAMETOOLONG.
    """
    size = len(os.fsencode(endpoint.path))
    if unix_supported():
        raise explain(system_error(errno.EAFNOSUPPORT), action, endpoint)
    if size > MAX_UNIX_PATH:
        error = system_error(errno.ENAMETOOLONG)
        raise explain(error, action, endpoint, size=size, limit=MAX_UNIX_PATH)


def bind_path(sock: socket.socket, path: str, *, backlog: int | None = None) -> UnixPath:
    """Bind a Unix socket to a path and, given a backlog, listen.

    A socket file that nobody has open any more is replaced. Whether somebody has is found out by
    connecting to it, so a server that is in use sees a connection come and go.

    Args:
        sock: the socket.
        path: where its file is to be.
        backlog: listen with it; None for datagram sockets.

    Raises:
        OSError: EADDRINUSE when a program has the path, ENOTSOCK when it is another kind of file
            (both are left alone), and whatever the system says of the folder.
    """
    # Between its bind and its listen a server looks dead. Ours do both under a lock, so that two
    # that start at once do not take the path from each other.
    with _lock_on(Path(path).parent):
        if backlog is None:
            _bind_or_take_over(sock, path)
            return UnixPath(path)
        with contextlib.ExitStack() as undo:
            lock = None
            if not system.LISTENS_WHEN_FULL:
                lock = _PathLock(path)
                undo.callback(lock.release)
            _bind_or_take_over(sock, path)
            undo.callback(Path(path).unlink, missing_ok=True)
            sock.listen(backlog)
            bound = UnixPath(path, lock)
            undo.pop_all()
            return bound


def _bind_or_take_over(sock: socket.socket, path: str) -> None:
    try:
        sock.bind(path)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _remove_dead(Path(path), sock.type)
        sock.bind(path)


def _remove_dead(path: Path, kind: int) -> None:
    try:
        is_socket = stat.S_ISSOCK(path.lstat().st_mode)
    except FileNotFoundError:
        return  # Its server has just removed it.
    if not is_socket:
        raise system_error(errno.ENOTSOCK)
    with socket.socket(socket.AF_UNIX, kind) as visitor:
        visitor.setblocking(False)
        answer = visitor.connect_ex(str(path))
    if answer == errno.EACCES:
        raise system_error(answer)
    # Everything else, a full backlog or a socket of the other kind included, is a sign of life.
    if answer not in (errno.ECONNREFUSED, errno.ENOENT):
        raise system_error(errno.EADDRINUSE)
    path.unlink(missing_ok=True)


@contextlib.contextmanager
def _lock_on(folder: Path) -> Iterator[None]:
    """Hold an advisory lock on a folder, or go without where it cannot be had within a second."""
    # Not there on Windows, which has no Unix sockets in Python either.
    import fcntl

    with contextlib.ExitStack() as held:
        # No such folder, or no right to list it: binding will tell, or go well all the same.
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            held.callback(os.close, descriptor)
            give_up = time.monotonic() + _LOCK_SECONDS
            while time.monotonic() < give_up:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(_LOCK_INTERVAL)
        yield


def _identity(path: Path) -> tuple[int, int]:
    found = path.lstat()
    return found.st_dev, found.st_ino


class PrivatePath:
    """A socket file in a folder of its own, with a name that nobody can guess or occupy."""

    def __init__(self, sock: socket.socket) -> None:
        """Make the folder and bind the socket in it.

        Raises:
            OSError: no temporary folder can be written to.
        """
        # Imported only here: it takes longer than most of this package, and few clients need it.
        import tempfile

        self._folder = Path(tempfile.mkdtemp(prefix="socket-workbench-"))
        self._path = self._folder / "client.sock"
        try:
            bind_path(sock, str(self._path))
        except OSError:
            self.remove()
            raise

    def open_to_answers(self) -> None:
        """Let servers that run as other users answer.

        Call this when the socket is connected: from then on it takes datagrams from that peer only.
        """
        self._path.chmod(0o666)
        self._folder.chmod(0o711)

    def remove(self) -> None:
        """Remove the file and its folder; never raises."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
            self._folder.rmdir()
