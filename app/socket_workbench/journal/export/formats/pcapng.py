"""Events as a capture that Wireshark opens, with headers made up for what sockets do not show."""

from socket_workbench import __version__
from socket_workbench.journal.event import Event, Source
from socket_workbench.journal.export.conversation import CAPTURED
from socket_workbench.journal.export.conversations import Conversations
from socket_workbench.journal.export.format import ExportFormat
from socket_workbench.journal.export.pcapng_blocks import (
    enhanced_packet,
    interface_description,
    section_header,
)
from socket_workbench.language import mark, tr

_SOCKETS = 0
_UNIX = 1


class Pcapng:
    """Writes the frames that the sockets' traffic could have had, at the real times.

    What a program sees of a connection is bytes, not segments: each message is one segment, cut
    only where IP requires it. See docs/export.md for what is made up, and how.
    """

    def __init__(self) -> None:
        self._conversations = Conversations()

    def head(self) -> bytes:
        """Return the section header and two interfaces: IP sockets, and Unix sockets."""
        comment = tr(
            "Recorded at the sockets by Socket Workbench. Addresses, times and bytes are real; "
            "the IP, TCP and UDP headers are made up from them."
        )
        unix = tr("Unix sockets: addresses 127.85.0.0/16 stand for their paths")
        return b"".join(
            (
                section_header(f"Socket Workbench {__version__}", comment),
                interface_description("sockets", tr("TCP and UDP sockets")),
                interface_description("unix", unix),
            )
        )

    def tail(self) -> bytes:
        """Nothing: the last block is an event's."""
        return b""

    def event(self, source: Source, event: Event, length: int) -> bytes:
        """Return the blocks of an event; none for what is not seen on a network."""
        if not source.connection or event.kind not in CAPTURED:
            return b""
        conversation = self._conversations.of(source, event)
        path = conversation.flow.path
        is_first = conversation.started_at is None
        frames = conversation.frames(source, event, length)
        return b"".join(
            enhanced_packet(
                _UNIX if path else _SOCKETS,
                event.time,
                frame.content,
                frame.length,
                source.endpoint if path and is_first and not index else "",
            )
            for index, frame in enumerate(frames)
        )


FORMAT = ExportFormat(
    name="pcapng",
    order=40,
    title=mark("pcapng, for Wireshark"),
    words=mark("a capture for Wireshark"),
    hint=mark("Addresses, times and bytes are real; packet headers are made up from them."),
    writer=lambda options: Pcapng(),
    is_text=False,
)
