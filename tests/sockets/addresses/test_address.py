import socket

import pytest

from socket_workbench.sockets.addresses.address import address_text, host_text


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (("127.0.0.1", 51342), "127.0.0.1:51342"),
        (("::1", 5000, 0, 0), "[::1]:5000"),
        (("fe80::1", 5000, 0, 99_999), "[fe80::1%99999]:5000"),
        (("fe80::1%eth0", 5000, 0, 2), "[fe80::1%eth0]:5000"),
        ("/tmp/e.sock", "/tmp/e.sock"),
        ("", "(unnamed socket)"),
        (None, "(unnamed socket)"),
        (b"\0hidden", "@hidden"),
        (b"\0\xff", "@\udcff"),
    ],
)
def test_an_address_as_text(address, text):
    assert address_text(address) == text


def test_an_interface_is_shown_by_its_name():
    number, name = socket.if_nameindex()[0]

    assert host_text(("fe80::1", 80, 0, number)) == f"fe80::1%{name}"
