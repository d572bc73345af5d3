"""Runs a dialogue with one peer: tells it what happened, and carries out its commands."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Protocol

from socket_workbench.dialogues.base import CLOSE, Dialogue
from socket_workbench.dialogues.commands import (
    Ask,
    CancelTimer,
    CloseConnection,
    Command,
    Commands,
    Finished,
    Marked,
    Note,
    SendEof,
    SendToOthers,
    StartTimer,
    StateEntered,
)
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.connections.sender import Sender
from socket_workbench.engine.stepping import seconds_since_held
from socket_workbench.engine.view import ConnectionView
from socket_workbench.journal.event import Kind
from socket_workbench.language import tr

MOST_COMMANDS = 64
"""Commands that may wait for another thread before the receiving thread waits too."""


class Closable(Protocol):
    """The part of a peer that a dialogue can end."""

    def half_close(self) -> None:
        """End our side of the stream."""

    def close_by_dialogue(self, reason: str, *, reset: bool = False) -> None:
        """Close it, or break it off with RST.

        The reason is for people, or empty where the peer's own end is the reason.
        """


class DialogueRunner:
    """One dialogue and the peer it talks to.

    Calls to the dialogue never overlap; sending is done outside of them, so that a peer that does
    not read delays only its own replies. Until the dialogue starts a timer or asks a person
    something, only the receiving thread calls it, and needs neither a lock nor a queue.

    From then on commands pass through a queue. A reply can arrive, and be answered, before the
    thread that sent the question has come to its next command. So a thread puts new commands at the
    end of the queue while it still holds the dialogue, and leaves them to the thread that is
    carrying commands out, if there is one. A receiving thread is not held up by another one's
    blocked send, unless `MOST_COMMANDS` wait already.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        view: ConnectionView,
        sender: Sender,
        outbox: Outbox,
        context: ConnectionContext,
        peer: Closable,
    ) -> None:
        """Prepare to run a dialogue.

        Args:
            dialogue: the dialogue.
            view: the peer's state and counts.
            sender: sends the dialogue's messages.
            outbox: runs its timers, and brings it a person's answers.
            context: takes notes, messages to other peers, and what is for a person.
            peer: what the dialogue can end.
        """
        self._dialogue = dialogue
        self._view = view
        self._send = sender.send
        self._outbox = outbox
        self._context = context
        self._peer = peer
        self._over = False
        self._is_shared = False
        self._calling = threading.Lock()
        self._waiting: deque[Command] = deque()
        self._carrying_out = threading.Lock()
        self._is_crowded = False
        self._room = threading.Condition()

    # Telling the dialogue

    def open(self) -> None:
        """Tell the dialogue that the conversation begins."""
        self._tell(self._dialogue.opened, self._view.peer)

    def receive(self, messages: Iterable[bytes]) -> None:
        """Tell the dialogue of messages until it has ended the conversation."""
        received, send = self._dialogue.received, self._send
        for message in messages:
            if self._over:
                return
            if self._is_shared:
                self._tell(received, message)
                self._wait_for_room()
                continue
            for command in received(message):
                # Nearly every command is a message: that is asked first, and done here.
                if type(command) is bytes:
                    send(command)
                else:
                    self._carry_out(command)

    def end_of_stream(self, *, closes: bool | None = None) -> None:
        """Tell the dialogue that the peer will send nothing more.

        Args:
            closes: whether the conversation ends with that; None lets the dialogue decide.
        """

        def event() -> Commands:
            commands = self._dialogue.end_of_stream()
            if closes is None:
                return commands
            others: list[Command] = [
                each for each in commands if not isinstance(each, CloseConnection)
            ]
            return [*others, *CLOSE] if closes else others

        self._tell(event)

    def answer(self, text: str) -> None:
        """Give the dialogue the answer it asked for, from the outbox."""
        self._outbox.put(partial(self._tell_guarded, self._dialogue.answered, text))

    def meet(self, values: Mapping[str, bytes], problem: str) -> None:
        """Tell the dialogue that all are at its meeting, from the outbox; see `Dialogue.met`."""
        self._outbox.put(partial(self._tell_guarded, self._dialogue.met, values, problem))

    def tell_cause(self, words: str) -> None:
        """Tell the dialogue what ends the conversation; `close` follows."""
        self._dialogue.ended_by = words

    def close(self) -> None:
        """Tell the dialogue that the conversation is over.

        Of its last commands, those that need no connection are still carried out.
        """
        self._over = True
        with self._calling:
            self._waiting.extend(
                command
                for command in self._dialogue.closed()
                if isinstance(command, SendToOthers | Note | Finished)
            )
        self._carry_out_waiting()

    def record_failure(self, error: Exception) -> str:
        """Record that the dialogue itself failed; returns the reason for the end."""
        speaker = self._context.speaker
        sentence = tr(
            "A mistake in the program ended this conversation: {speaker} failed with {error!r}. "
            "The others go on; connect again, and please report this.",
            speaker=speaker,
            error=error,
        )
        self._context.journal.append(self._view.source, Kind.ERROR, b"", sentence)
        return tr("{speaker} failed ({error})", speaker=speaker, error=type(error).__name__)

    def _tell(self, event: Callable[..., Commands], *details: object) -> None:
        with self._calling:
            self._waiting.extend(event(*details))
        self._carry_out_waiting()

    def _tell_guarded(self, event: Callable[..., Commands], *details: object) -> None:
        """Do as `_tell` in the outbox's thread, where nothing may be raised."""
        if self._over:
            return
        try:
            self._tell(event, *details)
        except Exception as error:  # noqa: BLE001 - a thread's top: whatever it was, it is told
            self._over = True
            self._peer.close_by_dialogue(self.record_failure(error))

    # Carrying out its commands

    def _carry_out_waiting(self) -> None:
        """Carry out the commands that wait, unless another thread is doing so."""
        while self._waiting and self._carrying_out.acquire(blocking=False):
            try:
                while self._waiting:
                    self._carry_out(self._waiting.popleft())
                    if self._is_crowded and len(self._waiting) <= MOST_COMMANDS:
                        self._make_room()
            finally:
                self._carrying_out.release()

    def _carry_out(self, command: Command) -> None:
        match command:
            case bytes():
                self._send(command)
            case SendToOthers(message):
                self._context.send_to_others(self._view.number, message)
            case SendEof():
                self._peer.half_close()
            case CloseConnection(reason, resets):
                self._over = True
                self._peer.close_by_dialogue(self._closing_words(reason), reset=resets)
            case StartTimer():
                self._is_shared = True
                self._start_timer(command, command.seconds)
            case CancelTimer(name):
                self._outbox.cancel_timer(self._timer_key(name))
            case Note(text, is_mark):
                moment = self._context.journal.append(self._view.source, Kind.NOTE, b"", text)
                if is_mark:
                    self._context.on_update(Marked(moment))
            case StateEntered(name):
                self._view.dialogue_state = name
            case _:
                self._is_shared |= isinstance(command, Ask)
                self._context.on_update(command)

    def _start_timer(self, command: StartTimer, seconds: float) -> None:
        fire = partial(self._fire, command)
        self._outbox.start_timer(self._timer_key(command.name), seconds, fire)

    def _fire(self, command: StartTimer) -> None:
        """Tell the dialogue, in the outbox's thread, that a timer has run out."""
        remaining = command.seconds - seconds_since_held() if command.is_deadline else 0
        if remaining > 0:
            self._start_timer(command, remaining)
        else:
            self._tell_guarded(self._dialogue.timer, command.name)

    def _wait_for_room(self) -> None:
        """Wait while more than `MOST_COMMANDS` wait for another thread.

        A peer that sends but does not read is slowed down with that, instead of filling the memory.
        """
        if len(self._waiting) <= MOST_COMMANDS:
            return
        with self._room:
            self._is_crowded = True
            self._room.wait_for(lambda: len(self._waiting) <= MOST_COMMANDS)

    def _make_room(self) -> None:
        with self._room:
            self._is_crowded = False
            self._room.notify_all()

    def _closing_words(self, reason: str) -> str:
        if not reason:
            return ""
        speaker = self._context.speaker
        return tr("closed by {speaker}: {reason}", speaker=speaker, reason=tr(reason))

    def _timer_key(self, name: str) -> str:
        # Datagram peers share one outbox.
        return f"{self._view.number} {name}"
