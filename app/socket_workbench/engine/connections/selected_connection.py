"""A connection among many that one thread serves with a selector: no step of it waits."""

import threading
from collections.abc import Callable
from functools import partial

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.engine.connections.buffered_channel import BufferedChannel
from socket_workbench.engine.connections.connection import READ_AHEAD, Connection
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.engine.connections.loop_outbox import LoopOutbox
from socket_workbench.engine.selector_loop import Alarm, SelectorLoop
from socket_workbench.engine.threads import Worker
from socket_workbench.engine.view import ConnectionView
from socket_workbench.journal.event import Kind
from socket_workbench.journal.storage.unsent import Unsent
from socket_workbench.language import tr
from socket_workbench.sockets.failures.errors import SocketError
from socket_workbench.sockets.nonblocking import NonBlockingStream
from socket_workbench.sockets.options import ServerOptions
from socket_workbench.sockets.waiting.selector import READ, WRITE

LOOK_SECONDS = 0.5
"""Seconds between two looks whether a peer that has ended its side is gone."""

SELECTING = "select()"
"""The activity of a connection that is not ready for anything."""


class SelectedConnection(Connection):
    """A connection whose steps are made by a `SelectorLoop`, when its socket is ready.

    A step never waits: while the system does not take what was sent, nothing more is received. A
    file is read, and sent piece by piece, from a thread of its own.
    """

    def __init__(
        self,
        stream: NonBlockingStream,
        view: ConnectionView,
        dialogue: Dialogue,
        options: ServerOptions,
        context: ConnectionContext,
        loop: SelectorLoop,
        on_over: Callable[["SelectedConnection"], None],
    ) -> None:
        """Prepare a connection.

        Args:
            stream: its socket.
            view: its state and counts.
            dialogue: what answers the peer.
            options: the settings of its server.
            context: what its server gives it.
            loop: makes its steps.
            on_over: called when it is closed.
        """
        self._loop = loop
        self._stream = stream
        self._buffer = BufferedChannel(stream, view, self._ask_for_update)
        outbox = LoopOutbox(loop, context, options.most_waiting, self._on_due)
        super().__init__(self._buffer, view, dialogue, options, context, outbox=outbox)
        self._due = outbox
        self._on_over = on_over
        self._is_receiving = True
        self._is_finished = False
        self._size = self._read_size(0)
        self._idle: Alarm | None = None
        self._file: Worker | None = None
        self._is_sending_file = False
        # Set when a piece is sent or never will be: as the thread that sends it waits for it, and
        # as the loop has begun to send it.
        self._awaited: threading.Event | None = None
        self._begun: threading.Event | None = None

    def begin(self) -> None:
        """Begin the conversation, in the loop's thread."""
        self._loop_thread = threading.get_ident()
        self._step(self._dialogue.open)

    def finish(self) -> None:
        """Close it now, in the loop's thread; harmless when repeated."""
        if self._is_finished:
            return
        self._is_finished = True
        self._loop.watch(self._stream, 0, self._on_ready)
        if self._idle is not None:
            self._idle.cancel()
        if self._awaited is not None:
            self._awaited.set()
        if unsent := self._lose_rests():
            stopped = tr("Stopped while sending.")
            self._record(Kind.ERROR, f"{stopped} {unsent}")
        super().finish()
        self._on_over(self)

    def pass_on(self, message: bytes, deadline: float) -> None:
        """Send a message without waiting for room, for one loop serves all connections."""
        self.post(message)

    # Steps

    def _step(self, step: Callable[[], object]) -> None:
        """Make a step; what it raises ends the conversation."""
        try:
            step()
        except Exception as error:  # noqa: BLE001 - a thread's top: whatever it was, it is told
            self._record_cause(error)
            self._set_over()
        self._update()

    def _on_ready(self, events: int) -> None:
        if self._is_finished:
            # A step of another connection has ended this one.
            return
        if events & WRITE:
            self._step(self._buffer.flush)
            self._on_due()
        if events & READ and not self._is_finished and not self._over:
            self._step(self._receive_once)

    def _receive_once(self) -> None:
        data = self._buffer.receive_pending(self._size)
        if data is None:
            return
        if not data:
            self._is_receiving = False
            if self._note_end_of_stream():
                self._look_for_hang_up()
            else:
                self._end_by_peer(tr("ended by the peer"))
            return
        view = self.view
        view.heard_at = moment = self._append_received(view.source, Kind.RECEIVED, data)
        view.reply_timer.received(moment)
        view.bytes_in += len(data)
        view.messages_in += 1
        if len(data) >= READ_AHEAD or self._size > READ_AHEAD:
            self._size = self._read_size(len(data))
        self._dialogue.receive(self._messages.feed(data))
        self._wait_for_silence()
        if moment > self._context.threads.precedence.due:
            self._context.threads.precedence.let_pass()

    def _look_for_hang_up(self) -> None:
        """Look from time to time whether a peer that has ended its side is gone."""
        if self._over or self._is_finished:
            return
        if self._stream.has_hung_up():
            self._end_by_peer(tr("closed by the peer"))
        else:
            self._loop.call_later(LOOK_SECONDS, partial(self._step, self._look_for_hang_up))

    def _end_by_peer(self, reason: str) -> None:
        self._give_reason(reason)
        self._set_over()

    def _on_due(self) -> None:
        """Do what waits in the outbox, until the system takes no more."""
        while not (self._over or self._is_sending_file) and self._buffer.is_idle:
            action = self._due.next_due()
            if action is None:
                break
            action()
        self._update()

    def _ask_for_update(self) -> None:
        self._loop.call(self._update)

    def _update(self) -> None:
        """Wait for what the connection needs next, or close it."""
        if self._is_finished:
            return
        channel = self._buffer
        if channel.is_idle and self._begun is not None:
            self._begun.set()
            self._begun = None
        if self._over and (channel.is_idle or channel.is_interrupted):
            self.finish()
            return
        events = 0 if channel.is_idle else WRITE
        if self._is_receiving and channel.is_idle and not self._over:
            events = READ
        self.view.activity = SELECTING if events != WRITE else self.view.sending
        self._loop.watch(self._stream, events, self._on_ready)

    def _wait_for_silence(self) -> None:
        """Set the alarm for a framing by pauses."""
        seconds = self._messages.idle_seconds
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if seconds is not None:
            step = partial(self._step, self._flush_messages)
            self._idle = self._loop.call_later(seconds, step)

    def _flush_messages(self) -> None:
        if not self._is_receiving or self._over:
            return
        if self._buffer.is_idle:
            self._dialogue.receive(self._messages.flush())
        else:
            # Nothing is received meanwhile.
            self._wait_for_silence()

    def _lose_rests(self) -> str:
        """Note what the system has not taken, and will not; return the sentence that says so."""
        rests = self._buffer.take_rests()
        if not rests:
            return ""
        view = self.view
        for rest in rests:
            taken = rest.total - len(rest.data)
            self._context.journal.note_unsent(Unsent(rest.moment, view.source, taken))
        missing, total = sum(len(rest.data) for rest in rests), sum(rest.total for rest in rests)
        view.bytes_out -= missing
        return tr("{missing} of {total} bytes were not sent.", missing=missing, total=total)

    def _record_broken(self, error: SocketError) -> None:
        self._buffer.is_interrupted = True
        unsent = self._lose_rests()
        self._sender.break_off(error, f"{error} {unsent}" if unsent else "")
        super()._record_broken(error)

    # Files

    def _send_file(self, transfer: FileTransfer) -> None:
        """Send a file from a thread, which waits for the file; the outbox waits for its end."""
        self._is_sending_file = True
        if self._file is not None:
            self._file.join()
        self._file = self._context.threads.start(
            f"file {self.view.peer}", partial(self._run_file, transfer)
        )

    def _run_file(self, transfer: FileTransfer) -> None:
        super()._send_file(transfer)
        self._is_sending_file = False
        self._loop.call(self._on_due)

    def _send_piece(self, piece: bytes) -> bool:
        """Let the loop send a piece, and wait until the system has taken it."""
        done, sent = threading.Event(), []

        def send() -> None:
            if not self._is_finished:
                self._begun = done
                sent.append(self._sender.send_bytes(piece))
                self._update()

        # In this order: either this sees that it is over, or `finish` sees whom to wake.
        self._awaited = done
        if self._is_finished:
            return False
        self._loop.call(send)
        done.wait()
        return sent == [True] and not self._is_finished

    def _record_lost(self) -> None:
        if self._file is not None:
            self._file.join()
        super()._record_lost()
