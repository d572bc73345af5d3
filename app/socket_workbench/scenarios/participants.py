"""The servers and clients of a run: settings first, then the endpoint started with them.

A participant is what a view of an endpoint is attached to: a pane of the window, or the command
line. A pane that a person starts by hand has a participant too, without a run.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Generic, TypeVar

from socket_workbench.dialogues.commands import Arrived, Finished, ScriptUpdate
from socket_workbench.engine.client import Client
from socket_workbench.engine.connections.context import ignore_update
from socket_workbench.engine.server import Server
from socket_workbench.engine.settings import ClientSettings, ServerSettings
from socket_workbench.engine.threads import Threads
from socket_workbench.engine.view import EndpointState, OnChange, ignore_change
from socket_workbench.journal.journal import Journal
from socket_workbench.language import tr
from socket_workbench.sockets.addresses.endpoint import Endpoint

SettingsT = TypeVar("SettingsT", bound=ServerSettings | ClientSettings)
RunningT = TypeVar("RunningT", bound=Server | Client)


class Participant(Generic[SettingsT, RunningT]):
    """One server or client. It is started once; for another start make another.

    Every method may be called from any thread, and only `join` and `wait_until_begun` wait.

    Attributes:
        settings: what it is started with; the endpoint may be another one once it has started.
        asked: the endpoint that the settings had at first.
        written: the endpoint that the document has for it.
        running: the server or client; None until it is started.
        error: why it could not listen or connect, as a sentence; empty otherwise.
    """

    def __init__(
        self,
        settings: SettingsT,
        written: Endpoint | None = None,
        on_change: OnChange = ignore_change,
    ) -> None:
        """Prepare one.

        Args:
            settings: what to start it with.
            written: the endpoint in the document; None where it is that of the settings.
            on_change: called from worker threads after its state has changed.
        """
        self.settings = settings
        self.asked = settings.endpoint
        self.written = written or settings.endpoint
        self.running: RunningT | None = None
        self.error = ""
        self._on_change = on_change
        self._stopped = False
        self._left_out = False
        self._begun = threading.Event()
        self._lock = threading.Lock()

    @property
    def state(self) -> EndpointState:
        """What it is doing; `STARTING` until it is its turn to start."""
        state = EndpointState.STOPPED if self.running is None else self.running.state
        has_begun = state is not EndpointState.STOPPED or self._begun.is_set()
        return state if has_begun else EndpointState.STARTING

    @property
    def was_stopped(self) -> bool:
        """Whether it was stopped by `stop`."""
        return self._stopped

    def start(self, journal: Journal, threads: Threads, at: Endpoint | None = None) -> None:
        """Start it, unless it was stopped before; returns at once.

        Args:
            journal: where everything is recorded.
            threads: starts the threads.
            at: another endpoint than that of the settings.
        """
        with self._lock:
            if self._stopped or self._left_out:
                return
            self.settings = replace(self.settings, endpoint=at or self.settings.endpoint)
            running = self.running = self._make(journal, threads)
        running.start()

    def stop(self) -> None:
        """Stop it; one that has not been started never will be. Returns at once."""
        with self._lock:
            self._stopped = True
            running = self.running
        if running is not None:
            running.stop()
        self._begun.set()
        self._on_change()

    def leave_out(self, reason: str) -> None:
        """Never start it; does nothing if it has been started or stopped."""
        with self._lock:
            if self._stopped or self._left_out or self.running is not None:
                return
            self._left_out = True
        self._tell_left_out(reason)
        self._begun.set()
        self._on_change()

    def wait_until_begun(self) -> None:
        """Wait until it listens or is connected, has failed to, or was stopped."""
        self._begun.wait()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until everything of it is closed; returns whether it is.

        Args:
            timeout: seconds to wait at most; None waits for ever.
        """
        return self.running is None or self.running.join(timeout)

    def _make(self, journal: Journal, threads: Threads) -> RunningT:
        raise NotImplementedError

    def _tell_left_out(self, reason: str) -> None:
        """Report why it was not started."""

    def _note_change(self) -> None:
        running = self.running
        if running is not None and not running.state.is_beginning:
            self._note_begun(running)
            self._begun.set()
        self._on_change()

    def _note_begun(self, running: RunningT) -> None:
        """Take note that it is not starting or connecting; called again after each change."""
        raise NotImplementedError


class ServerParticipant(Participant[ServerSettings, Server]):
    """A server of a run."""

    @property
    def bound(self) -> Endpoint | None:
        """Where it really listens; None until it does."""
        return self.running.bound if self.running is not None else None

    def _make(self, journal: Journal, threads: Threads) -> Server:
        return Server(self.settings, journal, threads, self._note_change)

    def _note_begun(self, running: Server) -> None:
        if running.bound is None:
            self.error = running.error


class ClientParticipant(Participant[ClientSettings, Client]):
    """A client of a run, with what its steps have for the person.

    Attributes:
        result: how it ended; None while it is not through.
        decided_at: the time of the last row received before it ended, in nanoseconds since 1970; 0
            if there was no connection.
        on_arrived: called when its steps wait at a meeting, which `meet` ends.
        on_finished: called when it has ended.
    """

    def __init__(
        self,
        settings: ClientSettings,
        written: Endpoint | None = None,
        on_change: OnChange = ignore_change,
        on_update: Callable[[ScriptUpdate], None] = ignore_update,
    ) -> None:
        """Prepare one.

        Args:
            settings: what to start it with.
            written: the endpoint in the document; None where it is that of the settings.
            on_change: called from worker threads after its state or result has changed.
            on_update: called from worker threads with what it has for the person, `Finished`
                included, in order.
        """
        super().__init__(settings, written, on_change)
        self.result: Finished | None = None
        self.decided_at = 0
        self.on_arrived = self._meet_nobody
        self.on_finished: Callable[[Finished], None] = ignore_update
        self._on_update = on_update
        self._concluded = False

    @property
    def is_through(self) -> bool:
        """Whether it has a result, or will never have one."""
        return self.result is not None or (self._stopped and self.running is None)

    def answer(self, text: str) -> None:
        """Answer what its steps asked."""
        if self.running is not None:
            self.running.answer(text)

    @property
    def meetings(self) -> frozenset[str]:
        """The names of the meetings among its steps."""
        script = self.settings.script
        return frozenset() if script is None else script(self.settings.endpoint).meetings

    def meet(self, values: Mapping[str, bytes], problem: str = "") -> None:
        """End the meeting that its steps wait at; see `Dialogue.met`."""
        if self.running is not None:
            self.running.meet(values, problem)

    def _meet_nobody(self, arrived: Arrived) -> None:
        """Go on at once: without a run there is nobody to wait for."""
        self.meet({})

    def _make(self, journal: Journal, threads: Threads) -> Client:
        return Client(self.settings, journal, threads, self._note_change, self._pass_on)

    def _tell_left_out(self, reason: str) -> None:
        self._pass_on(Finished(passed=False, reason=reason))

    def _note_begun(self, running: Client) -> None:
        """Conclude for steps that did not: there are none, or the client ended without them."""
        if self.settings.script is not None and not running.state.is_over:
            return
        with self._lock:
            if self._concluded or self.result is not None:
                return
            self._concluded = True
        connection = running.connection
        if connection is None:
            self.error = running.error
            reason = running.error or tr("Connecting was given up.")
            self._pass_on(Finished(passed=False, reason=reason))
        elif self.settings.script is None:
            self._pass_on(Finished(passed=True))
        else:
            self._pass_on(Finished(passed=False, reason=running.error or connection.reason))

    def _pass_on(self, update: ScriptUpdate) -> None:
        """Pass on what it has for the person, and then record how it ended."""
        if isinstance(update, Arrived):
            self.on_arrived(update)
            return
        connection = self.running.connection if self.running is not None else None
        if isinstance(update, Finished) and self.result is None and connection is not None:
            # Called by the thread that has received it, before it receives anything else.
            self.decided_at = connection.heard_at
        self._on_update(update)
        if isinstance(update, Finished):
            self.result = self.result or update
            self.on_finished(update)
            self._on_change()
