"""Passes what is typed to a client, as fast as its connection takes it."""

import threading
from collections.abc import Callable

from socket_workbench.cli.input.outgoing import Outgoing
from socket_workbench.engine.client import Client
from socket_workbench.engine.view import EndpointState


class Typist:
    """Sends standard input through a client, in the thread that reads it.

    It waits while there is no connection, and while too much waits to be sent. Nothing is read
    meanwhile, so that a program that writes into the pipe waits as well.
    """

    def __init__(
        self,
        client: Client,
        outgoing: Outgoing,
        on_end: Callable[[], None],
        *,
        keeps_open: bool = False,
    ) -> None:
        """Prepare it.

        Args:
            client: sends the messages.
            outgoing: makes messages of what is typed.
            on_end: called when standard input has ended and our side has been half-closed.
            keeps_open: whether neither happens, so that only the peer ends the connection.
        """
        self._keeps_open = keeps_open
        self._client = client
        self._outgoing = outgoing
        self._on_end = on_end
        self._stopped = False
        self._changed = threading.Condition()

    def feed(self, data: bytes) -> bool:
        """Send a piece of the input; no bytes mean its end.

        Returns:
            Whether to go on reading.
        """
        messages = self._outgoing.feed(data) if data else self._outgoing.end()
        for message in messages:
            if not self._send(message):
                return False
        if not data and not self._keeps_open:
            self._wait_for_connection()
            self._client.half_close_connections()
            self._on_end()
        return True

    def look(self) -> None:
        """Take note that the client's state has changed."""
        with self._changed:
            self._changed.notify_all()

    def stop(self) -> None:
        """Send nothing more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _send(self, message: bytes) -> bool:
        while self._wait_for_connection():
            if self._client.wait_for_room(len(message)) and self._client.send(message):
                return True
        return False

    def _wait_for_connection(self) -> bool:
        """Wait for a connection; returns False when there will be none."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._is_settled())
            return not self._stopped and self._client.state is EndpointState.CONNECTED

    def _is_settled(self) -> bool:
        state = self._client.state
        return state is EndpointState.CONNECTED or state.is_over
