"""One running program for each user and data folder: a second start opens its files there.

The program that runs holds a lock and listens at a local socket (a named pipe on Windows) that only
its user can reach. The protocol is text, a line at a time: the server sends `GREETING`, the client
a request, the server `DONE`. A server whose event loop does not run never greets, so that a client
has sent nothing yet when it gives up.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, QTimer, Signal, Slot

from socket_workbench.journal.storage.claim import Claim
from socket_workbench.journal.storage.system import is_private
from socket_workbench.system import let_others_come_to_front, local_socket_name
from socket_workbench.user_folders import instance_file

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

GREETING = b"socket-workbench 1\n"
DONE = b"done\n"

STARTING = 60_000
"""Milliseconds for which a program that holds the lock may not listen yet; on a machine that has
other work, or reads the program from a slow disk, a start takes that long."""

PATIENCE = 5000
"""Milliseconds for which a client waits for a line."""

MOST_BYTES = 64 * 1024
"""The longest request."""

MOST_CLIENTS = 8
"""The most clients at the same time."""

CLIENT_PATIENCE = 5000
"""Milliseconds for which a server waits for a request."""

_MOST_TOKEN = 200
_PAUSE = 50


class Request(NamedTuple):
    """What a second start asks of the program that runs; its window comes to the front.

    Attributes:
        scenario: the name or the absolute path of a scenario; empty for none.
        run: whether to run it.
        files: absolute paths of files to open.
        token: what the desktop has given to the second start so that a window may take the focus
            (XDG_ACTIVATION_TOKEN); empty for none.
    """

    scenario: str = ""
    run: bool = False
    files: tuple[str, ...] = ()
    token: str = ""

    def line(self) -> bytes:
        """Return the request as a line."""
        return json.dumps(self._asdict()).encode("ascii") + b"\n"

    @classmethod
    def read(cls, line: bytes) -> "Request":
        """Read a line.

        Raises:
            ValueError: it is no request.
        """
        try:
            found = json.loads(line)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        if not isinstance(found, dict) or found.keys() != set(cls._fields):
            raise ValueError("not a request")
        files, scenario, token = found["files"], found["scenario"], found["token"]
        if not isinstance(files, list) or not isinstance(found["run"], bool):
            raise ValueError("not a request")  # noqa: TRY004 - of what came, not of our own call
        if not all(_is_text(each) and Path(each).is_absolute() for each in files):
            raise ValueError("not paths")
        if not _is_text(scenario) or not (Path(scenario).is_absolute() or _is_name(scenario)):
            raise ValueError("not a scenario")
        if not _is_text(token) or len(token) > _MOST_TOKEN or not token.isascii():
            raise ValueError("not a token")
        return cls(scenario, found["run"], tuple(files), token)


class Instance(QObject):
    """The place of the one program that runs; taken by the first that asks.

    Attributes:
        is_first: whether this program has the place.

    Signals:
        requested(Request): another start has asked for something.
    """

    requested = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = instance_file()
        self._claim: Claim | None = None
        self._server: QLocalServer | None = None
        self._is_taken = False
        self._take()

    @property
    def is_first(self) -> bool:
        """Whether this program has the place."""
        return self._claim is not None

    def ask(self, request: Request) -> bool:
        """Ask the program that runs; blocks until it has answered.

        Returns:
            Whether it has taken the request. If it has not, for instance because it hangs, this
            program goes on by itself; if it has ended meanwhile, this program has the place.
        """
        deadline = QDeadlineTimer(STARTING)
        while self._is_taken and not deadline.hasExpired():
            asked = _ask(local_socket_name(self._file), request)
            if asked is not None:
                return asked
            QThread.msleep(_PAUSE)
            self._take()
        return False

    def listen(self) -> None:
        """Take requests from now on."""
        if self._claim is None:
            return
        from PySide6.QtNetwork import QLocalServer

        name = local_socket_name(self._file)
        # What a killed process has left; as long as the lock is held, it is nobody's.
        QLocalServer.removeServer(name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(MOST_CLIENTS)
        self._server.newConnection.connect(self._on_server_new_connection)
        if not self._server.listen(name):
            self.close()

    @Slot()
    def close(self) -> None:
        """Give the place up."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._claim is not None:
            self._claim.release(ended=True)
            self._claim = None

    def _take(self) -> None:
        self._is_taken = False
        try:
            folder = self._file.parent
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if is_private(folder):
                self._claim = Claim(self._file, alone=True)
        except BlockingIOError:
            self._is_taken = True
        except OSError:
            # Without a place for a lock there are several programs.
            return

    @Slot()
    def _on_server_new_connection(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            connection = self._server.nextPendingConnection()
            if len(self.findChildren(_Client)) >= MOST_CLIENTS:
                connection.abort()
                connection.deleteLater()
                continue
            client = _Client(connection, self)
            client.requested.connect(self.requested)


class _Client(QObject):
    """A client of the server, for one request; deletes itself.

    Signals:
        requested(Request): it has sent its request.
    """

    requested = Signal(object)

    def __init__(self, connection: "QLocalSocket", parent: QObject) -> None:
        super().__init__(parent)
        self._connection = connection
        connection.setParent(self)
        # Qt reads no more than this before it is read here.
        connection.setReadBufferSize(MOST_BYTES + 1)
        connection.readyRead.connect(self._on_connection_ready_read)
        connection.disconnected.connect(self._on_connection_disconnected)
        QTimer.singleShot(CLIENT_PATIENCE, self, connection.abort)
        connection.write(GREETING)
        self._on_connection_ready_read()

    @Slot()
    def _on_connection_ready_read(self) -> None:
        if not self._connection.canReadLine():
            if self._connection.bytesAvailable() > MOST_BYTES:
                self._connection.abort()
            return
        line = bytes(self._connection.readLine().data())
        try:
            request = Request.read(line)
        except ValueError:
            self._connection.abort()
            return
        self._connection.write(DONE)
        # Now, not from the event loop: what is asked for may take longer than the client waits.
        self._connection.flush()
        self._connection.disconnectFromServer()
        self.requested.emit(request)

    @Slot()
    def _on_connection_disconnected(self) -> None:
        self.deleteLater()


def _ask(name: str, request: Request) -> bool | None:
    """Connect to the server and ask it.

    Returns:
        Whether it has taken the request; None if nobody listens there.
    """
    from PySide6.QtNetwork import QLocalSocket

    connection = QLocalSocket()
    connection.connectToServer(name)
    if not connection.waitForConnected(PATIENCE):
        return None
    is_greeted = _line(connection) == GREETING
    if is_greeted:
        let_others_come_to_front()
        connection.write(request.line())
        connection.waitForBytesWritten(PATIENCE)
    answer = _line(connection) if is_greeted else b""
    connection.abort()
    return answer == DONE


def _line(connection: "QLocalSocket") -> bytes:
    """Wait for a short line and return it; empty if none comes."""
    deadline = QDeadlineTimer(PATIENCE)
    while not connection.canReadLine() and connection.bytesAvailable() < len(GREETING):
        if not connection.waitForReadyRead(deadline.remainingTime()):
            break
    return bytes(connection.readLine(len(GREETING) + 1).data())


def _is_text(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value


def _is_name(scenario: str) -> bool:
    """Whether this names a built-in scenario, not a file; see `scenarios.find.is_file`."""
    return Path(scenario).name == scenario and not scenario.endswith(".toml")
