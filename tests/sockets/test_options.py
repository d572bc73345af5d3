import math

import pytest

from socket_workbench.sockets.options import ClientOptions, ServerOptions, parse_backlog


@pytest.mark.parametrize("size", [1, 1024, 1024 * 1024])
def test_receive_sizes_within_the_range(size):
    assert ServerOptions(receive_size=size).receive_size == size
    assert ClientOptions(receive_size=size).receive_size == size


@pytest.mark.parametrize("options", [ServerOptions, ClientOptions])
@pytest.mark.parametrize("size", [-1, 0, 1024 * 1024 + 1])
def test_receive_sizes_out_of_range(options, size):
    with pytest.raises(ValueError, match=f"from 1 to 1048576 bytes, not {size}"):
        options(receive_size=size)


@pytest.mark.parametrize("backlog", [0, 1, 65535])
def test_backlogs_within_the_range(backlog):
    assert ServerOptions(backlog=backlog).backlog == backlog


def test_without_a_backlog_the_system_decides():
    assert ServerOptions().backlog is None
    assert ServerOptions().listen_backlog >= 65535
    assert ServerOptions(backlog=5).listen_backlog == 5


@pytest.mark.parametrize(("value", "backlog"), [("system", None), (0, 0), (5, 5)])
def test_a_backlog_is_written_as_a_number_or_a_word(value, backlog):
    assert parse_backlog(value) == backlog


@pytest.mark.parametrize("value", ["", "5", "all", "SYSTEM?"])
def test_other_words_are_no_backlog(value):
    with pytest.raises(ValueError, match=r"is not a backlog: write a number .* or system"):
        parse_backlog(value)


@pytest.mark.parametrize("backlog", [-1, 65536])
def test_backlogs_out_of_range(backlog):
    with pytest.raises(ValueError, match=f"backlog must be from 0 to 65535.*not {backlog}"):
        ServerOptions(backlog=backlog)


@pytest.mark.parametrize("port", [-1, 65536])
def test_local_ports_out_of_range(port):
    with pytest.raises(ValueError, match=f"Port {port} is out of range"):
        ClientOptions(local_port=port)


@pytest.mark.parametrize("seconds", [-1.0, 0.0, math.nan, math.inf, 86_401.0])
def test_timeouts_out_of_range(seconds):
    with pytest.raises(ValueError, match="connect timeout must be more than 0"):
        ClientOptions(connect_timeout=seconds)


@pytest.mark.parametrize("seconds", [-1.0, math.nan, math.inf])
def test_intervals_out_of_range(seconds):
    with pytest.raises(ValueError, match="reconnect interval must be from 0"):
        ClientOptions(reconnect_interval=seconds)


@pytest.mark.parametrize("seconds", [None, 0.0, 0.5, 86_400.0])
def test_intervals_within_the_range(seconds):
    assert ClientOptions(reconnect_interval=seconds).reconnect_interval == seconds


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
