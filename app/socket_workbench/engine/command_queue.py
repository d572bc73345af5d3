"""Keeps commands in the order in which a dialogue gave them, when several threads talk to it."""

import threading
from collections import deque

from socket_workbench.dialogues.commands import Command, Commands
from socket_workbench.engine.perform import Performer, perform_one


class CommandQueue:
    """Commands that wait for the one thread that carries them out just now.

    A reply can arrive, and be answered, before the thread that sent the question has come to its
    next command. So whoever has new commands puts them at the end while it still holds the
    dialogue, and leaves them to the thread that is at it, if there is one. Nobody waits here: a
    receiving thread is not held up by another one's blocked send.
    """

    def __init__(self, performer: Performer) -> None:
        self._performer = performer
        self._waiting: deque[Command] = deque()
        self._performing = threading.Lock()

    def add(self, commands: Commands) -> None:
        """Put commands at the end; to be called while no other call to the dialogue can begin."""
        self._waiting.extend(commands)

    def carry_out(self) -> None:
        """Carry out what waits, unless another thread is doing so."""
        while self._waiting and self._performing.acquire(blocking=False):
            try:
                while self._waiting:
                    perform_one(self._waiting.popleft(), self._performer)
            finally:
                self._performing.release()
