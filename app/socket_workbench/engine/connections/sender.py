"""Sends messages to one peer: framing, recording, and handing bytes to the system."""

import threading
from collections.abc import Callable
from functools import partial

from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.view import ConnectionState, ConnectionView
from socket_workbench.journal.event import UNTOLD, Kind
from socket_workbench.journal.storage.unsent import Unsent
from socket_workbench.language import tr
from socket_workbench.payload.framing import Framing, FramingError
from socket_workbench.sockets.failures.errors import Interrupted, SocketError

# Looked up once: an enumeration's members are slow to get at.
_SENT = Kind.SENT


class Sender:
    """Sends whole messages, one at a time, and records each with what became of it.

    A stream breaks once, but both who receives and who sends may notice: only the first failure is
    recorded as an event. Messages after it are counted.

    Attributes:
        send: sends a message with the endpoint's framing, and returns whether the system took all
            of it; a failure is recorded, not raised.
        lost_messages: how many came after the stream had broken, and were not sent.
        lost_bytes: the bytes of those.
    """

    def __init__(
        self,
        send: Callable[[bytes], None],
        view: ConnectionView,
        framing: Framing,
        context: ConnectionContext,
        *,
        is_stream: bool,
    ) -> None:
        journal = context.journal
        self._send = send
        self._view = view
        self._framing = framing
        self._append = journal.append
        self._note_unsent = journal.note_unsent
        self._is_stream = is_stream
        self._gate = context.gate
        self._lock = threading.Lock()
        self._refusal = ""
        self._is_broken = False
        # Held from the first failure on: whoever gets it records why the stream broke.
        self._first_failure = threading.Lock()
        self._note_sent = view.reply_timer.sent
        self.lost_messages = 0
        self.lost_bytes = 0
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
        if not self._gate.is_open:
            return self._send_stepped(data)
        # Called for every message: what is looked up as a variable is called more quickly than an
        # attribute, and `with` takes three times as long as the lock.
        view, lock = self._view, self._lock
        append, note_sent, send = self._append, self._note_sent, self._send
        lock.acquire()
        if self._refusal:
            lock.release()
            self._refuse(len(data))
            return False
        activity = view.activity
        view.activity = view.sending
        try:
            # Recorded before it is sent: the peer's answer may be recorded before `send` returns.
            view.sent_at = moment = append(view.source, _SENT, data)
            note_sent(moment)
            send(data)
        except (SocketError, Interrupted) as error:
            self._fail(moment, error, len(data))
            return False
        else:
            view.bytes_out += len(data)
            view.messages_out += 1
            return True
        finally:
            view.activity = activity
            lock.release()

    def _send_stepped(self, data: bytes) -> bool:
        """Send bytes whose call may be held: they are recorded as it is made, not before."""
        view = self._view
        with self._lock:
            if not self._refusal:
                activity, view.activity = view.activity, view.sending
                try:
                    with self._gate.recording(partial(self._record_sent, data)):
                        self._send(data)
                except (SocketError, Interrupted) as error:
                    self._fail(view.sent_at, error, len(data))
                    return False
                finally:
                    view.activity = activity
                view.bytes_out += len(data)
                view.messages_out += 1
                return True
        self._refuse(len(data))
        return False

    def _record_sent(self, data: bytes) -> None:
        self._view.sent_at = moment = self._append(self._view.source, _SENT, data)
        self._note_sent(moment)

    def send_eof(self, send_eof: Callable[[], None]) -> bool:
        """End our side after what is being sent; returns whether that was possible."""
        with self._lock:
            try:
                if self._gate.is_open:
                    # Before it is done, as with sending: the peer's answer may come first.
                    self._note_eof()
                    send_eof()
                else:
                    with self._gate.recording(self._note_eof):
                        send_eof()
            except SocketError as error:
                self._view.state = ConnectionState.ESTABLISHED
                self.break_off(error)
                return False
            except Interrupted:
                self._view.state = ConnectionState.ESTABLISHED
                self._record(Kind.ERROR, tr("The connection was closed first."))
                return False
            self._refusal = tr("Our side of the connection has been ended.")
        return True

    def _note_eof(self) -> None:
        self._view.state = ConnectionState.FIN_WAIT
        self._record(Kind.HALF_CLOSED)

    def refuse(self, sentence: str) -> None:
        """Send nothing more, and record what comes with this sentence; any thread may call it."""
        self._refusal = self._refusal or sentence

    def break_off(self, error: SocketError, text: str = "") -> None:
        """Send nothing more, because the stream is broken; record why, unless that has been done.

        Args:
            error: why it is broken.
            text: what is recorded; the error's own sentence by default.
        """
        self.refuse(str(error))
        self._is_broken = True
        if self._first_failure.acquire(blocking=False):
            kind = Kind.RESET if error.errno_name == "ECONNRESET" else Kind.ERROR
            self._record(kind, text or str(error))

    def _fail(self, moment: int, error: SocketError | Interrupted, total: int) -> None:
        """Record of a message that has been recorded how much of it was taken, and why no more."""
        self._view.bytes_out += error.sent or 0
        taken = UNTOLD if error.sent is None else error.sent
        self._note_unsent(Unsent(moment, self._view.source, taken))
        if isinstance(error, SocketError):
            text = self._with_unsent(str(error), error.sent, total)
            if self._is_stream:
                self.break_off(error, text)
            else:
                self._record(Kind.ERROR, text)
            return
        self._refusal = self._refusal or tr("The connection was closed first.")
        if not self._is_broken:
            self._record(
                Kind.ERROR, self._with_unsent(tr("Stopped while sending."), error.sent, total)
            )

    def _refuse(self, size: int) -> None:
        if self._is_broken:
            self.lost_messages += 1
            self.lost_bytes += size
        else:
            self._record(Kind.ERROR, self._with_unsent(self._refusal, 0, size))

    @staticmethod
    def _with_unsent(sentence: str, taken: int | None, total: int) -> str:
        if taken is None:
            unsent = tr(
                "How many of {total} bytes were sent before, sendall() does not tell.", total=total
            )
            return f"{sentence} {unsent}"
        missing = total - taken
        unsent = tr("{missing} of {total} bytes were not sent.", missing=missing, total=total)
        return f"{sentence} {unsent}"

    def _record(self, kind: Kind, text: str = "") -> None:
        self._append(self._view.source, kind, b"", text)
