"""Meetings: steps at which the clients of a run wait for each other."""

import threading
from collections.abc import Mapping, Sequence
from functools import partial

from socket_workbench.dialogues.commands import Arrived, Finished
from socket_workbench.language import tr
from socket_workbench.scenarios.participants import ClientParticipant


class Meetings:
    """The meetings of one run.

    At a meeting are all clients that have its name among their steps. When the last has come, all
    go on, each with the values that the others have brought; a meeting in a repetition is held
    once in each round. Where one has ended that has not come, the others fail.
    """

    def __init__(self, clients: Sequence[ClientParticipant]) -> None:
        """Take part in what the steps of these clients tell."""
        self._guests: dict[str, set[ClientParticipant]] = {}
        self._here: dict[str, dict[ClientParticipant, Mapping[str, bytes]]] = {}
        self._left: dict[ClientParticipant, str] = {}
        self._lock = threading.Lock()
        for client in clients:
            for name in client.meetings:
                self._guests.setdefault(name, set()).add(client)
                self._here[name] = {}
                client.on_arrived = partial(self._arrive, client)
                client.on_finished = partial(self._leave, client)

    def _arrive(self, client: ClientParticipant, arrived: Arrived) -> None:
        """Let a client wait; where all are there, let all go on."""
        name = arrived.name
        with self._lock:
            here = self._here[name]
            here[client] = arrived.values
            missing = self._guests[name] - here.keys()
            gone = [each for each in missing if each in self._left]
            released = dict(here) if gone or not missing else {}
            for each in released:
                del here[each]
        problem = _problem(self._left[gone[0]], name) if gone else ""
        self._release(released, problem)

    def _leave(self, client: ClientParticipant, finished: Finished) -> None:
        """Let those fail that wait for a client which has ended."""
        name = client.settings.name
        with self._lock:
            self._left[client] = name
            for here in self._here.values():
                here.pop(client, None)
            waiting = [
                (meeting, dict(here))
                for meeting, here in self._here.items()
                if client in self._guests[meeting] and client not in here and here
            ]
            for meeting, here in waiting:
                for each in here:
                    del self._here[meeting][each]
        for meeting, here in waiting:
            self._release(here, _problem(name, meeting))

    def _release(
        self, clients: Mapping[ClientParticipant, Mapping[str, bytes]], problem: str
    ) -> None:
        values: dict[str, bytes] = {}
        for brought in clients.values():
            values |= brought
        for client, brought in clients.items():
            # What a client has brought itself stays as it is.
            client.meet({**values, **brought}, problem)


def _problem(client: str, meeting: str) -> str:
    return tr(
        "{client} has ended and will not come to the meeting {meeting}.",
        client=client,
        meeting=meeting,
    )
