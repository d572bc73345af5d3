"""Finds the conversation that a source belongs to, so that each is exported once."""

from collections import OrderedDict, deque
from typing import TypeVar

from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.export.conversation import Conversation
from socket_workbench.journal.export.flow import Flow, Flows

MOST_KEPT = 65_536
"""Conversations that are remembered; the one without an event for longest is forgotten first."""

SLACK = 1_000_000_000
"""Nanoseconds by which a client's `connected` may come after its server has closed again: the
client's thread records it when it is scheduled."""

_MOST_WAITING = 256

Key = tuple[object, ...]

_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")


class Conversations:
    """Brings together the two ends of a connection when the session has both.

    TCP's four addresses are one connection at a time. Connections to a Unix path have none, and
    are brought together in the order in which they were made and accepted.
    """

    def __init__(self) -> None:
        self._flows = Flows()
        self._count = 0
        self._by_source: OrderedDict[int, Conversation] = OrderedDict()
        # Streams of which one end is known.
        self._waiting: OrderedDict[Key, deque[Conversation]] = OrderedDict()
        # Datagram conversations: by both addresses, and by client and the server's port.
        self._datagrams: OrderedDict[Key, Conversation] = OrderedDict()
        self._by_port: OrderedDict[Key, Conversation] = OrderedDict()

    def of(self, source: Source, event: Event) -> Conversation:
        """Return the conversation that an event of a source belongs to."""
        known = self._by_source.get(source.number)
        if known is not None:
            self._by_source.move_to_end(source.number)
            if event.kind is Kind.CLOSED:
                # A source's last event.
                del self._by_source[source.number]
            return known
        flow = self._flows.of(source)
        find = self._stream if flow.is_stream else self._datagram
        conversation = find(flow, source.role, event.time)
        conversation.take_end(source)
        if event.kind is not Kind.CLOSED:
            _keep(self._by_source, source.number, conversation)
        return conversation

    def _stream(self, flow: Flow, role: Role, time: int) -> Conversation:
        waiting = self._waiting.get(flow.key)
        if waiting is not None:
            for conversation in waiting:
                if not conversation.has_end(role) and _may_join(conversation, role, time):
                    waiting.remove(conversation)
                    if not waiting:
                        del self._waiting[flow.key]
                    return conversation
        conversation = self._new(flow)
        if waiting is None:
            waiting = deque(maxlen=_MOST_WAITING)
            _keep(self._waiting, flow.key, waiting)
        waiting.append(conversation)
        return conversation

    def _datagram(self, flow: Flow, role: Role, time: int) -> Conversation:
        by_port = (flow.client, flow.server.port)
        conversation = self._datagrams.get(flow.key)
        if conversation is None and not flow.path:
            other = self._by_port.get(by_port)
            if other is not None and not (other.flow.is_server_known and flow.is_server_known):
                conversation = other
        if conversation is None:
            conversation = self._new(flow)
            _keep(self._by_port, by_port, conversation)
        _keep(self._datagrams, flow.key, conversation)
        return conversation

    def _new(self, flow: Flow) -> Conversation:
        self._count += 1
        return Conversation(flow, self._count)


def _may_join(conversation: Conversation, role: Role, time: int) -> bool:
    """Whether the other end of a conversation may be the one that begins now.

    A server may accept long after a client has connected, sent and gone: until then the connection
    is in the backlog. A client has connected when its server accepts.
    """
    if role is Role.SERVER:
        return True
    closed, started = conversation.server_closed_at, conversation.started_at
    if closed is not None and time - closed > SLACK:
        return False
    return not conversation.flow.path or started is None or time - started <= SLACK


def _keep(kept: OrderedDict[_Key, _Kept], key: _Key, value: _Kept) -> None:
    kept[key] = value
    if len(kept) > MOST_KEPT:
        kept.popitem(last=False)
