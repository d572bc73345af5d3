"""What a send bar sends besides the text of its field, and whether it can be sent now."""

import enum
from typing import NamedTuple


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
    """Bytes to send.

    Attributes:
        data: the bytes.
        is_framed: whether they have the endpoint's framing already, and are sent as they are.
        connection: the number of the connection to send on; None for the receivers that are chosen
            in the pane.
    """

    data: bytes
    is_framed: bool = False
    connection: int | None = None
