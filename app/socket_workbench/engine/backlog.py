"""Bounds what scripts tell and what nobody has looked at yet."""

import threading

from socket_workbench.dialogues.commands import Save, ScriptUpdate, Show

MOST_WAITING = 4 * 1024 * 1024
"""Bytes that may wait, as `cost_of` counts them."""

PATIENCE = 1.0
"""Seconds that one update waits for room at most, so that no thread hangs where nobody looks."""

_OVERHEAD = 400


def cost_of(update: ScriptUpdate) -> int:
    """Return what an update takes in memory while it waits, in bytes."""
    return _OVERHEAD + (len(update.content) if isinstance(update, Show | Save) else 0)


class Backlog:
    """Lets scripts wait while what they have told is too much for the thread that looks at it.

    A script can tell a million things in the time in which a window shows a thousand.
    """

    def __init__(self, most: int = MOST_WAITING, patience: float = PATIENCE) -> None:
        """Begin, in the thread that looks; that one never waits.

        Args:
            most: bytes that may wait.
            patience: seconds that one update waits at most.
        """
        self._most = most
        self._patience = patience
        self._looker = threading.get_ident()
        self._waiting = 0
        self._is_open = False
        self._room = threading.Condition()

    def add(self, update: ScriptUpdate) -> None:
        """Count an update that will be looked at, once there is room for it."""
        with self._room:
            if threading.get_ident() != self._looker:
                self._room.wait_for(self._has_room, self._patience)
            self._waiting += cost_of(update)

    def remove(self, update: ScriptUpdate) -> None:
        """Take an update off that has been looked at."""
        with self._room:
            self._waiting -= cost_of(update)
            if self._has_room():
                self._room.notify_all()

    def open(self) -> None:
        """Let everybody in from now on: nobody looks any more."""
        with self._room:
            self._is_open = True
            self._room.notify_all()

    def _has_room(self) -> bool:
        return self._is_open or self._waiting < self._most
