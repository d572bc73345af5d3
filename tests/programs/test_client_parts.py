from tests.programs.conftest import client

from socket_workbench.programs.client_program import client_program
from socket_workbench.programs.style import Style


def test_a_local_address_is_bound():
    text = client_program(client("tcp://127.0.0.1:1", local_port=5), Style.SOCKET)
    assert 'LOCAL_ADDRESS = ("0.0.0.0", 5)' in text
    text = client_program(client("udp://[::1]:1", local_host="::1"), Style.SOCKET)
    assert 'LOCAL_ADDRESS = ("::1", 0)' in text
    assert "connection.bind(LOCAL_ADDRESS)" in text
    text = client_program(client("tcp://127.0.0.1:1", local_port=5), Style.ASYNCIO)
    assert "local_addr=LOCAL_ADDRESS" in text


def test_the_timeout_is_the_one_that_is_set():
    text = client_program(client("unix:///a", connect_timeout="500 ms"), Style.SOCKET)

    assert "CONNECT_TIMEOUT = 0.5\n" in text
    assert "connection.settimeout(CONNECT_TIMEOUT)" in text


def test_a_unix_datagram_client_has_a_path_of_its_own():
    text = client_program(client("unixgram:///a"), Style.ASYNCIO)

    assert "tempfile.TemporaryDirectory() as folder," in text
