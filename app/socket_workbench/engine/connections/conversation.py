"""A dialogue with one peer: telling it what happened, carrying out what it asks for."""

import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

from socket_workbench.dialogues.base import CLOSE, Dialogue
from socket_workbench.dialogues.commands import (
    Ask,
    CloseConnection,
    Command,
    Commands,
    ScriptUpdate,
)
from socket_workbench.engine.connections.command_queue import CommandQueue
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.connections.perform import farewell, perform_one
from socket_workbench.engine.connections.sender import Sender
from socket_workbench.engine.view import ConnectionView
from socket_workbench.journal.event import Kind
from socket_workbench.language import tr


class Ending(Protocol):
    """What can end a conversation: its connection, or the datagram server it belongs to."""

    def close_by_dialogue(self, reason: str) -> None:
        """The dialogue is over; the reason is for people, or empty where the peer's end is it."""

    def break_off(self, reason: str) -> None:
        """The dialogue failed."""

    def half_close(self) -> None:
        """End our side of the stream."""


class Conversation:
    """One peer's dialogue.

    Calls to the dialogue never overlap; sending is done outside of them, so that a peer that does
    not read delays only its own answers. Until the dialogue starts a timer or asks a person
    something, only the receiving thread talks to it, and needs neither a lock nor a queue.

    Attributes:
        view: the peer's state and counts.
        over: set when the conversation is to go no further; messages after it are not passed on.
    """

    def __init__(
        self,
        view: ConnectionView,
        dialogue: Dialogue,
        sender: Sender,
        outbox: Outbox,
        context: ConnectionContext,
        ending: Ending,
    ) -> None:
        self.view = view
        self.over = False
        self.send = sender.send
        self._dialogue = dialogue
        self._outbox = outbox
        self._context = context
        self._ending = ending
        self._turn = threading.Lock()
        self._is_shared = False
        self._queue = CommandQueue(self)

    # Telling the dialogue

    def open(self) -> None:
        """Tell the dialogue that the conversation begins."""
        self._tell(self._dialogue.opened, self.view.peer)

    def receive(self, messages: Iterable[bytes]) -> None:
        """Tell the dialogue of messages until it has ended the conversation."""
        received, send = self._dialogue.received, self.send
        for message in messages:
            if self.over:
                return
            if self._is_shared:
                self._tell(received, message)
                self._queue.wait_for_room()
                continue
            for command in received(message):
                # Nearly every command is a message: that is asked first, and done here.
                if type(command) is bytes:
                    send(command)
                else:
                    perform_one(command, self)

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

    def close(self) -> None:
        """Tell the dialogue that all is over; it may still tell the others."""
        self.over = True
        with self._turn:
            self._queue.add(farewell(self._dialogue.closed()))
        self._queue.carry_out()

    def _tell(self, event: Callable[..., Commands], *details: str | bytes) -> None:
        with self._turn:
            self._queue.add(event(*details))
        self._queue.carry_out()

    def _tell_guarded(self, event: Callable[..., Commands], *details: str) -> None:
        """Do as `_tell` in the outbox's thread, where nothing may be raised."""
        if self.over:
            return
        try:
            self._tell(event, *details)
        except Exception as error:  # noqa: BLE001 - a thread's top: whatever it was, it is told
            self.over = True
            self._ending.break_off(self.record_failure(error))

    # What the dialogue asks for (the Performer of engine.perform; `send` is the sender's own)

    def send_to_others(self, message: bytes) -> None:
        """Send a message to the server's other peers."""
        self._context.send_to_others(self.view.number, message)

    def send_eof(self) -> None:
        """End our side of the stream."""
        self._ending.half_close()

    def close_by_dialogue(self, reason: str) -> None:
        """End the conversation because the dialogue is over."""
        self.over = True
        speaker = self._context.speaker
        self._ending.close_by_dialogue(
            tr("closed by {speaker}: {reason}", speaker=speaker, reason=tr(reason))
            if reason
            else ""
        )

    def start_timer(self, name: str, seconds: float) -> None:
        """Call the dialogue's `timer` after so many seconds."""
        self._is_shared = True
        call = partial(self._tell_guarded, self._dialogue.timer, name)
        self._outbox.start_timer(self._timer_key(name), seconds, call)

    def cancel_timer(self, name: str) -> None:
        """Forget a timer."""
        self._outbox.cancel_timer(self._timer_key(name))

    def note(self, text: str) -> None:
        """Write a line into the log."""
        self._context.journal.append(self.view.source, Kind.NOTE, b"", text)

    def direct(self, update: ScriptUpdate) -> None:
        """Pass on what the dialogue has for the person."""
        if isinstance(update, Ask):
            self._is_shared = True
        self._context.on_update(update)

    def record_failure(self, error: Exception) -> str:
        """Write into the log that the dialogue itself failed; returns the reason for the end."""
        speaker = self._context.speaker
        sentence = tr(
            "A mistake in the program ended this conversation: {speaker} failed with {error!r}. "
            "The others go on; connect again, and please report this.",
            speaker=speaker,
            error=error,
        )
        self._context.journal.append(self.view.source, Kind.ERROR, b"", sentence)
        return tr("{speaker} failed ({error})", speaker=speaker, error=type(error).__name__)

    def _timer_key(self, name: str) -> str:
        # Datagram peers share one outbox.
        return f"{self.view.number} {name}"
