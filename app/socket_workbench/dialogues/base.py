"""The interface of dialogues: methods for what happens, which return commands."""

from collections.abc import Mapping
from typing import NamedTuple

from socket_workbench.dialogues.commands import CloseConnection, Commands

NOTHING: Commands = ()
CLOSE: Commands = (CloseConnection(),)


class Continuation(NamedTuple):
    """A dialogue goes on in another connection.

    Attributes:
        address: where to connect to; empty for where it was.
        seconds: how long to wait before that; None for the interval between attempts.
    """

    address: str = ""
    seconds: float | None = None


class Dialogue:
    """One side of one conversation, without a socket, a thread or a clock.

    A new object is made for every connection; over datagrams, for every peer address. Calls to one
    object never overlap. The same object serves a TCP thread, a UDP socket and a test.

    Attributes:
        meetings: the names of the meetings that it waits at.
        ended_by: what ended the conversation, as a part of a sentence, where that is more than that
            it was closed; set before `closed` is called.
    """

    meetings: frozenset[str] = frozenset()
    ended_by: str = ""

    def opened(self, peer: str) -> Commands:
        """The conversation began with the peer at this address (`127.0.0.1:51342`)."""
        return NOTHING

    def received(self, message: bytes) -> Commands:
        """One message came: what one read returned, a datagram, or one framed message.

        A datagram or a framed message may be empty. Once the dialogue has returned
        `CloseConnection`, only `closed` is called.
        """
        return NOTHING

    def end_of_stream(self) -> Commands:
        """The peer will send nothing more; by default the conversation ends."""
        return CLOSE

    def timer(self, name: str) -> Commands:
        """A timer that was started with `StartTimer` has run out."""
        return NOTHING

    def answered(self, text: str) -> Commands:
        """A person answered the question this dialogue waits with (see `script`)."""
        return NOTHING

    def met(self, values: Mapping[str, bytes], problem: str) -> Commands:
        """Everybody is at the meeting that the dialogue waits at (see `script`).

        Args:
            values: what the others have given, by the names of variables.
            problem: why they will never be there, as a sentence; empty if they are.
        """
        return NOTHING

    def continuation(self) -> Continuation | None:
        """Return where the dialogue goes on after `closed`; None where it is over.

        The same object is then told `opened` for the new connection.
        """
        return None

    def closed(self) -> Commands:
        """The conversation is over, however it ended.

        Only `SendToOthers`, `Note` and `Finished` still do anything.
        """
        return NOTHING
