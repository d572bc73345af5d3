"""Converts the engine's counters to rows of the counter tables."""

from socket_workbench.engine.round_trips import ReplyTimes, reply_times
from socket_workbench.engine.traffic.connection_rates import ConnectionCount
from socket_workbench.engine.traffic.rates import Rate
from socket_workbench.engine.view import Traffic
from socket_workbench.gui.counters.counters import CountedEndpoint
from socket_workbench.gui.counters.row import CounterRow, Counts
from socket_workbench.gui.panes.state_words import connection_tone


def endpoint_row(counted: CountedEndpoint) -> CounterRow:
    """Return the row of a pane's endpoint."""
    pane, running, rates = counted.pane, counted.running, counted.rates
    tone, word = pane.tone_and_word(pane.state)
    total = rates.total
    return CounterRow(
        key=counted.key,
        name=pane.name,
        address=str(running.address),
        state=word,
        tone=tone,
        counts=_counts(total, rates.rate, rates.reply_times(running.round_trips.longest)),
        opened=sum(view.is_open for view in running.connections()),
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
        reads=total.messages_in,
        sends=total.messages_out,
        byte_rate_in=rate.bytes_in if rate is not None else None,
        byte_rate_out=rate.bytes_out if rate is not None else None,
        read_rate=rate.messages_in if rate is not None else None,
        send_rate=rate.messages_out if rate is not None else None,
        median=times.median if times is not None else None,
        slow=times.slow if times is not None else None,
        longest=times.longest if times is not None else None,
    )
