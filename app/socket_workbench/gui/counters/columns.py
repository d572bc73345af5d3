"""The columns of the tables of counters: what they show, sort by and copy."""

import enum
from collections.abc import Callable
from dataclasses import dataclass

from socket_workbench.gui.counters.row import CounterRow
from socket_workbench.gui.looks.wording import byte_count, byte_rate, byte_size, reply_time
from socket_workbench.language import mark, tr

Value = str | int | float | None


class Look(enum.Enum):
    """How a column is painted."""

    TEXT = "text"
    ADDRESS = "address"
    STATE = "state"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        title: its title, translated where it is shown.
        explanation: a sentence for whoever points at the title.
        field: its name in a copy, with the unit; never translated.
        value: what is sorted by and copied, exact.
        text: what is shown.
        widest: a text that must fit.
        look: how it is painted.
        exact: what is said to whoever points at a cell; None when the text says it all.
    """

    title: str
    explanation: str
    field: str
    value: Callable[[CounterRow], Value]
    text: Callable[[CounterRow], str]
    widest: str
    look: Look = Look.NUMBER
    exact: Callable[[CounterRow], str] | None = None


def _rate(value: float | None) -> str:
    return "" if value is None else byte_rate(value)


def _messages(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.1f}" if 0 < value < 9.95 else f"{value:,.0f}"


def _time(value: float | None) -> str:
    return "" if value is None else reply_time(value)


_STATE = Column(
    mark("State"),
    mark("What it is doing"),
    "state",
    lambda row: row.state,
    lambda row: row.state,
    "ESTABLISHED",
    Look.STATE,
)

_COUNTS = (
    Column(
        mark("In/s"),
        mark("Bytes received in a second, averaged over one"),
        "bytes_in_per_second",
        lambda row: row.counts.byte_rate_in,
        lambda row: _rate(row.counts.byte_rate_in),
        "888 MB/s",
    ),
    Column(
        mark("Out/s"),
        mark("Bytes sent in a second, averaged over one"),
        "bytes_out_per_second",
        lambda row: row.counts.byte_rate_out,
        lambda row: _rate(row.counts.byte_rate_out),
        "888 MB/s",
    ),
    Column(
        mark("RTT p50"),
        mark("The median time from a request to its reply, of the newest ones"),
        "rtt_p50_seconds",
        lambda row: row.counts.median,
        lambda row: _time(row.counts.median),
        "88.8 ms",
    ),
    Column(
        mark("p95"),
        mark("The time that 95 of 100 replies did not exceed, of the newest ones"),
        "rtt_p95_seconds",
        lambda row: row.counts.slow,
        lambda row: _time(row.counts.slow),
        "88.8 ms",
    ),
    Column(
        mark("max"),
        mark("The time of the slowest reply of all"),
        "rtt_max_seconds",
        lambda row: row.counts.longest,
        lambda row: _time(row.counts.longest),
        "88.8 ms",
    ),
    Column(
        mark("In"),
        mark("Bytes received"),
        "bytes_in",
        lambda row: row.counts.bytes_in,
        lambda row: byte_size(row.counts.bytes_in),
        "888 MB",
        exact=lambda row: byte_count(row.counts.bytes_in),
    ),
    Column(
        mark("Out"),
        mark("Bytes sent"),
        "bytes_out",
        lambda row: row.counts.bytes_out,
        lambda row: byte_size(row.counts.bytes_out),
        "888 MB",
        exact=lambda row: byte_count(row.counts.bytes_out),
    ),
    Column(
        mark("Msgs in"),
        mark("Messages received: reads, or datagrams"),
        "messages_in",
        lambda row: row.counts.messages_in,
        lambda row: f"{row.counts.messages_in:,}",
        "8,888,888",
    ),
    Column(
        mark("Msgs out"),
        mark("Messages sent"),
        "messages_out",
        lambda row: row.counts.messages_out,
        lambda row: f"{row.counts.messages_out:,}",
        "8,888,888",
    ),
    Column(
        mark("Msgs in/s"),
        mark("Messages received in a second, averaged over one"),
        "messages_in_per_second",
        lambda row: row.counts.message_rate_in,
        lambda row: _messages(row.counts.message_rate_in),
        "888,888",
    ),
    Column(
        mark("Msgs out/s"),
        mark("Messages sent in a second, averaged over one"),
        "messages_out_per_second",
        lambda row: row.counts.message_rate_out,
        lambda row: _messages(row.counts.message_rate_out),
        "888,888",
    ),
)

ENDPOINT_COLUMNS = (
    Column(
        mark("Name"),
        mark("What the endpoint is called"),
        "name",
        lambda row: row.name,
        lambda row: row.name,
        "server 88",
        Look.TEXT,
    ),
    Column(
        mark("Endpoint"),
        mark("Its address"),
        "endpoint",
        lambda row: row.address,
        lambda row: row.address,
        "tcp://127.0.0.1:88888",
        Look.ADDRESS,
    ),
    _STATE,
    Column(
        mark("Open"),
        mark("Connections, or datagram peers, that are open now"),
        "connections_open",
        lambda row: row.opened,
        lambda row: f"{row.opened:,}",
        "8,888",
    ),
    Column(
        mark("Total"),
        mark("Connections, or datagram peers, there have been"),
        "connections_total",
        lambda row: row.connections,
        lambda row: f"{row.connections:,}",
        "88,888",
    ),
    *_COUNTS,
    Column(
        mark("UDP drops"),
        mark("Datagrams that the system dropped before they could be received"),
        "udp_drops",
        lambda row: row.dropped,
        lambda row: f"{row.dropped:,}",
        "88,888",
    ),
)

CONNECTION_COLUMNS = (
    Column(
        mark("No."),
        mark("The connection's number in this session"),
        "connection",
        lambda row: row.key,
        lambda row: row.name,
        "88,888",
    ),
    Column(
        mark("Peer"),
        mark("The other side's address"),
        "peer",
        lambda row: row.address,
        lambda row: row.address,
        "127.0.0.1:88888",
        Look.ADDRESS,
    ),
    _STATE,
    *_COUNTS,
)


def sort_key(column: Column, row: CounterRow) -> tuple[bool, Value]:
    """Return what rows are sorted by; what is not known comes before all else."""
    value = column.value(row)
    return (value is not None, value)


def tooltip(column: Column, row: CounterRow) -> str:
    """Return what is said to whoever points at a cell."""
    return column.exact(row) if column.exact is not None else column.text(row)


def title(column: Column) -> str:
    """Return a column's title in the person's language."""
    return tr(column.title)
