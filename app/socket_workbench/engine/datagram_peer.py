"""One address that a datagram server has heard from."""

from collections.abc import Callable

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.conversation import Conversation
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.connections.postbox import Postbox
from socket_workbench.engine.connections.sender import Sender
from socket_workbench.engine.view import ConnectionView
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.datagram import Origin


class DatagramPeer:
    """A conversation with one address.

    Datagrams have no connection: the dialogue's own end, or being forgotten, is all the end it has.

    Attributes:
        address: the peer's, and where it matters, which of ours it asked.
        view: its state and counts.
    """

    def __init__(
        self,
        address: Origin,
        view: ConnectionView,
        dialogue: Dialogue,
        framing: Framing,
        send: Callable[[bytes], None],
        outbox: Outbox,
        context: ConnectionContext,
        forget: Callable[["DatagramPeer", str], None],
    ) -> None:
        self.address = address
        self.view = view
        self._framing = framing
        self._is_framed = not framing.is_none
        self._forget = forget
        sender = Sender(send, view, framing, context.journal, is_stream=False)
        self.postbox = Postbox(view, sender, outbox, context.journal, is_stream=False)
        self.post = self.postbox.post
        self.post_file = self.postbox.post_file
        self.conversation = Conversation(view, dialogue, sender, outbox, context, self)

    def receive(self, datagram: bytes) -> None:
        """Pass a datagram to the dialogue: whole, or as the messages its framing finds in it.

        Raises:
            FramingError: the datagram is not what the framing expects.
        """
        messages = [datagram]
        if self._is_framed:
            decoder = self._framing.decoder()
            messages = [*decoder.feed(datagram), *decoder.end()]
        self.conversation.receive(messages)

    def pass_on(self, message: bytes, deadline: float) -> None:
        """Send a message; without waiting, for one loop receives for all peers."""
        self.post(message)

    def close_by_dialogue(self, reason: str) -> None:
        """Forget the peer: the next datagram from it begins anew."""
        self._forget(self, reason)

    def break_off(self, reason: str) -> None:
        """Forget the peer because its dialogue failed."""
        self._forget(self, reason)

    def half_close(self) -> None:
        """Do nothing: datagrams have no end to tell."""
