"""Sends messages to one peer: framing, recording, and handing bytes to the system."""

import threading
from collections.abc import Callable

from socket_workbench.engine.view import ConnectionState, ConnectionView
from socket_workbench.journal.event import Kind
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.storage.unsent import Unsent
from socket_workbench.language import tr
from socket_workbench.payload.framing import Framing, FramingError
from socket_workbench.sockets.failures.errors import Interrupted, SocketError

SENDING = "send()"

# Looked up once: an enumeration's members are slow to get at.
_SENT = Kind.SENT


class Sender:
    """Sends whole messages, one at a time, and records each with what became of it.

    Attributes:
        send: sends a message with the endpoint's framing, and returns whether the system took all
            of it; a failure is recorded, not raised.
    """

    def __init__(
        self,
        send: Callable[[bytes], None],
        view: ConnectionView,
        framing: Framing,
        journal: Journal,
        *,
        is_stream: bool,
    ) -> None:
        self._send = send
        self._view = view
        self._framing = framing
        self._append = journal.append
        self._note_unsent = journal.note_unsent
        self._is_stream = is_stream
        self._lock = threading.Lock()
        self._refusal = ""
        self._note_sent = view.reply_timer.sent
        self.send = self.send_bytes if framing.is_none else self._send_framed

    def _send_framed(self, message: bytes) -> bool:
        try:
            data = self._framing.encode(message)
        except FramingError as error:
            self._record(Kind.ERROR, str(error))
            return False
        return self.send_bytes(data)

    def send_bytes(self, data: bytes) -> bool:
        """Send bytes as they are; returns whether the system took all of them."""
        if not data and self._is_stream:
            return True
        # Called for every message: what is looked up as a variable is called more quickly than an
        # attribute, and `with` takes three times as long as the lock.
        view, lock = self._view, self._lock
        append, note_sent, send = self._append, self._note_sent, self._send
        lock.acquire()
        if self._refusal:
            lock.release()
            self._record_unsent(self._refusal, 0, len(data))
            return False
        activity = view.activity
        view.activity = SENDING
        try:
            # Recorded before it is sent: the peer's answer may be recorded before `send` returns.
            moment = append(view.source, _SENT, data)
            note_sent(moment)
            send(data)
        except SocketError as error:
            if self._is_stream:
                self._refusal = str(error)
            self._fail(moment, str(error), error.sent, len(data))
            return False
        except Interrupted as stop:
            self._refusal = tr("The connection was closed first.")
            self._fail(moment, tr("Stopped while sending."), stop.sent, len(data))
            return False
        else:
            view.bytes_out += len(data)
            view.messages_out += 1
            return True
        finally:
            view.activity = activity
            lock.release()

    def send_eof(self, send_eof: Callable[[], None]) -> bool:
        """End our side after what is being sent; returns whether that was possible."""
        with self._lock:
            # Before it is done, as with sending: the peer's answer may come first.
            self._view.state = ConnectionState.FIN_WAIT
            self._record(Kind.HALF_CLOSED)
            try:
                send_eof()
            except (SocketError, Interrupted) as error:
                self._view.state = ConnectionState.ESTABLISHED
                self._record(Kind.ERROR, str(error) or tr("The connection was closed first."))
                return False
            self._refusal = tr("Our side of the connection has been ended.")
        return True

    def refuse(self, sentence: str) -> None:
        """Send nothing more, and record what comes with this sentence; any thread may call it."""
        self._refusal = self._refusal or sentence

    def _fail(self, moment: int, sentence: str, taken: int, total: int) -> None:
        """Record of a message that has been recorded how much of it was taken, and why no more."""
        self._view.bytes_out += taken
        self._note_unsent(Unsent(moment, self._view.source, taken))
        self._record_unsent(sentence, taken, total)

    def _record_unsent(self, sentence: str, taken: int, total: int) -> None:
        missing = total - taken
        unsent = tr("{missing} of {total} bytes were not sent.", missing=missing, total=total)
        self._record(Kind.ERROR, f"{sentence} {unsent}")

    def _record(self, kind: Kind, text: str = "") -> None:
        self._append(self._view.source, kind, b"", text)
