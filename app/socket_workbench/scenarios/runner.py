"""Runs a scenario: its servers first, then its clients, until every client is through."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal, Self

from socket_workbench.clock import time_ns
from socket_workbench.dialogues.commands import Finished, ScriptUpdate
from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import SettingsT
from socket_workbench.engine.threads import Threads, Worker
from socket_workbench.engine.view import OnChange, Traffic, ignore_change
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr
from socket_workbench.scenarios.addresses import Addresses, document_endpoint, reachable
from socket_workbench.scenarios.meetings import Meetings
from socket_workbench.scenarios.model import Scenario
from socket_workbench.scenarios.participants import (
    ClientParticipant,
    ServerParticipant,
)
from socket_workbench.scenarios.settings import client_settings, server_settings
from socket_workbench.sockets.addresses.endpoint import Endpoint

OnUpdate = Callable[[int, ScriptUpdate], None]
"""Called from worker threads with a client's place in the scenario and what it has to say."""

Side = Literal["server", "client"]


def ignore_update(client: int, update: ScriptUpdate) -> None:
    """Do nothing; the default `OnUpdate`."""


class ScenarioRun:
    """One run of a scenario. It is started once; for another run make another.

    Each server listens before the next thing starts, and each client has connected, or failed to,
    before the next one does: the order of the document is the order on the wire. Where a server
    does not listen, nothing after it is started. A participant may be stopped at any time; the run
    goes on without it.

    A participant tells its own view what happens to it, and how it ended.
    """

    def __init__(
        self,
        participants: Sequence[ServerParticipant | ClientParticipant],
        journal: Journal,
        threads: Threads,
        addresses: Addresses | None = None,
    ) -> None:
        """Prepare a run.

        Args:
            participants: what to start in this order, though servers first.
            journal: where everything is recorded.
            threads: starts the threads.
            addresses: where each of them is; None for where it is written.

        Raises:
            ValueError: the run cannot be at that place, or has nothing to run.
        """
        self._servers = [each for each in participants if isinstance(each, ServerParticipant)]
        self._clients = [each for each in participants if isinstance(each, ClientParticipant)]
        self._journal = journal
        self._threads = threads
        written = [participant.written for participant in self._participants]
        self._addresses = addresses or Addresses(written)
        self._mistake = ""
        self._stopped = False
        self._worker: Worker | None = None
        self._meetings = Meetings(self._clients)
        self._check()

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        journal: Journal,
        threads: Threads,
        *,
        at: Endpoint | None = None,
        only: Side | None = None,
        name: str = "",
        on_update: OnUpdate = ignore_update,
        on_change: OnChange = ignore_change,
    ) -> Self:
        """Prepare a run of a document as it is written.

        Args:
            scenario: what to run.
            journal: where everything is recorded.
            threads: starts the threads.
            at: where to run it instead of the addresses that are written.
            only: the one side to run; the other is left to another program.
            name: what to put before the names of its servers and clients, where the journal takes
                other scenarios too; empty for nothing.
            on_update: called with what clients have for the person, `Finished` included.
            on_change: called after anything has changed.

        Raises:
            ValueError: the scenario cannot be run at that place, or has no such side.
        """
        servers = [
            ServerParticipant(_named(server_settings(document), name), on_change=on_change)
            for document in scenario.servers
        ]
        clients = [
            ClientParticipant(
                _named(client_settings(document), name),
                on_change=on_change,
                on_update=partial(on_update, index),
            )
            for index, document in enumerate(scenario.clients)
        ]
        everything: list[ServerParticipant | ClientParticipant] = [*servers, *clients]
        addresses = Addresses([each.written for each in everything], at)
        if only is not None:
            everything = [*servers] if only == "server" else [*clients]
        return cls(everything, journal, threads, addresses)

    @property
    def places(self) -> frozenset[int | str]:
        """The ports and paths at which its servers will listen; any free port is none."""
        places = [self._server_place(server) for server in self._servers]
        return frozenset(place.port or place.path for place in places) - {0, ""}

    @property
    def servers(self) -> list[Server]:
        """The servers started so far."""
        return [each.running for each in self._servers if each.running is not None]

    def traffic(self) -> Traffic:
        """Return how much servers and clients have moved and lost."""
        running = (each.running for each in self._participants)
        return sum((each.traffic() for each in running if each is not None), Traffic())

    @property
    def results(self) -> list[Finished | None]:
        """How each client ended; None while it is not through."""
        return [client.result for client in self._clients]

    @property
    def error(self) -> str:
        """Why the first that could not listen or connect could not, as a sentence; else empty."""
        errors = (participant.error for participant in self._participants)
        return self._mistake or next(filter(None, errors), "")

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen: every client is through.

        A run of servers alone is finished only when one could not listen or it was stopped.
        """
        if self._stopped:
            return True
        if self._clients:
            return all(client.is_through for client in self._clients)
        return bool(self.error)

    @property
    def passed(self) -> bool:
        """Whether every client is through and every expectation held."""
        return not self.error and all(
            result is not None and result.passed for result in self.results
        )

    def start(self) -> None:
        """Begin, in a thread of its own; returns at once."""
        self._worker = self._threads.start(tr("scenario"), self._run)

    def answer(self, client: int, text: str) -> None:
        """Answer what a client's script asked."""
        self._clients[client].answer(text)

    def stop(self) -> None:
        """End all clients and servers; returns at once, `join` waits for the end."""
        self._stopped = True
        for participant in reversed(self._participants):
            participant.stop()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until everything of it is closed, which happens after `stop`.

        Args:
            timeout: seconds to wait at most; None waits for ever.

        Returns:
            Whether everything is closed.
        """
        end = None if timeout is None else time.monotonic() + timeout
        if self._worker is not None and not self._worker.join(timeout):
            return False
        return all(
            participant.join(None if end is None else max(0.0, end - time.monotonic()))
            for participant in self._participants
        )

    @property
    def _participants(self) -> list[ServerParticipant | ClientParticipant]:
        return [*self._servers, *self._clients]

    def _check(self) -> None:
        if not self._participants:
            raise ValueError(tr("The scenario has nothing on this side."))
        for server in self._servers:
            self._server_place(server)
        for client in self._clients:
            self._client_place(client)

    def _run(self) -> None:
        try:
            if all(self._start_server(server) for server in self._servers):
                for client in self._clients:
                    self._let_window_pass()
                    client.settings = replace(client.settings, find=self._find)
                    client.start(self._journal, self._threads, self._client_place(client))
                    client.wait_until_begun()
        except Exception as error:  # noqa: BLE001 - a thread's top: whatever it was, it is told
            self._mistake = tr("The scenario failed: {error!r}", error=error)
            self._leave_out_the_rest(self._mistake)

    def _find(self, address: str) -> Endpoint:
        """Read an address that a step connects to; raises `ValueError`."""
        return self._addresses.for_client(document_endpoint(address))

    def _let_window_pass(self) -> None:
        """Wait for the window's thread, so that it shows what has begun before more begins."""
        precedence = self._threads.precedence
        if time_ns() > precedence.due:
            precedence.let_pass()

    def _start_server(self, server: ServerParticipant) -> bool:
        """Start a server and wait until it listens; returns whether it does."""
        self._let_window_pass()
        server.start(self._journal, self._threads, self._server_place(server))
        server.wait_until_begun()
        if server.bound is None:
            name = server.settings.name
            stopped = tr("The server {name} was stopped before it listened.", name=name)
            self._leave_out_the_rest(server.error or stopped)
            return False
        self._addresses.listens(server.written, server.bound)
        return True

    def _leave_out_the_rest(self, reason: str) -> None:
        """Start nothing more; those that have begun go on."""
        for participant in self._participants:
            participant.leave_out(reason)

    def _server_place(self, server: ServerParticipant) -> Endpoint:
        """Where a server is to listen; one that a person moved stays there."""
        if server.asked != server.written:
            return server.asked
        return self._addresses.for_server(server.written)

    def _client_place(self, client: ClientParticipant) -> Endpoint:
        """Where a client is to connect to; one that a person moved stays there."""
        if client.asked not in (client.written, reachable(client.written)):
            return client.asked
        return self._addresses.for_client(client.written)


def _named(settings: SettingsT, scenario: str) -> SettingsT:
    """Return settings whose name has that of their scenario before it, if there is one."""
    return replace(settings, name=f"{scenario}: {settings.name}") if scenario else settings
