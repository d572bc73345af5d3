import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.sockets.addresses.host_syntax import (
    AddressError,
    check_host,
    is_ipv4,
    is_ipv6,
    leading_zeros_sentence,
    without_leading_zeros,
)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.1", "::1", "fe80::1%eth0", "日本.example", "my_printer.", "0", "0.0.0.0"],
)
def test_hosts(host):
    check_host(host)


@pytest.mark.parametrize(
    ("host", "part"),
    [
        ("a b", "cannot hold ' '"),
        ("'a'", """cannot hold "'\""""),
        ("127.0.0.1%eth0", "cannot hold '%'"),
        ("1.2.3.999", "from 0 to 255"),
        ("192.168.001.010", "write 192.168.1.10, or 192.168.1.8 where octal is meant"),
        ("a..b", "1 to 63"),
        ("", "1 to 63"),
    ],
)
def test_what_is_no_host(host, part):
    with pytest.raises(AddressError) as caught:
        check_host(host)

    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("host", "readings"),
    [
        ("192.168.1.10", []),
        ("10.0.0.0", []),
        ("host.007", []),
        ("192.168.001.010", ["192.168.1.10", "192.168.1.8"]),
        ("10.0.0.01", ["10.0.0.1"]),
        ("10.0.0.08", ["10.0.0.8"]),
        ("0377.0.0.1", ["255.0.0.1"]),
        ("0999.0.0.1", []),
        ("010", ["10", "8"]),
        ("0" * 5000 + "1.0.0.1", ["1.0.0.1"]),
        ("1.2.3.0" + "7" * 5000, []),
    ],
)
def test_leading_zeros_are_read_in_both_ways(host, readings):
    assert without_leading_zeros(host) == readings


@given(st.lists(st.integers(0, 255), min_size=4, max_size=4))
def test_the_octal_reading_is_the_c_librarys(numbers):
    octal = ".".join(f"0{number:o}" if number else "0" for number in numbers)
    readings = without_leading_zeros(octal)

    if readings:
        assert readings[-1] == socket.inet_ntoa(socket.inet_aton(octal))
    else:
        assert not any(numbers)


def test_one_reading_is_offered_alone():
    assert leading_zeros_sentence("01.2", ["1.2:80"]).endswith("leading zeros: write 1.2:80.")


def test_versions_are_told_apart():
    assert is_ipv4("127.0.0.1")
    assert not is_ipv4("::1")
    assert is_ipv6("fe80::1%eth0")
    assert not any(map(is_ipv6, ("127.0.0.1", "::1%", "::1%a/b", "::1%%", "host")))
