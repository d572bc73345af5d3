import errno
import socket
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.sockets.kernel.netlink import (
    ListChangedError,
    SockDiag,
    attribute,
    attributes,
    split_messages,
)

HEADER = struct.Struct("=IHHII")


def message(kind, content=b"", flags=0):
    return HEADER.pack(HEADER.size + len(content), kind, flags, 1, 0) + content


class Answers:
    """A socket that answers what it is given."""

    def __init__(self, *answers):
        self._answers = list(answers)

    def setsockopt(self, *words):
        pass

    def send(self, data):
        return len(data)

    def recv(self, size):
        return self._answers.pop(0)

    def close(self):
        pass


def asked(monkeypatch, *answers):
    monkeypatch.setattr(socket, "AF_NETLINK", 16, raising=False)
    monkeypatch.setattr(socket, "socket", lambda *words: Answers(*answers))
    return list(SockDiag().messages(20, b""))


DONE = message(3, struct.pack("=i", 0))


def test_messages_come_until_the_list_is_done(monkeypatch):
    answers = [message(20, b"abcd") + message(20, b"efgh"), message(20, b"ijkl"), DONE]

    assert asked(monkeypatch, *answers) == [b"abcd", b"efgh", b"ijkl"]


@pytest.mark.parametrize("kind", [2, 3])
def test_a_refusal_is_the_system_s_error(monkeypatch, kind):
    with pytest.raises(OSError, match=r"\w") as failure:
        asked(monkeypatch, message(kind, struct.pack("=i", -errno.ENOENT) + bytes(16)))

    assert failure.value.errno == errno.ENOENT


def test_a_list_that_changed_meanwhile_is_said_to_be_incomplete(monkeypatch):
    with pytest.raises(ListChangedError):
        asked(monkeypatch, message(20, b"abcd", flags=0x10), DONE)


def test_where_there_is_no_netlink_it_is_an_error_of_the_system(monkeypatch):
    monkeypatch.delattr(socket, "AF_NETLINK", raising=False)

    with pytest.raises(OSError, match=r"\w"):
        SockDiag()


@given(st.binary(max_size=200))
def test_any_bytes_are_split_within_their_bounds(data):
    assert sum(16 + len(content) for _, _, content in split_messages(data)) <= len(data)
    assert sum(4 + len(content) for content in attributes(data, 0).values()) <= len(data)


@given(
    st.dictionaries(
        st.integers(0, 65535), st.binary(max_size=40).map(lambda b: b + bytes(-len(b) % 4))
    )
)
def test_attributes_are_read_as_they_are_written(written):
    data = b"".join(attribute(kind, content) for kind, content in written.items())

    assert attributes(b"head" + data, 4) == written


@pytest.mark.needs("sock_diag")
def test_the_kernel_names_an_unknown_request():
    diag = SockDiag()
    try:
        with pytest.raises(OSError, match=r"\w") as failure:
            list(diag.messages(20, bytes([250]) + bytes(71)))
    finally:
        diag.close()
    assert failure.value.errno in (errno.EINVAL, errno.ENOENT)
