"""The columns of the counter tables: texts, sort keys and values to copy."""

from dataclasses import dataclass

from socket_workbench.gui.counters.row import CounterRow
from socket_workbench.gui.looks.wording import byte_count, byte_rate, byte_size, reply_time
from socket_workbench.gui.widgets.columns import Column, Look
from socket_workbench.language import mark


@dataclass(slots=True, eq=False)
class CounterColumn(Column[CounterRow]):
    """A column of either table; its key, which names the unit, is its header in CSV."""


def _rate(value: float | None) -> str:
    return "" if value is None else byte_rate(value)


def _count_rate(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.1f}" if 0 < value < 9.95 else f"{value:,.0f}"


def _time(value: float | None) -> str:
    return "" if value is None else reply_time(value)


_STATE = CounterColumn(
    "state",
    mark("State"),
    mark("What it is doing"),
    lambda row: row.state,
    "ESTABLISHED",
    Look.STATE,
    value=lambda row: row.state,
)

_COUNTS = (
    CounterColumn(
        "bytes_in_per_second",
        mark("In/s"),
        mark("Bytes received in a second, averaged over one"),
        lambda row: _rate(row.counts.byte_rate_in),
        "888 MB/s",
        Look.NUMBER,
        value=lambda row: row.counts.byte_rate_in,
    ),
    CounterColumn(
        "bytes_out_per_second",
        mark("Out/s"),
        mark("Bytes sent in a second, averaged over one"),
        lambda row: _rate(row.counts.byte_rate_out),
        "888 MB/s",
        Look.NUMBER,
        value=lambda row: row.counts.byte_rate_out,
    ),
    CounterColumn(
        "rtt_p50_seconds",
        mark("RTT p50"),
        mark("The median time from a request to its reply, of the newest ones"),
        lambda row: _time(row.counts.median),
        "88.8 ms",
        Look.NUMBER,
        value=lambda row: row.counts.median,
    ),
    CounterColumn(
        "rtt_p95_seconds",
        mark("p95"),
        mark("The time that 95 of 100 replies did not exceed, of the newest ones"),
        lambda row: _time(row.counts.slow),
        "88.8 ms",
        Look.NUMBER,
        value=lambda row: row.counts.slow,
    ),
    CounterColumn(
        "rtt_max_seconds",
        mark("max"),
        mark("The time of the slowest reply of all"),
        lambda row: _time(row.counts.longest),
        "88.8 ms",
        Look.NUMBER,
        value=lambda row: row.counts.longest,
    ),
    CounterColumn(
        "bytes_in",
        mark("In"),
        mark("Bytes received"),
        lambda row: byte_size(row.counts.bytes_in),
        "888 MB",
        Look.NUMBER,
        value=lambda row: row.counts.bytes_in,
        exact=lambda row: byte_count(row.counts.bytes_in),
    ),
    CounterColumn(
        "bytes_out",
        mark("Out"),
        mark("Bytes sent"),
        lambda row: byte_size(row.counts.bytes_out),
        "888 MB",
        Look.NUMBER,
        value=lambda row: row.counts.bytes_out,
        exact=lambda row: byte_count(row.counts.bytes_out),
    ),
    CounterColumn(
        "reads",
        mark("Reads"),
        mark(
            "Reads that returned bytes, or datagrams: rows “received”. With a framing, the"
            " messages in them may be more or fewer"
        ),
        lambda row: f"{row.counts.reads:,}",
        "8,888,888",
        Look.NUMBER,
        value=lambda row: row.counts.reads,
    ),
    CounterColumn(
        "sends",
        mark("Sends"),
        mark("What was handed to the system, in however many calls: rows “sent”"),
        lambda row: f"{row.counts.sends:,}",
        "8,888,888",
        Look.NUMBER,
        value=lambda row: row.counts.sends,
    ),
    CounterColumn(
        "reads_per_second",
        mark("Reads/s"),
        mark("Reads in a second, averaged over one"),
        lambda row: _count_rate(row.counts.read_rate),
        "888,888",
        Look.NUMBER,
        value=lambda row: row.counts.read_rate,
    ),
    CounterColumn(
        "sends_per_second",
        mark("Sends/s"),
        mark("Sends in a second, averaged over one"),
        lambda row: _count_rate(row.counts.send_rate),
        "888,888",
        Look.NUMBER,
        value=lambda row: row.counts.send_rate,
    ),
)

ENDPOINT_COLUMNS = (
    CounterColumn(
        "name",
        mark("Name"),
        mark("What the endpoint is called"),
        lambda row: row.name,
        "server 88",
        Look.TEXT,
        value=lambda row: row.name,
    ),
    CounterColumn(
        "endpoint",
        mark("Endpoint"),
        mark("Its address"),
        lambda row: row.address,
        "tcp://127.0.0.1:88888",
        Look.ADDRESS,
        value=lambda row: row.address,
    ),
    _STATE,
    CounterColumn(
        "connections_open",
        mark("Open"),
        mark("Connections, or datagram peers, that are open now"),
        lambda row: f"{row.opened:,}",
        "8,888",
        Look.NUMBER,
        value=lambda row: row.opened,
    ),
    CounterColumn(
        "connections_total",
        mark("Total"),
        mark("Connections, or datagram peers, there have been"),
        lambda row: f"{row.connections:,}",
        "88,888",
        Look.NUMBER,
        value=lambda row: row.connections,
    ),
    *_COUNTS,
    CounterColumn(
        "udp_drops",
        mark("UDP drops"),
        mark("Datagrams that the system dropped before they could be received"),
        lambda row: f"{row.dropped:,}",
        "88,888",
        Look.NUMBER,
        value=lambda row: row.dropped,
    ),
)

CONNECTION_COLUMNS = (
    CounterColumn(
        "connection",
        mark("No."),
        mark("The connection's number in this session"),
        lambda row: row.name,
        "88,888",
        Look.NUMBER,
        value=lambda row: row.key,
    ),
    CounterColumn(
        "peer",
        mark("Peer"),
        mark("The other side's address"),
        lambda row: row.address,
        "127.0.0.1:88888",
        Look.ADDRESS,
        value=lambda row: row.address,
    ),
    _STATE,
    *_COUNTS,
)
