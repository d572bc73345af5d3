"""The data of the status line."""

from collections.abc import Iterator
from typing import NamedTuple

from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.looks.wording import byte_count, byte_size
from socket_workbench.language import tr, trn


class Losses(NamedTuple):
    """What was received, or happened, but was not recorded.

    Attributes:
        events: the number of events that could not be recorded.
        cut_datagrams: the number of datagrams longer than the receive size.
        cut_bytes: the number of their bytes that are lost.
        limited_messages: the number of messages truncated by the capture limit.
        limited_bytes: the number of their bytes that are not recorded.
    """

    events: int = 0
    cut_datagrams: int = 0
    cut_bytes: int = 0
    limited_messages: int = 0
    limited_bytes: int = 0


class Status(NamedTuple):
    """The values shown in the status line.

    Attributes:
        servers: the number of listening servers.
        clients: the number of connected clients.
        connections: the number of open connections.
        in_bytes: bytes received since the window was opened.
        in_rate: bytes received per second.
        out_bytes: bytes sent since the window was opened.
        out_rate: bytes sent per second.
        messages: reads and sends since the window was opened, whatever a framing makes of them.
        median_reply: the current median reply time in seconds; None without replies.
        events: the number of recorded events.
        udp_drops: datagrams dropped by the system before they could be received.
        fault: a sentence that says why recording has stopped; empty while it has not.
        losses: what was lost.
        coming: the number of panes still to be created.
        programs: the number of watched programs that run.
    """

    servers: int = 0
    clients: int = 0
    connections: int = 0
    in_bytes: int = 0
    in_rate: float = 0.0
    out_bytes: int = 0
    out_rate: float = 0.0
    messages: int = 0
    median_reply: float | None = None
    events: int = 0
    udp_drops: int = 0
    fault: str = ""
    losses: Losses = Losses()
    coming: int = 0
    programs: int = 0


def loss_words(status: Status) -> tuple[Tone, str, str]:
    """Return the tone, the word and the tooltip of the chip that shows losses."""
    lost = [*_lost(status)]
    sentences = " ".join([status.fault] * bool(status.fault) + [sentence for _, sentence in lost])
    if status.fault:
        return Tone.ERROR, tr("Not recorded"), sentences
    if not lost:
        return Tone.OPEN, tr("All recorded"), tr("Everything received so far is recorded.")
    word = lost[0][0]
    if len(lost) > 1:
        word = tr("{lost} and more", lost=word)
    where = tr("A click shows the rows that say so.")
    return Tone.WAITING, word, f"{sentences} {where}"


def _lost(status: Status) -> Iterator[tuple[str, str]]:
    """Yield a short word and a sentence for each kind of loss, the worst first."""
    losses = status.losses
    if losses.events:
        yield (
            trn("{count:,} event missing", "{count:,} events missing", losses.events),
            trn(
                "{count:,} event could not be recorded.",
                "{count:,} events could not be recorded.",
                losses.events,
            ),
        )
    if status.udp_drops:
        yield (
            trn("{count:,} datagram dropped", "{count:,} datagrams dropped", status.udp_drops),
            trn(
                "The system dropped {count:,} UDP datagram before it could be received.",
                "The system dropped {count:,} UDP datagrams before they could be received.",
                status.udp_drops,
            ),
        )
    if losses.cut_datagrams:
        yield (
            tr("{size} cut off", size=byte_size(losses.cut_bytes)),
            trn(
                "The receive size cut {bytes} off {count:,} datagram.",
                "The receive size cut {bytes} off {count:,} datagrams.",
                losses.cut_datagrams,
                bytes=byte_count(losses.cut_bytes),
            ),
        )
    if losses.limited_messages:
        yield (
            tr("{size} left out", size=byte_size(losses.limited_bytes)),
            trn(
                "The capture limit left {bytes} of {count:,} message out.",
                "The capture limit left {bytes} of {count:,} messages out.",
                losses.limited_messages,
                bytes=byte_count(losses.limited_bytes),
            ),
        )
