"""Carries out what a dialogue asks for."""

from collections.abc import Iterable
from typing import Protocol

from socket_workbench.dialogues.commands import (
    CancelTimer,
    CloseConnection,
    Command,
    Finished,
    Note,
    ScriptUpdate,
    SendEof,
    SendToOthers,
    StartTimer,
)


class Performer(Protocol):
    """What can do a dialogue's bidding: a stream's connection or a datagram peer."""

    def send(self, message: bytes) -> bool:
        """Send a message; returns whether all of it was taken by the system."""

    def send_to_others(self, message: bytes) -> None:
        """Send a message to the server's other peers."""

    def send_eof(self) -> None:
        """End our side of the stream."""

    def close_by_dialogue(self, reason: str) -> None:
        """Close the connection, or forget the datagram peer."""

    def start_timer(self, name: str, seconds: float) -> None:
        """Call the dialogue's `timer` later."""

    def cancel_timer(self, name: str) -> None:
        """Forget a timer."""

    def note(self, text: str) -> None:
        """Write a line into the log."""

    def direct(self, update: ScriptUpdate) -> None:
        """Tell the person something, or ask."""


def perform_one(command: Command, performer: Performer) -> None:
    """Carry out one command."""
    match command:
        case bytes():
            performer.send(command)
        case SendToOthers(message):
            performer.send_to_others(message)
        case SendEof():
            performer.send_eof()
        case CloseConnection(reason):
            performer.close_by_dialogue(reason)
        case StartTimer(name, seconds):
            performer.start_timer(name, seconds)
        case CancelTimer(name):
            performer.cancel_timer(name)
        case Note(text):
            performer.note(text)
        case _:
            performer.direct(command)


def farewell(commands: Iterable[Command]) -> list[Command]:
    """Return those that can still be carried out for a conversation that is over."""
    return [command for command in commands if isinstance(command, SendToOthers | Note | Finished)]
