"""A connection as it goes into a capture, recorded at one of its ends or at both."""

from socket_workbench.journal.event import FRAMED, WITH_PAYLOAD, Event, Kind, Role, Source
from socket_workbench.journal.export.flow import Flow
from socket_workbench.journal.export.ip_frames import Frame, udp_frame
from socket_workbench.journal.export.tcp_stream import TcpStream

CAPTURED = WITH_PAYLOAD | frozenset(
    {
        Kind.CONNECTED,
        Kind.ACCEPTED,
        Kind.END_OF_STREAM,
        Kind.HALF_CLOSED,
        Kind.RESET,
        Kind.CLOSED,
    }
)
"""The kinds of event that a capture shows."""


class Conversation:
    """Turns the events of a connection, or of a datagram peer, into frames.

    When the session has both ends, each direction's bytes are taken from the end whose event came
    first: the one that sent them, unless its rows are not exported. So they are written once, in
    the order in which they were sent. In the same way what was received is taken from the reads,
    or from the messages that a framing found where the reads are not exported.

    Args:
        flow: its addresses.
        index: which conversation of the capture it is.

    Attributes:
        flow: its addresses.
        started_at: when its first event happened; None before that.
        server_closed_at: when the server's end was closed; None while it is not.
    """

    def __init__(self, flow: Flow, index: int) -> None:
        self.flow = flow
        self.started_at: int | None = None
        self.server_closed_at: int | None = None
        self._stream = TcpStream(flow.client, flow.server, index) if flow.is_stream else None
        self._ends: dict[Role, int] = {}
        # Whether from the client -> the source whose events are written, and whether those that a
        # framing has found.
        self._writers: dict[bool, tuple[int, bool]] = {}

    def has_end(self, role: Role) -> bool:
        """Whether that end's source is known."""
        return role in self._ends

    def take_end(self, source: Source) -> None:
        """Take a source as one end, in place of an earlier one with the same addresses."""
        before = self._ends.get(source.role)
        self._ends[source.role] = source.number
        self._writers = {
            direction: writer for direction, writer in self._writers.items() if writer[0] != before
        }

    def frames(self, source: Source, event: Event, length: int) -> list[Frame]:
        """Return the frames of an event, in order."""
        frames = []
        if self.started_at is None:
            self.started_at = event.time
            if self._stream is not None:
                frames = self._stream.open()
        from_client = (source.role is Role.CLIENT) != (
            event.kind in (Kind.RECEIVED, Kind.END_OF_STREAM, *FRAMED)
        )
        if event.kind in WITH_PAYLOAD:
            writer = source.number, event.kind in FRAMED
            if self._writers.setdefault(from_client, writer) == writer:
                frames += self._message(event, length, from_client=from_client)
        elif self._stream is not None:
            frames += self._ending(self._stream, source, event, from_client=from_client)
        if event.kind is Kind.CLOSED and source.role is Role.SERVER:
            self.server_closed_at = event.time
        return frames

    def _message(self, event: Event, length: int, *, from_client: bool) -> list[Frame]:
        payload = event.payload
        if event.taken is not None:
            # Of `UNTOLD`, nothing is known to be sent.
            taken = max(event.taken, 0)
            payload, length = payload[:taken], min(length, taken)
            if not length:
                return []
        if self._stream is not None:
            return self._stream.send(payload, length, from_client=from_client)
        ends = (self.flow.client, self.flow.server)
        sender, receiver = ends if from_client else ends[::-1]
        return [udp_frame(sender, receiver, payload, length)]

    def _ending(
        self, stream: TcpStream, source: Source, event: Event, *, from_client: bool
    ) -> list[Frame]:
        match event.kind:
            case Kind.RESET:
                # A reset by the peer comes with a sentence, our own without one.
                is_ours = not event.text
                return stream.reset(from_client=is_ours == (source.role is Role.CLIENT))
            case Kind.END_OF_STREAM | Kind.HALF_CLOSED | Kind.CLOSED:
                # Where the other end's source is written, its last bytes may not have come yet.
                if self._writers.get(from_client, (source.number,))[0] == source.number:
                    return stream.end(from_client=from_client)
        return []
