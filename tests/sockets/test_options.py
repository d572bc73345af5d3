import pytest

from socket_workbench.sockets.addresses.transport import Transport
from socket_workbench.sockets.option import ALL
from socket_workbench.sockets.options import MOST_WAITING, ClientOptions, ServerOptions

ROWS = [
    pytest.param(row, id=f"{table.__name__}.{row.name}")
    for table in (ServerOptions, ClientOptions)
    for row in table.rows()
]


@pytest.mark.parametrize("row", ROWS)
def test_every_row_can_be_shown_everywhere(row):
    assert row.title[:1].isupper()
    assert row.help
    assert not row.help.endswith(".")
    assert row.flag.startswith("--")
    assert set(row.transports) <= set(ALL)
    assert row.kind.write(row.default) == row.written_default
    assert row.shown_default()


def test_transports_are_those_of_addresses():
    assert set(ALL) == {transport.value for transport in Transport}


def test_without_a_backlog_the_system_decides():
    assert ServerOptions().backlog is None
    assert ServerOptions().listen_backlog >= 65535
    assert ServerOptions(backlog=5).listen_backlog == 5


def test_the_defaults_are_what_is_documented():
    server, client = ServerOptions(), ClientOptions()

    assert (server.receive_size, server.most_waiting) == (256 * 1024, MOST_WAITING)
    assert (server.reuse_address, client.reuse_address) == (True, False)
    assert (client.connect_timeout, client.reconnect_interval) == (10.0, None)
    assert (server.close_on_peer_end, client.close_on_peer_end) == (None, None)
    assert server.framing.is_none
    assert client.framing.is_none


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"local_port": 65536}, "Local port: '65536' is neither"),
        ({"connect_timeout": 0.0}, "Connect timeout: '0.0' is too short; 1 ms is the least"),
        ({"connect_timeout": 86_401.0}, "Connect timeout: '86401.0' is too long; 24 h is"),
        ({"reconnect_interval": 0.009}, "Reconnect every: '0.009' is too short; 10 ms is"),
        ({"receive_size": 1024 * 1024 + 1}, "Receive size: '1048577' is too large; 1 MiB is"),
        ({"most_waiting": 0}, "Most waiting: '0' is too small; 1 B is the least"),
        ({"local_host": "127.0.0.1:80"}, "Local address: A host name cannot hold ':'"),
    ],
)
def test_what_is_out_of_range_is_refused(values, sentence):
    with pytest.raises(ValueError) as caught:
        ClientOptions(**values)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    "host", ["a b", "a\nb", " ", "tcp://x", "127.0.0.1:80", "[::1]", "é" * 300]
)
def test_local_hosts_that_are_none(host):
    with pytest.raises(ValueError, match="host name"):
        ClientOptions(local_host=host)


@pytest.mark.parametrize(
    "host", ["", "127.0.0.1", "::1", "fe80::1%lo", "localhost", "bücher.example"]
)
def test_local_hosts(host):
    assert ClientOptions(local_host=host).local_host == host
