from itertools import count

import pytest

from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.export import conversations as module
from socket_workbench.journal.export.conversations import SLACK, Conversations

SERVER, CLIENT = Role.SERVER, Role.CLIENT
NUMBERS = count(1)


def source(role, client="127.0.0.1:51342", server="127.0.0.1:80", scheme="tcp"):
    number = next(NUMBERS)
    ends = (server, client) if role is SERVER else (client, server)
    address = server.removeprefix("/")
    return Source(number, role, role.value, f"{scheme}://{address}", number, *ends)


@pytest.fixture
def told():
    """Tells an event at a time; returns its conversation."""
    conversations = Conversations()

    def tell(source, kind=Kind.SENT, time=0):
        event = Event(time, source.number, kind)
        conversation = conversations.of(source, event)
        conversation.frames(source, event, 0)
        return conversation

    return tell


@pytest.mark.parametrize("roles", [(CLIENT, SERVER), (SERVER, CLIENT)])
@pytest.mark.parametrize("scheme", ["tcp", "udp"])
def test_both_ends_are_one_conversation(told, roles, scheme):
    first, second = (source(role, scheme=scheme) for role in roles)

    assert told(first) is told(second) is told(first)


@pytest.mark.parametrize("roles", [(CLIENT, SERVER), (SERVER, CLIENT)])
def test_both_ends_of_a_unix_connection_are_one_conversation_in_their_order(told, roles):
    pairs = [[source(role, "unnamed", "/s", "unix") for role in roles] for _ in range(3)]
    first = [told(one) for one, _ in pairs]

    assert [told(other) for _, other in pairs] == first
    assert len(set(map(id, first))) == 3


def test_other_addresses_are_another_conversation(told):
    assert told(source(CLIENT)) is not told(source(SERVER, client="127.0.0.1:51343"))
    assert told(source(CLIENT, scheme="udp")) is not told(source(CLIENT))


def test_a_port_used_again_is_another_connection(told):
    first = [source(CLIENT), source(SERVER)]
    second = [source(CLIENT), source(SERVER)]
    before = [told(one) for one in first]
    for one in first:
        told(one, Kind.CLOSED)
    after = [told(one) for one in second]

    assert before[0] is before[1]
    assert after[0] is after[1]
    assert before[0] is not after[0]


def test_a_client_may_be_gone_when_its_server_accepts(told):
    client = source(CLIENT)
    first = told(client)
    told(client, Kind.CLOSED, 1)

    assert told(source(SERVER), Kind.ACCEPTED, 60 * SLACK) is first


def test_a_client_may_tell_a_little_later_than_its_server_has_closed(told):
    accepted = source(SERVER)
    first = told(accepted, Kind.ACCEPTED)
    told(accepted, Kind.CLOSED, 10)

    assert told(source(CLIENT), Kind.CONNECTED, SLACK) is first


def test_a_client_does_not_join_a_connection_that_is_long_over(told):
    accepted = source(SERVER)
    first = told(accepted, Kind.ACCEPTED)
    told(accepted, Kind.CLOSED, 10)

    assert told(source(CLIENT), Kind.CONNECTED, 2 * SLACK) is not first


def test_a_unix_client_does_not_join_another_programs_connection(told):
    other = told(source(SERVER, "unnamed", "/s", "unix"), Kind.ACCEPTED)

    assert told(source(CLIENT, "unnamed", "/s", "unix"), Kind.CONNECTED, 2 * SLACK) is not other


@pytest.mark.parametrize("roles", [(CLIENT, SERVER), (SERVER, CLIENT)])
def test_a_datagram_server_at_every_address_is_found_by_its_port(told, roles):
    ends = {
        CLIENT: source(CLIENT, "10.0.0.7:5", "10.0.0.7:80", "udp"),
        SERVER: source(SERVER, "10.0.0.7:5", "0.0.0.0:80", "udp"),
    }

    assert told(ends[roles[0]]) is told(ends[roles[1]])


def test_datagram_servers_with_known_addresses_stay_apart(told):
    one = told(source(SERVER, "10.0.0.7:5", "10.0.0.1:80", "udp"))

    assert told(source(SERVER, "10.0.0.7:5", "10.0.0.2:80", "udp")) is not one


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 10)
    conversations = Conversations()
    for number in range(1000):
        for scheme in ("tcp", "udp"):
            one = source(SERVER, f"127.0.0.1:{number}", scheme=scheme)
            conversations.of(one, Event(0, one.number, Kind.RECEIVED))
            same = source(SERVER, "unnamed", "/s", "unix")
            conversations.of(same, Event(0, same.number, Kind.RECEIVED))

    kept = vars(conversations)
    assert max(len(kept[name]) for name in kept if name.startswith(("_by", "_wait", "_dat"))) == 10
    assert max(map(len, conversations._waiting.values())) <= 256
