"""Sends events to the workbench: a marshalled tuple each, in one packet of a Unix socket.

A packet is sent whole or not at all, so threads need no lock. Sending never waits for long: while
the workbench is behind, all events together wait `PATIENCE` at most. After that, calls are left out
and counted, whereas events that must arrive are kept and sent later by a thread, which exists only
as long as there are any.
"""

from __future__ import annotations

import _socket
import _thread
import collections
import errno
import fcntl
import marshal
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PATIENCE = 1.0
"""Seconds for which all events together may wait for room."""

RECOVERY = 1.0
"""Seconds without waiting after which the patience is whole again."""

MOMENT = 0.05
"""Seconds after which a call whose begin was left out counts as one that waits."""

MOST_KEPT = 10_000
"""Events that are kept to be sent later; more are counted as lost."""

_PAUSE = 0.002
_BUFFER = 1 << 20
_HIGH_NUMBERS = (900, 200, 50)
_FLAGS = _socket.MSG_DONTWAIT | _socket.MSG_NOSIGNAL
_sleep = time.sleep
_clock = time.monotonic
_fstat = os.fstat
_dumps = marshal.dumps
_send = _socket.socket.send


class Channel:
    """The connection of this process to the workbench.

    Attributes:
        is_open: whether there is one; when the workbench has gone, the program runs on unwatched.
    """

    def __init__(self, path: str) -> None:
        self.is_open = False
        self._path = path
        self._socket: _socket.socket | None = None
        self._identity = (0, 0)
        self._patience = PATIENCE
        self._waited_at = 0.0
        self._lost = 0
        self._told_lost = 0
        self._kept: collections.deque[bytes] = collections.deque()
        self._unbegun: dict[int, tuple[float, tuple[Any, ...]]] = {}
        self._is_sending_later = False

    def connect(self) -> bool:
        """Connect, or in a forked process connect anew; returns whether it succeeded."""
        self._kept.clear()
        self._unbegun.clear()
        self._lost = self._told_lost = 0
        self._is_sending_later = False
        self.is_open = self._connect()
        return self.is_open

    def begin(self, number: int, event: tuple[Any, ...]) -> bool:
        """Send that a call begins; returns whether that was sent.

        One that could not be is sent later if the call still has not returned then.
        """
        if self._put(_dumps(event, 2), patient=True):
            return True
        self._unbegun[number] = _clock(), event
        self._send_later()
        return False

    def end_unbegun(self, number: int) -> bool:
        """Take note that a call has returned whose begin was not sent at once.

        Returns:
            Whether the begin is sent in the meantime, so that the end must be sent too.
        """
        return self._unbegun.pop(number, None) is None

    def tell(self, event: tuple[Any, ...]) -> None:
        """Send an event that may be left out."""
        if not self._put(_dumps(event, 2), patient=True):
            self._lost += 1
            self._send_later()

    def tell_surely(self, event: tuple[Any, ...]) -> None:
        """Send an event that must arrive."""
        data = _dumps(event, 2)
        if self._kept or not self._put(data, patient=True):
            if len(self._kept) < MOST_KEPT:
                self._kept.append(data)
            else:
                self._lost += 1
            self._send_later()

    def finish(self) -> None:
        """Send what is kept, for `PATIENCE` at most."""
        end = _clock() + PATIENCE
        while self.is_open and not self._send_kept() and _clock() < end:
            _sleep(_PAUSE)

    def _connect(self) -> bool:
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        try:
            connection.connect(self._path)
        except OSError:
            connection.close()
            return False
        connection.setsockopt(_socket.SOL_SOCKET, _socket.SO_SNDBUF, _BUFFER)
        self._socket = moved_up(connection)
        found = _fstat(self._socket.fileno())
        self._identity = found.st_dev, found.st_ino
        return True

    def _put(self, data: bytes, *, patient: bool) -> bool:
        """Send a packet; returns whether that succeeded, or nobody is there to receive it."""
        while self.is_open:
            try:
                # The program may have closed the descriptor, and opened something else there.
                found = _fstat(self._socket.fileno())  # type: ignore[union-attr]
                if (found.st_dev, found.st_ino) != self._identity:
                    raise OSError(errno.EBADF, "closed by the program")
                _send(self._socket, data, _FLAGS)  # type: ignore[arg-type]
            except BlockingIOError:
                if not patient or not self._wait():
                    return False
            except OSError as error:
                if error.errno in (errno.EMSGSIZE, errno.ENOBUFS):
                    self._lost += 1
                    return True
                self._replace(error)
            else:
                return True
        return True

    def _wait(self) -> bool:
        """Wait a moment for room; returns False if no patience is left."""
        now = _clock()
        if now - self._waited_at > RECOVERY:
            self._patience = PATIENCE
        if self._patience <= 0:
            return False
        _sleep(_PAUSE)
        self._waited_at = _clock()
        self._patience -= self._waited_at - now
        return True

    def _replace(self, error: OSError) -> None:
        """Connect again if the program has closed the descriptor; else nobody listens any more."""
        if error.errno == errno.EBADF and self._socket is not None:
            self._socket.detach()
            self.is_open = self._connect()
        else:
            self.is_open = False

    def _send_kept(self) -> bool:
        """Send what is kept, and the count of what was lost; returns whether all was sent."""
        if self._lost != self._told_lost:
            lost = self._lost
            if not self._put(_dumps(("lost", time.time_ns(), lost), 2), patient=False):
                return False
            self._told_lost = lost
        for number, (moment, event) in tuple(self._unbegun.items()):
            if _clock() - moment > MOMENT:
                self._keep_begin(number, _dumps(event, 2))
        while self._kept:
            if not self._put(self._kept[0], patient=False):
                return False
            self._kept.popleft()
        return not self._unbegun

    def _keep_begin(self, number: int, data: bytes) -> None:
        """Keep the begin of a call, unless the call returns at this very moment.

        Whoever takes the call out of `_unbegun` decides: if its own thread does, the begin is not
        sent; else the begin stands among what is kept already, and the end comes behind it.
        """
        self._kept.append(data)
        if self._unbegun.pop(number, None) is None:
            self._kept.remove(data)

    def _send_later(self) -> None:
        if not self._is_sending_later:
            self._is_sending_later = True
            try:
                # No `threading.Thread`: the program would find it in its list of threads.
                _thread.start_new_thread(self._send_until_done, ())
            except RuntimeError:
                self._is_sending_later = False

    def _send_until_done(self) -> None:
        while self.is_open and not self._send_kept():
            _sleep(_PAUSE * 10)
        self._is_sending_later = False
        if self.is_open and (self._kept or self._lost != self._told_lost):
            self._send_later()


def moved_up(connection: _socket.socket) -> _socket.socket:
    """Move a socket to a high descriptor, so that the program's own get the usual numbers.

    What is returned waits for ever, whatever the program's `setdefaulttimeout` says.
    """
    for lowest in _HIGH_NUMBERS:
        try:
            number = fcntl.fcntl(connection.fileno(), fcntl.F_DUPFD_CLOEXEC, lowest)
        except OSError:
            continue
        connection.close()
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET, 0, number)
        break
    connection.settimeout(None)
    return connection
