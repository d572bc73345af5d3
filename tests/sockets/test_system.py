"""What other systems do differently, simulated where it is not what this one does."""

import errno
import socket
import sys

import pytest

from socket_workbench.sockets import system


class Recorded(socket.socket):
    """Notes which options are set, and has a send buffer of a size of its own."""

    def __init__(self, send_buffer=0):
        super().__init__(socket.AF_INET, socket.SOCK_DGRAM)
        self.send_buffer = send_buffer
        self.options = []

    def getsockopt(self, *_arguments):
        return self.send_buffer

    def setsockopt(self, *arguments):
        self.options.append(arguments)


@pytest.mark.parametrize("reuses", [True, False])
def test_on_windows_an_address_is_always_exclusive(monkeypatch, reuses):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", -5, raising=False)
    with Recorded() as sock:
        system.take_address(sock, reuses=reuses)

        assert sock.options == [(socket.SOL_SOCKET, -5, 1)]


@pytest.mark.parametrize(
    ("reuses", "set_options"),
    [(True, [(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)]), (False, [])],
)
def test_elsewhere_it_is_reused_if_that_is_wanted(monkeypatch, reuses, set_options):
    monkeypatch.setattr(sys, "platform", "linux")
    with Recorded() as sock:
        system.take_address(sock, reuses=reuses)

        assert sock.options == set_options


def test_a_send_buffer_too_small_for_a_datagram_is_enlarged():
    with Recorded(send_buffer=9216) as sock:
        system.make_room_for_datagrams(sock, 65_535)
        assert sock.options == [(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_535)]

    with Recorded(send_buffer=212_992) as sock:
        system.make_room_for_datagrams(sock, 65_535)
        assert sock.options == []


def test_names_of_errors_are_those_of_posix(monkeypatch):
    assert system.error_name(errno.ECONNRESET) == "ECONNRESET"
    assert system.error_name(99_999) == "99999"

    monkeypatch.setitem(errno.errorcode, 10_054, "WSAECONNRESET")
    monkeypatch.setitem(errno.errorcode, 10_058, "WSAESHUTDOWN")
    assert system.error_name(10_054) == "ECONNRESET"
    assert system.error_name(10_058) == "EPIPE"


def test_the_words_of_an_error_are_the_systems():
    error = system.system_error(errno.ECONNREFUSED)

    assert isinstance(error, ConnectionRefusedError)
    assert "refused" in str(error)


def test_on_windows_they_are_those_of_its_sockets(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(
        "ctypes.FormatError", lambda _number: "Words of Windows.\r\n", raising=False
    )

    assert system.system_error(errno.ENOENT).strerror == "Words of Windows"


@pytest.mark.needs("linux")
def test_a_time_limit_of_less_than_a_second_is_one():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        system.set_timeout(sock, socket.SO_RCVTIMEO, 0.01)

        with pytest.raises(BlockingIOError):
            sock.recv(1)


def test_dropped_datagrams_are_told_where_they_are_counted():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        expected = 0 if sys.platform.startswith("linux") else None
        assert system.dropped_datagrams(sock) == expected
    assert system.dropped_datagrams(sock) is None
