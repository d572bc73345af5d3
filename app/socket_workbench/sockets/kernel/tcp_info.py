"""The figures that TCP keeps of a connection: struct tcp_info of linux/tcp.h."""

import struct

LEAST_INFO = 104
"""Bytes of struct tcp_info that every kernel since 2.6 has."""


def _fields() -> dict[str, struct.Struct]:
    """Return how each field is read; the padding before it is its offset."""
    names = (
        ("B", "state ca_state retransmits probes backoff options wscale app_limited"),
        ("I", "rto ato snd_mss rcv_mss unacked sacked lost retrans fackets last_data_sent"),
        ("I", "last_ack_sent last_data_recv last_ack_recv pmtu rcv_ssthresh rtt rttvar"),
        ("I", "snd_ssthresh snd_cwnd advmss reordering rcv_rtt rcv_space total_retrans"),
        ("Q", "pacing_rate max_pacing_rate bytes_acked bytes_received"),
        ("I", "segs_out segs_in notsent_bytes min_rtt data_segs_in data_segs_out"),
        ("Q", "delivery_rate busy_time rwnd_limited sndbuf_limited"),
        ("I", "delivered delivered_ce"),
        ("Q", "bytes_sent bytes_retrans"),
        ("I", "dsack_dups reord_seen rcv_ooopack snd_wnd rcv_wnd rehash"),
    )
    fields, offset = {}, 0
    for code, words in names:
        for word in words.split():
            fields[word] = struct.Struct(f"={offset}x{code}")
            offset = fields[word].size
    return fields


_FIELDS = _fields()

_UNKNOWN_RTT = 0xFFFFFFFF
"""`min_rtt` before anything was measured: ~0U, net/ipv4/tcp.c."""


class TcpInfo:
    """The figures of one connection, read when asked for: of many sockets few are shown.

    A field that this kernel does not have is None. Kernels append fields, so a longer struct is
    read as far as it is known.
    """

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        """Take a struct tcp_info.

        Raises:
            ValueError: it is too short for one.
        """
        if len(raw) < LEAST_INFO:
            raise ValueError(f"{len(raw)} bytes")
        self._raw = raw

    def get(self, field: str) -> int | None:
        """Return a field by its name without `tcpi_`; raises `KeyError` for an unknown name."""
        reader = _FIELDS[field]
        return int(reader.unpack_from(self._raw)[0]) if len(self._raw) >= reader.size else None

    @property
    def rtt(self) -> float | None:
        """The smoothed round-trip time in seconds; None before one was measured."""
        microseconds = self.get("rtt")
        return microseconds / 1e6 if microseconds else None

    @property
    def rtt_variation(self) -> float | None:
        """The mean deviation of the round-trip time in seconds."""
        microseconds = self.get("rttvar")
        return microseconds / 1e6 if microseconds is not None else None

    @property
    def least_rtt(self) -> float | None:
        """The least round-trip time in seconds; None before one was measured."""
        microseconds = self.get("min_rtt")
        return None if microseconds in (None, 0, _UNKNOWN_RTT) else microseconds / 1e6

    @property
    def scales(self) -> tuple[int, int]:
        """The shifts of the windows of sent and received data (RFC 7323)."""
        both = self._raw[6]
        return (both & 15, both >> 4)
