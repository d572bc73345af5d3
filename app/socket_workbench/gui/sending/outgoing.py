"""What a send bar sends, and whether it can be sent now."""

import enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from socket_workbench.gui.sending.filling import Filling
    from socket_workbench.gui.sending.history import WrittenMessage


class Link(enum.Enum):
    """Whether what is sent now has somewhere to go."""

    OPEN = "open"
    """It goes to whoever is connected."""

    OPENING = "opening"
    """It waits until the connection is there."""

    CLOSED = "closed"
    """Sending connects first."""

    NONE = "none"
    """It cannot be sent."""

    @property
    def takes_messages(self) -> bool:
        """Whether something can be sent, at once or later."""
        return self is not Link.NONE

    @property
    def must_connect(self) -> bool:
        """Whether what is sent waits for a connection."""
        return self in (Link.OPENING, Link.CLOSED)


class Outgoing(NamedTuple):
    """Bytes to send, or what makes them.

    Attributes:
        data: the bytes; none where values are filled in.
        is_framed: whether they have the endpoint's framing already, and are sent as they are.
        connection: the number of the connection to send on; None for the receivers that are chosen
            in the pane.
        filling: makes the bytes for each receiver.
        written: how the message with values is written, for a field it comes back to.
    """

    data: bytes
    is_framed: bool = False
    connection: int | None = None
    filling: "Filling | None" = None
    written: "WrittenMessage | None" = None
