"""Runs a scenario: its servers first, then its clients, until every client is through."""

import threading
import time
from collections.abc import Callable
from typing import Literal, TypeVar

from socket_workbench.dialogues.commands import Finished, ScriptUpdate
from socket_workbench.engine.client import Client
from socket_workbench.engine.server import Server
from socket_workbench.engine.threads import Threads, Worker
from socket_workbench.engine.view import EndpointState, OnChange, ignore_change
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr
from socket_workbench.scenarios.addresses import Addresses
from socket_workbench.scenarios.model import ClientDocument, Scenario, ServerDocument
from socket_workbench.scenarios.settings import client_settings, server_settings
from socket_workbench.sockets.addresses.endpoint import Endpoint

OnUpdate = Callable[[int, ScriptUpdate], None]
"""Called from worker threads with a client's place in the scenario and what it has to say."""

Side = Literal["server", "client"]

Started = TypeVar("Started", Server, Client)

_UNDER_WAY = (EndpointState.STARTING, EndpointState.CONNECTING)
_OVER = (EndpointState.CLOSED, EndpointState.FAILED)


def ignore_update(client: int, update: ScriptUpdate) -> None:
    """Do nothing: the `OnUpdate` of whoever only wants the result."""


class ScenarioRun:
    """One run of a scenario. It is started once; for another run make another.

    Each server listens before the next thing starts, and each client has connected, or failed to,
    before the next one does: the order of the document is the order on the wire.

    Attributes:
        servers: the servers started so far, in the document's order.
        clients: the clients started so far, in the document's order.
        results: how each client ended; None while it is not through.
        error: a sentence when a server could not listen or a client not connect; empty otherwise.
    """

    def __init__(
        self,
        scenario: Scenario,
        journal: Journal,
        threads: Threads,
        *,
        at: Endpoint | None = None,
        only: Side | None = None,
        on_update: OnUpdate = ignore_update,
        on_change: OnChange = ignore_change,
    ) -> None:
        """Prepare a run.

        Args:
            scenario: what to run.
            journal: where everything is recorded.
            threads: starts the threads.
            at: where to run it instead of the addresses that are written.
            only: the one side to run; the other is left to another program.
            on_update: called with what clients have for the person, `Finished` included.
            on_change: called after anything has changed.

        Raises:
            ValueError: the scenario cannot be run at that place, or has no such side.
        """
        self.servers: list[Server] = []
        self.clients: list[Client] = []
        self.error = ""
        self._journal = journal
        self._threads = threads
        self._on_update = on_update
        self._on_change = on_change
        self._servers = scenario.servers if only != "client" else []
        self._clients = scenario.clients if only != "server" else []
        self._addresses = Addresses(scenario, at)
        self.results: list[Finished | None] = [None for _ in self._clients]
        self._stopped = False
        self._worker: Worker | None = None
        self._changed = threading.Condition()
        self._check()

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen: every client is through, or a server cannot listen.

        A run of servers alone is finished only when it has failed or was stopped.
        """
        if self.error or self._stopped:
            return True
        return bool(self.results) and all(result is not None for result in self.results)

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
        self.clients[client].answer(text)

    def stop(self) -> None:
        """End all clients and servers; returns at once, `join` waits for the end."""
        with self._changed:
            self._stopped = True
            started: list[Client | Server] = [*self.clients, *self.servers]
            self._changed.notify_all()
        for endpoint in started:
            endpoint.stop()

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
        started: list[Client | Server] = [*self.clients, *self.servers]
        return all(
            endpoint.join(None if end is None else max(0.0, end - time.monotonic()))
            for endpoint in started
        )

    def _check(self) -> None:
        if not self._servers and not self._clients:
            raise ValueError(tr("The scenario has nothing on this side."))
        for server in self._servers:
            self._addresses.for_server(server)
        for client in self._clients:
            self._addresses.for_client(client)

    def _run(self) -> None:
        try:
            if all(self._start_server(document) for document in self._servers):
                for index, document in enumerate(self._clients):
                    self._start_client(index, document)
        except Exception as error:  # noqa: BLE001 - a thread's top: whatever it was, it is told
            self._fail(tr("The scenario failed: {error!r}", error=error))

    def _start_server(self, document: ServerDocument) -> bool:
        """Start a server and wait until it listens; returns whether it does."""
        settings = server_settings(document, self._addresses.for_server(document))
        server = Server(settings, self._journal, self._threads, self._note_change)
        if not self._start(server, self.servers):
            return False
        if server.bound is None:
            self._fail(server.error)
            return False
        self._addresses.listens(document, server.bound)
        return True

    def _start_client(self, index: int, document: ClientDocument) -> None:
        """Start a client and wait until it has connected or failed to."""

        def tell(update: ScriptUpdate) -> None:
            self._tell(index, update)

        settings = client_settings(document, self._addresses.for_client(document))
        client = Client(settings, self._journal, self._threads, self._note_change, tell)
        if self._start(client, self.clients) and settings.script is None:
            # Nothing to say is nothing to wait for.
            tell(Finished(passed=client.connection is not None, reason=client.error))

    def _start(self, endpoint: Started, started: list[Started]) -> bool:
        """Start it unless the run was stopped, and wait until it is under way no more."""
        with self._changed:
            if self._stopped:
                return False
            started.append(endpoint)
        endpoint.start()
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or endpoint.state not in _UNDER_WAY)
            return not self._stopped

    def _tell(self, index: int, update: ScriptUpdate) -> None:
        """Pass on what a client has to say, and record how it ended."""
        self._on_update(index, update)
        if isinstance(update, Finished):
            with self._changed:
                self.results[index] = self.results[index] or update
            self._on_change()

    def _note_change(self) -> None:
        """Wake whoever waits for a state, and end clients that ended without a result."""
        with self._changed:
            self._changed.notify_all()
            ended = [
                (index, client)
                for index, client in enumerate(self.clients)
                if client.state in _OVER and self.results[index] is None
            ]
        for index, client in ended:
            self._end_without_result(index, client)
        self._on_change()

    def _end_without_result(self, index: int, client: Client) -> None:
        if self._stopped:
            return
        connection = client.connection
        if connection is None:
            self._fail(client.error)
        reason = client.error if connection is None else connection.reason
        self._tell(index, Finished(passed=False, reason=reason))

    def _fail(self, sentence: str) -> None:
        with self._changed:
            self.error = self.error or sentence
        self._on_change()
