import ast
import errno
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.sockets import system
from socket_workbench.sockets.calls import (
    control_text,
    descriptor,
    ended,
    error_word,
    flags_text,
    opened,
    option_set,
    written,
)


@given(st.one_of(st.text(), st.tuples(st.text(), st.integers()), st.binary(), st.none()))
def test_a_value_is_written_as_python_reads_it_and_without_what_stands_between_the_parts(value):
    text = written(value)

    assert ast.literal_eval(text) == value
    assert "→" not in text
    assert "\t" not in text


def test_constants_are_written_by_their_names():
    assert opened(socket.AF_INET6, socket.SOCK_DGRAM) == "socket(AF_INET6, SOCK_DGRAM)"
    assert ended(socket.SHUT_WR) == "shutdown(SHUT_WR)"
    reuse = option_set(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    assert reuse == "setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)"
    only = option_set(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    assert only == "setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1)"
    assert option_set(12345, 999, b"\1") == "setsockopt(12345, 999, b'\\x01')"
    control = [(socket.IPPROTO_IP, system.IP_PKTINFO, b"\0")]
    assert control_text(control) == "[(IPPROTO_IP, IP_PKTINFO, b'\\x00')]"
    assert control_text([]) == "[]"


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        (0, ""),
        (system.NOT_WAITING, ", MSG_DONTWAIT"),
        (socket.MSG_PEEK | system.NOT_WAITING, ", MSG_DONTWAIT | MSG_PEEK"),
        (1 << 29, f", {1 << 29}"),
    ],
)
def test_flags_are_written_by_their_names(flags, text):
    assert flags_text(flags) == text


def test_a_socket_is_written_as_what_would_make_it():
    with socket.socket() as sock:
        assert descriptor(sock) == f"socket(fileno={sock.fileno()})"


def test_errors_are_names():
    assert error_word(OSError(errno.ECONNRESET, "")) == "ECONNRESET"
    assert error_word(OSError(99_999, "")) == "errno_99999"
    assert error_word(OverflowError()) == "OverflowError"
    assert error_word(OSError("timed out")) == "OSError"
