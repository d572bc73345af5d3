"""Turns what the engine counts into rows of the tables of counters."""

from collections.abc import Sequence

from socket_workbench.engine.client import Client
from socket_workbench.engine.round_trips import ReplyTimes, reply_times
from socket_workbench.engine.server import Server
from socket_workbench.engine.traffic.connection_rates import ConnectionCount
from socket_workbench.engine.traffic.rates import Rate, Rates
from socket_workbench.engine.view import ConnectionView, Traffic
from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.panes.state_words import connection_tone


def views_of(running: Server | Client) -> Sequence[ConnectionView]:
    """Return what can be seen of an endpoint's connections."""
    if isinstance(running, Server):
        return running.connections()
    return [running.connection] if running.connection is not None else []


def endpoint_row(
    pane: Pane,
    key: int,
    running: Server | Client,
    views: Sequence[ConnectionView],
    rates: Rates,
) -> CounterRow:
    """Return the row of a pane's endpoint.

    Args:
        pane: its pane.
        key: its identity in the table.
        running: what was started last.
        views: its connections.
        rates: what it has moved.
    """
    bound = running.bound if isinstance(running, Server) else None
    tone, word = pane.tone_and_word(pane.state)
    total = rates.total
    return CounterRow(
        key=key,
        name=pane.name,
        address=str(bound or running.settings.endpoint),
        state=word,
        tone=tone,
        counts=_counts(total, rates.rate, rates.reply_times(running.round_trips.longest)),
        opened=sum(view.is_open for view in views),
        connections=total.connections,
        dropped=total.dropped,
    )


def connection_row(counted: ConnectionCount) -> CounterRow:
    """Return the row of a connection."""
    view = counted.view
    trips = view.reply_timer.round_trips
    return CounterRow(
        key=view.number,
        name=f"{view.number:,}",
        address=view.peer,
        state=view.state.value,
        tone=connection_tone(view),
        counts=_counts(counted.total, counted.rate, reply_times(trips.newest, trips.longest)),
    )


def _counts(total: Traffic, rate: Rate | None, times: ReplyTimes | None) -> Counts:
    return Counts(
        bytes_in=total.bytes_in,
        bytes_out=total.bytes_out,
        messages_in=total.messages_in,
        messages_out=total.messages_out,
        byte_rate_in=rate.bytes_in if rate is not None else None,
        byte_rate_out=rate.bytes_out if rate is not None else None,
        message_rate_in=rate.messages_in if rate is not None else None,
        message_rate_out=rate.messages_out if rate is not None else None,
        median=times.median if times is not None else None,
        slow=times.slow if times is not None else None,
        longest=times.longest if times is not None else None,
    )
