"""The rows of the table of sockets, and the words of what the system tells."""

from collections.abc import Sequence
from dataclasses import dataclass

from socket_workbench.engine.socket_watch import Owner, Part, SeenSocket
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.looks.wording import duration, reply_time
from socket_workbench.gui.rows.time import time_text
from socket_workbench.language import mark, tr
from socket_workbench.sockets.kernel.reading import Way
from socket_workbench.sockets.kernel.record import Protocol, Timer
from socket_workbench.sockets.kernel.tcp_states import TcpState

UNTOLD = "–"
"""Stands for what the system does not tell of a socket."""

_TONES = {
    TcpState.LISTEN: Tone.OPEN,
    TcpState.ESTABLISHED: Tone.OPEN,
    TcpState.CLOSED: Tone.IDLE,
    TcpState.TIME_WAIT: Tone.IDLE,
}

_MEANINGS = {
    TcpState.CLOSED: mark("There is no connection."),
    TcpState.LISTEN: mark("Waits for a connection request (SYN) from any peer."),
    TcpState.SYN_SENT: mark("Has sent SYN, and waits for the peer's SYN and ACK."),
    TcpState.SYN_RECEIVED: mark("Has received and sent SYN, and waits for the peer's ACK."),
    TcpState.ESTABLISHED: mark("The connection is open: both sides may send."),
    TcpState.FIN_WAIT1: mark("Has ended its side (FIN), and waits for the peer's ACK of that."),
    TcpState.FIN_WAIT2: mark(
        "The peer has acknowledged our FIN; it may still send, until its FIN."
    ),
    TcpState.CLOSING: mark("Both sides have sent FIN; waits for the ACK of ours."),
    TcpState.TIME_WAIT: mark(
        "Both sides have ended. This side, which ended first, keeps the two addresses until late "
        "segments are gone and the peer's FIN need not be acknowledged again."
    ),
    TcpState.CLOSE_WAIT: mark(
        "The peer has ended its side (FIN); waits for this program to close too."
    ),
    TcpState.LAST_ACK: mark("Has ended its side after the peer did; waits for the ACK of our FIN."),
}


@dataclass(frozen=True, slots=True)
class SocketRow:
    """A row of the table; what the system does not tell is None.

    Attributes:
        key: identifies the row.
        name: the name of the server or client.
        part: what the socket is to it, in words.
        local: our address.
        peer: the other side's address; empty without one.
        state: the name of the state.
        tone: the tone of the state.
        is_ended: whether the system has the socket no longer.
        is_listener: whether the queues are the backlog's use and limit.
        timer: what its timer waits for, in words; empty if no timer runs.
        expires: seconds until the timer expires.
        receive_queue: bytes, or connections, that wait to be received or accepted.
        send_queue: bytes that are not acknowledged, or the limit of the backlog.
        rtt: the round-trip time in seconds.
        congestion_window: segments that may be on their way.
        send_window: bytes for which the peer has room.
        retransmissions: segments that were sent again.
        drops: datagrams thrown away for want of room.
    """

    key: int
    name: str
    part: str
    local: str
    peer: str
    state: str
    tone: Tone
    is_ended: bool = False
    is_listener: bool = False
    timer: str = ""
    expires: float | None = None
    receive_queue: int | None = None
    send_queue: int | None = None
    rtt: float | None = None
    congestion_window: int | None = None
    send_window: int | None = None
    retransmissions: int | None = None
    drops: int | None = None


def socket_row(seen: SeenSocket, at: float) -> SocketRow:
    """Return the row of a socket.

    Args:
        seen: the socket.
        at: the time, in `time.monotonic()` seconds.
    """
    now, figures = seen.now, seen.now.figures
    is_connection = now.protocol is Protocol.TCP and now.state is not TcpState.LISTEN
    info = figures.info() if figures is not None and is_connection else None
    is_udp = figures is not None and now.protocol is Protocol.UDP
    return SocketRow(
        key=seen.number,
        name=seen.owner.name,
        part=part_words(seen.owner, now.protocol),
        local=now.local,
        peer=now.peer,
        state=state_word(seen),
        tone=_TONES.get(seen.state, Tone.WAITING) if seen.way else other_tone(seen),
        is_ended=seen.is_ended,
        is_listener=seen.is_listener,
        timer=timer_words(now.timer) if not seen.is_ended else "",
        expires=seen.expires_in(at),
        receive_queue=None if seen.is_ended else now.receive_queue,
        send_queue=None if seen.is_ended else now.send_queue,
        rtt=info.rtt if info is not None else None,
        congestion_window=info.get("snd_cwnd") if info is not None else None,
        send_window=info.get("snd_wnd") if info is not None else None,
        retransmissions=info.get("total_retrans") if info is not None else None,
        drops=figures.drops() if figures is not None and is_udp else None,
    )


def state_word(seen: SeenSocket) -> str:
    """Return the name of a socket's state; a datagram socket is open, or connected."""
    if seen.now.protocol is Protocol.TCP or seen.is_ended or seen.state is not TcpState.CLOSED:
        return str(seen.state.value)
    return tr("OPEN")


def other_tone(seen: SeenSocket) -> Tone:
    """Return the tone of a socket that is not one of TCP."""
    return Tone.IDLE if seen.is_ended else Tone.OPEN


def part_words(owner: Owner, protocol: Protocol) -> str:
    """Return what a socket is to its server or client."""
    if owner.part is Part.CONNECTION:
        return tr("connection {number}", number=owner.connection)
    if owner.part is Part.BACKLOG:
        return tr("not accepted")
    if owner.part is Part.LEFT_OVER:
        return tr("closed before")
    if not owner.is_server:
        return tr("connecting")
    return tr("receives") if protocol is Protocol.UDP else tr("listens")


def timer_words(timer: Timer | None) -> str:
    """Return what a timer waits for; empty without one."""
    words = {
        Timer.RETRANSMIT: tr("resend in"),
        Timer.KEEPALIVE: tr("probe in"),
        Timer.TIME_WAIT: tr("gone in"),
        Timer.ZERO_WINDOW: tr("ask in"),
    }
    return words[timer] if timer is not None else ""


def meaning(state: TcpState) -> str:
    """Return a sentence that says what a state means."""
    return tr(_MEANINGS[state])


def way_text(seen: SeenSocket) -> str:
    """Return the states that a connection had, with their times, as one line."""
    if not seen.way:
        return ""
    return " → ".join(
        f"{step.state.value} {time_text(step.at)}"
        if step.at is not None
        else tr("({state})", state=step.state.value)
        for step in seen.way
    )


def figures_of(seen: SeenSocket) -> Sequence[tuple[str, str]]:
    """Return what TCP knows about a connection: names as `ss -i` has them, and values."""
    figures = seen.now.figures
    info = figures.info() if figures is not None and seen.now.protocol is Protocol.TCP else None
    found: list[tuple[str, str]] = []
    if figures is None:
        return found
    if info is not None and seen.now.state is not TcpState.LISTEN:
        get = info.get
        least, variation = info.least_rtt, info.rtt_variation
        found = [
            ("rto", duration((get("rto") or 0) / 1e6)),
            ("rtt", _time(info.rtt)),
            ("rttvar", _time(variation)),
            ("minrtt", _time(least)),
            ("mss", _number(get("snd_mss"))),
            ("cwnd", _number(get("snd_cwnd"))),
            ("ssthresh", _threshold(get("snd_ssthresh"))),
            ("snd_wnd", _number(get("snd_wnd"))),
            ("rcv_space", _number(get("rcv_space"))),
            ("unacked", _number(get("unacked"))),
            ("retrans", f"{_number(get('retrans'))}/{_number(get('total_retrans'))}"),
            ("notsent", _number(get("notsent_bytes"))),
            ("bytes_sent", _number(get("bytes_sent"))),
            ("bytes_acked", _number(get("bytes_acked"))),
            ("bytes_received", _number(get("bytes_received"))),
            ("segs_out", _number(get("segs_out"))),
            ("segs_in", _number(get("segs_in"))),
            ("wscale", "{},{}".format(*info.scales)),
            ("congestion", figures.congestion() or UNTOLD),
        ]
    memory = figures.memory()
    if memory and not seen.is_ended:
        names = ("rmem", "rcvbuf", "wmem", "sndbuf")
        found += [(name, f"{count:,}") for name, count in zip(names, memory, strict=False)]
    return found


def untold_sentence(way: Way) -> str:
    """Return what this system does not tell; empty if it tells everything."""
    if way is Way.PROC:
        return tr(
            "This system lists states, queues and timers only (/proc/net), since netlink is not "
            "allowed here: no round-trip times, windows and retransmissions."
        )
    if way is Way.PSUTIL:
        return tr(
            "This system tells states only: no queues, timers, round-trip times, windows and "
            "retransmissions."
        )
    if way is Way.NONE:
        return tr("This system does not tell the states of sockets.")
    return ""


def _time(seconds: float | None) -> str:
    return UNTOLD if seconds is None else reply_time(seconds)


def _number(value: int | None) -> str:
    return UNTOLD if value is None else f"{value:,}"


def _threshold(value: int | None) -> str:
    # TCP_INFINITE_SSTHRESH, net/tcp.h: nothing was lost yet. ss leaves it out then.
    return UNTOLD if value is None or value >= 0x7FFFFFFF else f"{value:,}"
