import socket
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.sockets.kernel.tcp_info import LEAST_INFO, TcpInfo

FIELDS = ("rto", "rtt", "snd_cwnd", "total_retrans", "bytes_acked", "min_rtt", "snd_wnd")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw):
    if len(raw) < LEAST_INFO:
        with pytest.raises(ValueError, match="bytes"):
            TcpInfo(raw)
        return
    info = TcpInfo(raw)

    assert all((value := info.get(field)) is None or value >= 0 for field in FIELDS)
    assert info.get("rtt") is not None
    assert (info.get("bytes_acked") is None) == (len(raw) < 128)
    assert all(0 <= shift <= 15 for shift in info.scales)


def test_fields_stand_where_the_kernel_has_them():
    # struct tcp_info of linux/tcp.h, by offset: tcpi_rto 8, tcpi_rtt 68, tcpi_snd_cwnd 80,
    # tcpi_total_retrans 100, tcpi_bytes_acked 120, tcpi_min_rtt 148, tcpi_snd_wnd 228.
    raw = bytearray(232)
    for number, offset in enumerate((8, 68, 80, 100, 120, 148, 228), 1):
        struct.pack_into("=I", raw, offset, number)

    info = TcpInfo(bytes(raw))

    assert [info.get(field) for field in FIELDS] == [1, 2, 3, 4, 5, 6, 7]
    assert info.rtt == 2e-6
    assert info.least_rtt == 6e-6


def test_an_older_kernel_does_not_tell_what_it_does_not_have():
    info = TcpInfo(bytes(LEAST_INFO))

    assert info.get("snd_wnd") is None
    assert info.least_rtt is None
    assert info.rtt is None, "0 is no measured time"
    with pytest.raises(KeyError):
        info.get("sounds_like_a_field")


@pytest.mark.needs("linux")
def test_the_system_fills_in_what_is_read(tcp_pair):
    one, _ = tcp_pair
    info = TcpInfo(one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 512))

    assert info.get("state") == 1
    assert (info.get("snd_mss") or 0) >= 500
    assert 0 < (info.rtt or 0) < 60
