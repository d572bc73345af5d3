"""What a client sends: at once, or as soon as its connection is there."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from socket_workbench.engine.client import Client
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.sending import FileSending, send_outgoing
from socket_workbench.gui.panes.state_words import ended_by_us, nothing_connected
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.sending.outgoing import Link, Outgoing
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.panes.pane import Pane

MOST_WAITING = 100
"""The most messages and files that wait for a connection."""


class ClientSending:
    """Sends messages and files of a client; without a connection, it connects first.

    Args:
        pane: the pane of the client.
        connect: connects because the user sends; returns whether that has begun.
        journal: the journal's file.
    """

    def __init__(self, pane: "Pane", connect: Callable[[], bool], journal: Path) -> None:
        self._pane = pane
        self._connect = connect
        self._journal = journal
        self._files = FileSending(pane.send_bar)
        self._waiting = WaitingSends(pane.send_bar, self._files, journal)

    @property
    def _client(self) -> Client | None:
        running = self._pane.running
        return running if isinstance(running, Client) else None

    def link(self, state: EndpointState) -> tuple[Link, str]:
        """Return whether what is sent now has somewhere to go; if not, with a sentence."""
        if not self._pane.is_live:
            return Link.CLOSED, ""
        if state.is_beginning:
            return Link.OPENING, ""
        client = self._client if state is EndpointState.CONNECTED else None
        view = client.connection if client is not None else None
        if view is None:
            return Link.NONE, nothing_connected()
        return (Link.OPEN, "") if view.can_send else (Link.NONE, ended_by_us())

    def send(self, outgoing: Outgoing) -> str:
        """Send a message; return why that is impossible, as a sentence, or an empty text."""
        link, obstacle = self.link(self._pane.state)
        if not link.takes_messages:
            return obstacle
        client = self._client
        # Not before what waits: the pane may not have noticed the connection yet.
        if link is Link.OPEN and client is not None and not self._waiting:
            return send_outgoing(client, outgoing, self._journal)
        return self._send_once_connected(outgoing)

    def send_file(self, path: Path) -> None:
        """Send a file, and show its progress."""
        if self._waiting or self.link(self._pane.state)[0].must_connect:
            self._pane.send_bar.show_error(self._send_once_connected(path))
            return
        client = self._client
        transfers = client.send_file(path) if client is not None else []
        self._files.watch(transfers, nothing_connected())

    def note_state(self, client: Client, state: EndpointState) -> None:
        """Send what waits once the client is connected; give it up when it never will be."""
        if state is EndpointState.CONNECTED:
            self._waiting.send(client, nothing_connected())
        if not state.is_beginning:
            self._waiting.give_up()

    def _send_once_connected(self, waiting: Outgoing | Path) -> str:
        """Send something as soon as a connection is there; return why that is impossible."""
        refusal = self._waiting.add(waiting)
        if not refusal and not self._pane.is_live and not self._connect():
            self._waiting.drop_last()
            refusal = self._pane.address.mistake() or self._pane.notice.text()
        return refusal


class WaitingSends:
    """Messages and files that are sent, in their order, once the connection is there.

    Args:
        send_bar: where a message comes back that could not be sent.
        file_sending: shows the progress of files.
        journal: the journal's file.
    """

    def __init__(self, send_bar: SendBar, file_sending: FileSending, journal: Path) -> None:
        self._send_bar = send_bar
        self._journal = journal
        self._file_sending = file_sending
        self._waiting: list[Outgoing | Path] = []

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting)

    def add(self, waiting: Outgoing | Path) -> str:
        """Add something; return why that is impossible, as a sentence, or an empty text."""
        if len(self._waiting) == MOST_WAITING:
            return tr("The connection is not there yet, and much waits for it already.")
        self._waiting.append(waiting)
        return ""

    def drop_last(self) -> None:
        """Forget what was added last."""
        self._waiting.pop()

    def send(self, client: Client, otherwise: str) -> None:
        """Send all of it.

        Args:
            client: the client, which is connected.
            otherwise: the sentence to show if it no longer is when a file is sent.
        """
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            if isinstance(each, Path):
                self._file_sending.watch(client.send_file(each), otherwise)
                continue
            refusal = send_outgoing(client, each, self._journal)
            if refusal and each.filling is not None:
                self._put_back(each)
                self._send_bar.show_error(refusal)

    def give_up(self) -> None:
        """Put the last message back into the field, if that is empty, and forget the rest."""
        waiting, self._waiting = self._waiting, []
        messages = [each for each in waiting if isinstance(each, Outgoing)]
        if messages and not messages[-1].is_framed:
            self._put_back(messages[-1])

    def _put_back(self, message: Outgoing) -> None:
        """Put a message back into the field, if that is empty."""
        if self._send_bar.text():
            return
        if message.written is not None:
            self._send_bar.put_written(message.written)
        else:
            self._send_bar.put(message.data)
