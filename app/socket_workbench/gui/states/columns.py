"""The columns of the table of sockets."""

from collections.abc import Callable

from socket_workbench.gui.looks.wording import byte_count, duration, reply_time
from socket_workbench.gui.states.rows import UNTOLD, SocketRow
from socket_workbench.gui.widgets.columns import Column, Look
from socket_workbench.language import mark, tr, trn

SocketColumn = Column[SocketRow]


def _count(value: Callable[[SocketRow], int | None]) -> Callable[[SocketRow], str]:
    def text(row: SocketRow) -> str:
        number = value(row)
        return UNTOLD if number is None else f"{number:,}"

    return text


def _received_words(row: SocketRow) -> str:
    if row.receive_queue is None:
        return _untold()
    if row.is_listener:
        return trn(
            "{count} connection waits for accept()",
            "{count} connections wait for accept()",
            row.receive_queue,
        )
    return tr("{bytes} not received yet", bytes=byte_count(row.receive_queue))


def _sent_words(row: SocketRow) -> str:
    if row.send_queue is None:
        return _untold()
    if row.is_listener:
        return trn(
            "{count} connection may wait for accept()",
            "{count} connections may wait for accept()",
            row.send_queue,
        )
    return tr("{bytes} not acknowledged yet", bytes=byte_count(row.send_queue))


def _untold() -> str:
    return tr("The system does not tell")


def _timer(row: SocketRow) -> str:
    if row.expires is None:
        return ""
    return f"{row.timer} {duration(row.expires)}"


SOCKET_COLUMNS = (
    SocketColumn(
        "name",
        mark("Name"),
        mark("The server or client"),
        lambda row: row.name,
        "Server 88",
        value=lambda row: row.name,
    ),
    SocketColumn(
        "part",
        mark("Socket"),
        mark("What the socket is to it"),
        lambda row: row.part,
        "connection 88",
        value=lambda row: row.part,
    ),
    SocketColumn(
        "state",
        mark("State"),
        mark("The state as the system tells it"),
        lambda row: row.state,
        "SYN_RECEIVED",
        Look.STATE,
        value=lambda row: row.state,
    ),
    SocketColumn(
        "receive_queue",
        mark("Recv-Q"),
        mark("Bytes that were not received yet; of a listener, connections not accepted yet"),
        _count(lambda row: row.receive_queue),
        "888,888",
        Look.NUMBER,
        value=lambda row: row.receive_queue,
        exact=_received_words,
    ),
    SocketColumn(
        "send_queue",
        mark("Send-Q"),
        mark("Bytes that the peer did not acknowledge yet; of a listener, the backlog's limit"),
        _count(lambda row: row.send_queue),
        "888,888",
        Look.NUMBER,
        value=lambda row: row.send_queue,
        exact=_sent_words,
    ),
    SocketColumn(
        "timer",
        mark("Timer"),
        mark("What its timer waits for, and for how long; in TIME_WAIT until it is forgotten"),
        _timer,
        "resend in 888 ms",
        value=lambda row: row.expires,
    ),
    SocketColumn(
        "rtt",
        mark("RTT"),
        mark("The smoothed round-trip time that TCP has measured"),
        lambda row: UNTOLD if row.rtt is None else reply_time(row.rtt),
        "88.8 ms",
        Look.NUMBER,
        value=lambda row: row.rtt,
    ),
    SocketColumn(
        "cwnd",
        mark("cwnd"),
        mark("The congestion window: segments that may be on their way"),
        _count(lambda row: row.congestion_window),
        "8,888",
        Look.NUMBER,
        value=lambda row: row.congestion_window,
    ),
    SocketColumn(
        "snd_wnd",
        mark("Window"),
        mark("The send window: bytes for which the peer has room"),
        _count(lambda row: row.send_window),
        "8,888,888",
        Look.NUMBER,
        value=lambda row: row.send_window,
    ),
    SocketColumn(
        "retrans",
        mark("Retrans"),
        mark("Segments that were sent again"),
        _count(lambda row: row.retransmissions),
        "8,888",
        Look.NUMBER,
        value=lambda row: row.retransmissions,
    ),
    SocketColumn(
        "drops",
        mark("Drops"),
        mark("Datagrams that the system dropped for want of room"),
        _count(lambda row: row.drops),
        "8,888",
        Look.NUMBER,
        value=lambda row: row.drops,
    ),
    SocketColumn(
        "local",
        mark("Local"),
        mark("Our address"),
        lambda row: row.local,
        "127.0.0.1:88888",
        Look.ADDRESS,
        value=lambda row: row.local,
    ),
    SocketColumn(
        "peer",
        mark("Peer"),
        mark("The other side's address"),
        lambda row: row.peer,
        "127.0.0.1:88888",
        Look.ADDRESS,
        value=lambda row: row.peer,
    ),
)
"""The columns in their initial order."""

YIELDING = ("snd_wnd", "cwnd", "retrans", "rtt", "drops", "local", "timer", "peer")
"""The keys of the columns that are hidden where the table is narrow, the first one first.

Most of them are also told below the table, of the selected socket.
"""
