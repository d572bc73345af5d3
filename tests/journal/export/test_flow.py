from ipaddress import ip_address

import pytest

from socket_workbench.journal.event import Role, Source
from socket_workbench.journal.export.flow import STAND_IN_NETWORK, Flows
from socket_workbench.journal.export.ip_frames import Node


def client(endpoint, local, peer, number=1):
    return Source(number, Role.CLIENT, "client", endpoint, number, local, peer)


def server(endpoint, local, peer, number=2):
    return Source(number, Role.SERVER, "server", endpoint, number, local, peer)


def node(host, port):
    return Node(ip_address(host).packed, port)


@pytest.mark.parametrize("scheme", ["tcp", "udp", "tls"])
@pytest.mark.parametrize("hosts", [("127.0.0.1", "127.0.0.2"), ("[::1]", "[fe80::2%eth0]")])
def test_both_ends_of_a_connection_have_one_flow(scheme, hosts):
    here, there = f"{hosts[0]}:51342", f"{hosts[1]}:80"
    flows = Flows()

    told_by_client = flows.of(client(f"{scheme}://{there}", here, there))
    told_by_server = flows.of(server(f"{scheme}://{there}", there, here))

    assert told_by_client == told_by_server
    assert told_by_client.client == node(hosts[0].strip("[]"), 51342)
    assert told_by_client.server == node(hosts[1].strip("[]").partition("%")[0], 80)
    assert told_by_client.is_stream == (scheme != "udp")
    assert told_by_client.path == ""


def test_ipv4_seen_through_ipv6_is_ipv4():
    flow = Flows().of(server("tcp://[::]:80", "[::ffff:127.0.0.1]:80", "[::ffff:10.0.0.1]:5"))

    assert (flow.client, flow.server) == (node("10.0.0.1", 5), node("127.0.0.1", 80))


@pytest.mark.parametrize(
    ("local", "peer", "address"),
    [
        ("0.0.0.0:9", "127.0.0.1:5", "127.0.0.1"),
        ("[::]:9", "[::1]:5", "::1"),
        ("0.0.0.0:9", "10.0.0.7:5", "0.0.0.0"),
        ("[::]:9", "[::ffff:127.0.0.1]:5", "127.0.0.1"),
    ],
)
def test_a_datagram_server_at_every_address_has_a_likely_one(local, peer, address):
    flow = Flows().of(server(f"udp://{local}", local, peer))

    assert flow.server == node(address, 9)
    assert not flow.is_server_known


def test_two_families_are_written_in_one():
    flow = Flows().of(server("udp://[::]:9", "[::]:9", "10.0.0.7:5"))

    assert flow.client == node("::ffff:10.0.0.7", 5)
    assert len(flow.server.address) == 16


@pytest.mark.parametrize("peer", ["unnamed", "@abstract", "/tmp/c.sock"])
def test_unix_sockets_have_addresses_that_stand_for_them(peer):
    flows = Flows()
    told = [flows.of(server("unix:///tmp/s.sock", "/tmp/s.sock", peer)) for _ in range(3)]

    assert {flow.path for flow in told} == {"/tmp/s.sock"}
    assert {flow.server for flow in told} == {Node(b"\x7f\x55\0\1", 50_000)}
    assert len({flow.client for flow in told}) == 3
    assert len({flow.key for flow in told}) == 1
    other = flows.of(client("unix:///tmp/other.sock", "unnamed", "/tmp/other.sock"))
    assert other.server.port == 50_001


def test_unix_datagrams_are_told_apart_by_their_clients():
    flows = Flows()
    one = flows.of(client("unixgram:///s", "/c1", "/s"))
    same = flows.of(server("unixgram:///s", "/s", "/c1"))
    other = flows.of(server("unixgram:///s", "/s", "/c2"))

    assert one.key == same.key != other.key
    assert not one.is_stream


def test_many_unix_connections_stay_within_the_network():
    flows = Flows()
    flows._clients = 50_000 * 0xFFF0
    last = flows.of(client("unix:///s", "unnamed", "/s")).client

    assert last.address[:2] == STAND_IN_NETWORK.to_bytes(4, "big")[:2]


@pytest.mark.parametrize("peer", ["", "somewhere", "1.2.3.4:x", "1.2.3.4:70000", "1.2.3.4.5:1"])
def test_an_address_that_is_none_gets_a_stand_in(peer):
    flow = Flows().of(server("tcp://127.0.0.1:9", "127.0.0.1:9", peer))

    assert flow.path == "127.0.0.1:9"
