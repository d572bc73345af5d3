"""Keeps commands in the order in which a dialogue gave them, when several threads talk to it."""

import threading
from collections import deque

from socket_workbench.dialogues.commands import Command, Commands
from socket_workbench.engine.connections.perform import Performer, perform_one

CROWD = 64
"""Commands that may wait before `wait_for_room` makes its caller wait."""


class CommandQueue:
    """Commands that wait for the one thread that carries them out just now.

    A reply can arrive, and be answered, before the thread that sent the question has come to its
    next command. So whoever has new commands puts them at the end while it still holds the
    dialogue, and leaves them to the thread that is at it, if there is one. A receiving thread is
    not held up by another one's blocked send, unless many commands wait already.
    """

    def __init__(self, performer: Performer) -> None:
        self._performer = performer
        self._waiting: deque[Command] = deque()
        self._performing = threading.Lock()
        self._is_crowded = False
        self._room = threading.Condition()

    def add(self, commands: Commands) -> None:
        """Put commands at the end; to be called while no other call to the dialogue can begin."""
        self._waiting.extend(commands)

    def carry_out(self) -> None:
        """Carry out what waits, unless another thread is doing so."""
        while self._waiting and self._performing.acquire(blocking=False):
            try:
                while self._waiting:
                    perform_one(self._waiting.popleft(), self._performer)
                    if self._is_crowded and len(self._waiting) <= CROWD:
                        self._make_room()
            finally:
                self._performing.release()

    def wait_for_room(self) -> None:
        """Wait while more than `CROWD` commands wait for another thread.

        A peer that sends but does not read is slowed down with that, instead of filling the memory.
        """
        if len(self._waiting) <= CROWD:
            return
        with self._room:
            self._is_crowded = True
            self._room.wait_for(lambda: len(self._waiting) <= CROWD)

    def _make_room(self) -> None:
        with self._room:
            self._is_crowded = False
            self._room.notify_all()
