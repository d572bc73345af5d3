"""One connection: the blocking loop that receives, tells the dialogue, and sends its replies."""

import contextlib
import threading
from collections.abc import Callable, Mapping

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.engine.connections.channel import Channel
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.linger import Linger
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.connections.peer import Peer
from socket_workbench.engine.connections.received_messages import received_messages
from socket_workbench.engine.threads import one_at_a_time
from socket_workbench.engine.view import ConnectionState, ConnectionView
from socket_workbench.journal.event import Kind
from socket_workbench.language import tr, trn
from socket_workbench.payload.framing import FramingError
from socket_workbench.payload.sizes import size_text
from socket_workbench.sockets.failures.errors import Interrupted, SocketError
from socket_workbench.sockets.options import ClientOptions, ServerOptions

DRAIN_LIMIT = 8 * 1024 * 1024
"""Bytes that are still received when a connection is closed: more than a receive buffer holds by
default (Linux: net.ipv4.tcp_rmem, 6 MiB), so that only a peer that goes on sending has more."""

READ_AHEAD = 64 * 1024
"""Bytes that a stream is asked for until a read has returned as many.

CPython allocates what `recv` is asked for before it waits, and the C library maps blocks of 128 KiB
and more anew each time (mallopt(3), M_MMAP_THRESHOLD): a 64-byte echo that asks for 256 KiB costs
three times as much.
"""

# Looked up once: an enumeration's members are slow to get at.
_RECEIVED = Kind.RECEIVED


AppendReceived = Callable[[int, Kind, bytes], int]
"""Records what was received, like `Journal.append`."""


class Connection(Peer):
    """A channel, a dialogue, and the loop between them.

    `run` is the loop; everything else may be called from any thread and returns at once, but for
    `pass_on` and `wait_for_room`. Replies are sent from the loop, a person's messages and timers
    from the outbox, so that neither waits for the other.
    """

    def __init__(
        self,
        channel: Channel,
        view: ConnectionView,
        dialogue: Dialogue,
        options: ServerOptions | ClientOptions,
        context: ConnectionContext,
        *,
        is_stream: bool = True,
        append_received: AppendReceived | None = None,
        outbox: Outbox | None = None,
        waits_in: str = "",
    ) -> None:
        """Prepare a connection.

        Args:
            channel: what it sends and receives through; closed with it.
            view: its state and counts.
            dialogue: what answers the peer.
            options: the settings of its server or client.
            context: what its server or client gives it.
            is_stream: whether the channel is a stream rather than a datagram socket.
            append_received: records what was received; None for the journal's own `append`.
            outbox: keeps what waits to be sent; None for one with a thread of its own.
            waits_in: the call that waits to receive; empty for a stream's, which depends on what
                was received.
        """
        if outbox is None:
            outbox = Outbox(f"send {view.peer}", context.threads, options.most_waiting)
        super().__init__(
            view, dialogue, options.framing, channel.send, outbox, context, is_stream=is_stream
        )
        self._channel = channel
        self._messages = received_messages(options.framing, view, context.journal)
        self._options = options
        self._receive_size = options.receive_size
        self._receiving = options.calls.receiving(is_stream=is_stream)
        self._waits_in = waits_in
        self._append_received = append_received or context.journal.append
        self._over = False
        self._linger: Linger | None = None
        self._end_lock = threading.Lock()
        self._was_reset = False
        self._loop_thread = 0

    # The loop

    def run(self) -> None:
        """Converse until either side ends it; returns when the channel is closed."""
        try:
            self.converse()
        finally:
            self.finish()

    def converse(self) -> None:
        """Converse until either side ends it; the channel is left to be closed by `finish`."""
        self._loop_thread = threading.get_ident()
        try:
            self._dialogue.open()
            self._receive_all()
        except Exception as error:  # noqa: BLE001 - a thread's top: whatever it was, it is told
            self._record_cause(error)

    def _record_cause(self, error: Exception) -> None:
        """Record what has ended the conversation."""
        match error:
            case Interrupted():
                self._give_reason(tr("stopped"))
            case FramingError():
                self._record(Kind.ERROR, str(error))
                words = tr("a message broke the framing")
                self._give_reason(words)
                self._dialogue.tell_cause(words)
            case SocketError():
                self._record_broken(error)
            case _:
                self._give_reason(self._dialogue.record_failure(error))

    def _receive_all(self) -> None:
        view, channel, messages = self.view, self._channel, self._messages
        pass_on, append = self._dialogue.receive, self._append_received
        receive, feed, source = channel.receive, messages.feed, view.source
        note_received, is_stream = view.reply_timer.received, self._is_stream
        size = self._read_size(0)
        precedence = self._context.threads.precedence
        # Not `while not self._over`: Python 3.11 makes only such loops quick that jump back without
        # a condition.
        while True:
            if self._over:
                return
            if view.heard_at > precedence.due:
                precedence.let_pass()
            try:
                data = receive(size, messages.idle_seconds)
            except TimeoutError:
                pass_on(messages.flush())
                continue
            except SocketError as error:
                if is_stream or not error.is_transient:
                    raise
                self._record(Kind.ERROR, str(error))
                continue
            if not data and is_stream:
                self._end_of_stream()
                return
            view.heard_at = moment = append(source, _RECEIVED, data)
            note_received(moment)
            view.bytes_in += len(data)
            view.messages_in += 1
            if len(data) >= READ_AHEAD or size > READ_AHEAD:
                size = self._read_size(len(data))
            pass_on(feed(data))
            if not is_stream:
                pass_on(messages.end())

    def _read_size(self, received: int) -> int:
        """Return what the next `recv` asks for, after one that returned so many bytes."""
        size = self._receive_size
        if self._is_stream and received < READ_AHEAD:
            size = min(size, READ_AHEAD)
        self.view.activity = self._waits_in or f"{self._receiving}({size})"
        return size

    def _end_of_stream(self) -> None:
        if self._note_end_of_stream():
            self._wait_until_over()
        self._give_reason(tr("ended by the peer"))

    def _note_end_of_stream(self) -> bool:
        """Record the end of the stream; return whether something may still be sent."""
        with one_at_a_time():
            we_ended = self.view.state is ConnectionState.FIN_WAIT
            self.view.state = ConnectionState.CLOSE_WAIT
            self.view.activity = ""
            self._record(Kind.END_OF_STREAM)
            self._context.on_change()
        self._dialogue.receive(self._messages.end())
        self._dialogue.end_of_stream(closes=self._options.close_on_peer_end)
        return not we_ended and not self._over

    def _record_broken(self, error: SocketError) -> None:
        self._sender.break_off(error)
        is_reset = error.errno_name == "ECONNRESET"
        self._give_reason(tr("reset by the peer") if is_reset else str(error))

    def finish(self) -> None:
        """Close the channel, after `converse`, and record the end."""
        with one_at_a_time():
            self._set_over()
            if self._was_reset and self._is_stream:
                # Without a sentence: it was us.
                self._record(Kind.RESET)
            self._outbox.close()
            self._drain()
            with contextlib.suppress(FramingError):
                self._messages.end()
            # The outbox may be blocked in a send or by a file: it is woken before the descriptor
            # is given back.
            if self._outbox.is_acting:
                self._channel.interrupt(holds_close=True)
            self._abandon_files()
        self._dialogue.close()
        self._outbox.join()
        # Not in turn: where calls are stepped, it is held.
        self._channel.close()
        with one_at_a_time():
            self.view.close(tr("closed"))
            self._record_lost()
            self._record(Kind.CLOSED, self.view.reason)
            self._context.on_change()

    def _record_lost(self) -> None:
        outbox, sender = self._outbox, self._sender
        if count := outbox.lost_messages + sender.lost_messages:
            size = outbox.lost_bytes + sender.lost_bytes
            text = trn(
                "{count} message of {size} that waited was not sent.",
                "{count} messages of {size} together that waited were not sent.",
                count,
                size=trn("{count} byte", "{count} bytes", size),
            )
            self._record(Kind.DROPPED, text)

    def _drain(self) -> None:
        """Record what came too late to be answered.

        Bytes left unread when a socket is closed make the system reset the connection, and the
        reset can destroy our last reply before the peer has read it (RFC 1122, 4.2.2.13).
        """
        left = DRAIN_LIMIT
        try:
            while data := self._channel.receive_pending(self._receive_size):
                view = self.view
                view.heard_at = self._context.journal.append(view.source, Kind.RECEIVED, data)
                view.bytes_in += len(data)
                view.messages_in += 1
                # Recorded only: nobody answers any more.
                with contextlib.suppress(FramingError):
                    self._messages.feed(data)
                if left <= 0:
                    text = tr(
                        "The peer went on sending while the connection was closed: what came after"
                        " {size} was not read.",
                        size=size_text(DRAIN_LIMIT),
                    )
                    self._record(Kind.DROPPED, text)
                    return
                left -= len(data)
        except (SocketError, Interrupted):
            return

    # What the dialogue asks for

    def close_by_dialogue(self, reason: str, *, reset: bool = False) -> None:
        """Close because the dialogue is over or has failed, or break off as it says."""
        if reset:
            self.end(reason, reset=True)
            return
        if reason:
            self._give_reason(reason)
        if threading.get_ident() == self._loop_thread:
            self._set_over()
        elif self.view.state is ConnectionState.CLOSE_WAIT:
            # The loop has told the dialogue so, and is about to say it itself.
            self.end(tr("ended by the peer"))
        else:
            self.end(tr("closed"))

    def half_close(self) -> None:
        """End our side of the stream; receiving goes on until the peer ends its side."""
        if self.view.state is ConnectionState.CLOSE_WAIT:
            self.end(tr("ended by both sides"))
        elif self._is_stream and self.view.state is ConnectionState.ESTABLISHED:
            self._sender.send_eof(self._channel.send_eof)
            self._context.on_change()

    # What a person asks for

    def post_eof(self) -> None:
        """Half-close after what waits in the outbox."""
        self._outbox.put(self.half_close)

    def answer(self, text: str) -> None:
        """Give the dialogue the answer it asked for."""
        self._dialogue.answer(text)

    def meet(self, values: Mapping[str, bytes], problem: str) -> None:
        """Tell the dialogue that all are at its meeting; see `Dialogue.met`."""
        self._dialogue.meet(values, problem)

    def wait_for_room(self, size: int = 0) -> bool:
        """Wait until the outbox has room for a message; returns False when all is over."""
        return self._outbox.wait_for_room(size)

    def end(self, reason: str, *, reset: bool = False) -> None:
        """Close from outside the loop, at once.

        Args:
            reason: why, for people.
            reset: break it off with RST instead of an orderly end.
        """
        with self._end_lock:
            if self._over:
                # Its last call may be held.
                self._channel.interrupt()
                return
            self._give_reason(reason)
            self._was_reset = reset
            self._set_over()
        self._sender.refuse(tr("The connection was closed first."))
        self._outbox.close()
        if reset:
            self._channel.reset()
        else:
            self._channel.interrupt()

    def _refuse(self, size: int) -> None:
        """End the connection: its peer does not read, and the outbox is full."""
        if not self._is_stream:
            super()._refuse(size)
            return
        limit = size_text(self._options.most_waiting)
        self.end(tr("{size} waited for a peer that does not read", size=limit))

    def _set_over(self) -> None:
        self._over = True
        if self._linger is not None:
            self._linger.end()

    def _wait_until_over(self) -> None:
        # In this order: either this sees that it is over, or `_set_over` sees what to wake.
        self._linger = Linger()
        if not self._over and self._linger.wait(self._channel.wait_for_hang_up):
            self._give_reason(tr("closed by the peer"))

    def _give_reason(self, reason: str) -> None:
        # The first reason is the cause, what follows are its effects.
        self.view.reason = self.view.reason or reason
