import tempfile

import pytest

from socket_workbench.scenarios.addresses import (
    Addresses,
    document_endpoint,
    reachable,
    user_mark,
)
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport, parse_endpoint


def planned(servers=(), clients=(), at=None, given=()):
    """Return where everything goes, when servers get the given ports for port 0."""
    written = [parse_endpoint(text) for text in servers], [parse_endpoint(text) for text in clients]
    addresses = Addresses([*written[0], *written[1]], parse_endpoint(at) if at else None)
    ports, listening = list(given), []
    for server in written[0]:
        endpoint = addresses.for_server(server)
        if endpoint.port == 0 and ports:
            endpoint = Endpoint(endpoint.transport, endpoint.host, ports.pop(0))
        listening.append(str(endpoint))
        addresses.listens(server, endpoint)
    return listening, [str(addresses.for_client(client)) for client in written[1]]


@pytest.mark.needs("unix sockets")
def test_places_in_a_path_are_filled():
    endpoint = document_endpoint("unix://{{temporary}}/x-{{ user }}.sock")

    assert endpoint == Endpoint(
        Transport.UNIX_STREAM, path=f"{tempfile.gettempdir()}/x-{user_mark()}.sock"
    )


def test_a_path_is_known_where_nothing_can_be_written(monkeypatch):
    def fail():
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", fail)
    monkeypatch.setenv("TMPDIR", "/no/such")
    assert document_endpoint("unix://{{temporary}}/x").path == "/no/such/x"
    monkeypatch.delenv("TMPDIR")
    assert document_endpoint("unix://{{temporary}}/x").path == "/tmp/x"
    assert document_endpoint("tcp://127.0.0.1:1").port == 1


def test_an_unknown_place_is_named():
    with pytest.raises(ValueError, match=r"\{\{home\}\}.*\{\{temporary\}\}, \{\{user\}\}"):
        document_endpoint("unix://{{home}}/x.sock")


@pytest.mark.parametrize(
    ("endpoint", "seen"),
    [
        ("tcp://0.0.0.0:1", "tcp://127.0.0.1:1"),
        ("udp://[::]:1", "udp://[::1]:1"),
        ("tcp://127.0.0.2:1", "tcp://127.0.0.2:1"),
        ("unix:///a/b", "unix:///a/b"),
    ],
)
def test_every_address_is_reached_at_one(endpoint, seen):
    assert str(reachable(parse_endpoint(endpoint))) == seen


def test_everything_is_where_it_is_written():
    assert planned(["tcp://127.0.0.1:6000"], ["tcp://127.0.0.1:6000", "tcp://other:1"]) == (
        ["tcp://127.0.0.1:6000"],
        ["tcp://127.0.0.1:6000", "tcp://other:1"],
    )


def test_a_client_goes_to_the_port_really_given():
    assert planned(["tcp://127.0.0.1:0"], ["tcp://127.0.0.1:0"], given=[4711]) == (
        ["tcp://127.0.0.1:4711"],
        ["tcp://127.0.0.1:4711"],
    )


SPELLINGS = [
    ("localhost", "127.0.0.1"),
    ("127.0.0.1", "localhost"),
    ("127.0.0.1", "LOCALHOST."),
    ("localhost", "[::1]"),
    ("[::1]", "localhost"),
    ("[::1]", "[0:0:0:0:0:0:0:1]"),
    ("127.0.0.1", "[::ffff:127.0.0.1]"),
    ("127.0.0.1", "127.1"),
    ("127.0.0.1", "0.0.0.0"),
    ("0.0.0.0", "localhost"),
    ("[::]", "[::1]"),
    ("Server.Example", "server.example"),
]


@pytest.mark.parametrize(("server", "client"), SPELLINGS)
def test_one_place_may_be_written_in_many_ways(server, client):
    servers, clients = planned([f"tcp://{server}:0"], [f"tcp://{client}:0"], given=[4711])
    assert clients == [str(reachable(parse_endpoint(servers[0])))]

    at = "192.0.2.1:5000"
    assert planned([f"tcp://{server}:7"], [f"tcp://{client}:7"], at=at) == (
        ["tcp://192.0.2.1:5000"],
        ["tcp://192.0.2.1:5000"],
    )


@pytest.mark.parametrize(
    ("server", "client"),
    [("127.0.0.1", "127.0.0.2"), ("127.0.0.1", "[::1]"), ("localhost", "other"), ("a", "b")],
)
def test_other_places_stay_other_places(server, client):
    clients = planned([f"tcp://{server}:0"], [f"tcp://{client}:0"], given=[4711])[1]

    assert clients == [f"tcp://{client}:0"]


def test_the_server_that_is_written_alike_is_meant():
    servers = ["tcp://localhost:0", "tcp://127.0.0.1:0", "tcp://[::1]:0"]
    clients = ["tcp://[::1]:0", "tcp://127.0.0.1:0", "tcp://localhost:0"]

    assert planned(servers, clients, given=[1, 2, 3])[1] == [
        "tcp://[::1]:3",
        "tcp://127.0.0.1:2",
        "tcp://localhost:1",
    ]


def test_a_path_may_be_written_in_many_ways():
    assert planned(["unix:///a/b"], ["unix:///a/./c/../b"], at="unix:///d")[1] == ["unix:///d"]


def test_a_client_finds_a_server_that_listens_everywhere():
    servers, clients = planned(["tcp://0.0.0.0:9998"], ["tcp://127.0.0.1:9998"], at="0.0.0.0:0")

    assert (servers, clients) == (["tcp://0.0.0.0:0"], ["tcp://127.0.0.1:0"])


def test_the_main_place_is_moved_wherever_it_stands():
    assert planned(
        ["tcp://127.0.0.1:6000", "udp://127.0.0.1:6000", "tcp://127.0.0.1:7000"],
        ["tcp://127.0.0.1:6000", "udp://127.0.0.1:6000", "tcp://127.0.0.1:7000"],
        at="[::1]:5000",
    ) == (
        ["tcp://[::1]:5000", "udp://[::1]:5000", "tcp://127.0.0.1:7000"],
        ["tcp://[::1]:5000", "udp://[::1]:5000", "tcp://127.0.0.1:7000"],
    )


def test_both_transports_share_a_free_port_too():
    both = ["tcp://127.0.0.1:13145", "udp://127.0.0.1:13145"]

    assert planned(both, both, at="127.0.0.1:0", given=[4711]) == (
        ["tcp://127.0.0.1:4711", "udp://127.0.0.1:4711"],
        ["tcp://127.0.0.1:4711", "udp://127.0.0.1:4711"],
    )


def test_two_servers_of_one_transport_get_a_port_each():
    two = ["tcp://127.0.0.1:0", "tcp://127.0.0.1:0"]

    assert planned(two, given=[1, 2])[0] == ["tcp://127.0.0.1:1", "tcp://127.0.0.1:2"]


def test_without_a_server_the_first_client_is_the_main_place():
    assert planned([], ["tcp://a:1", "tcp://b:2"], at="c:3")[1] == ["tcp://c:3", "tcp://b:2"]


def test_a_path_is_moved_to_a_path():
    assert planned(["unix:///a"], ["unix:///a", "unix:///b"], at="unix:///c") == (
        ["unix:///c"],
        ["unix:///c", "unix:///b"],
    )


@pytest.mark.parametrize(("written", "at"), [("unix:///a", "h:1"), ("tcp://h:1", "unix:///a")])
def test_a_path_does_not_suit_a_port(written, at):
    with pytest.raises(ValueError, match="does not suit"):
        planned([written], at=at)
    with pytest.raises(ValueError, match="does not suit"):
        planned([], [written], at=at)
