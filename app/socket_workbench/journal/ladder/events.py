"""Draws how connections of a ladder are set up and how they end."""

from socket_workbench.journal.event import FRAMED, Kind, Role, Source
from socket_workbench.journal.ladder.canvas import Canvas
from socket_workbench.journal.ladder.index import NONE, LadderIndex
from socket_workbench.journal.ladder.shapes import Head, Ink
from socket_workbench.journal.ladder.texts import event_label
from socket_workbench.journal.row import Row
from socket_workbench.language import tr

_REFUSED = "refused"
"""A word of the sentence for ECONNREFUSED, see `sockets/failures/sentences.py`."""


def draw_event(canvas: Canvas, index: LadderIndex, row: Row) -> None:
    """Add the shapes of a row that is neither a message nor a call."""
    source = row.source
    canvas.label(row, event_label(row), _ink_of(row))
    match row.kind:
        case Kind.ACCEPTED | Kind.CONNECTED if _is_stream(source):
            _draw_opened(canvas, index, row)
        case Kind.END_OF_STREAM | Kind.HALF_CLOSED:
            _draw_end(canvas, index, row)
        case Kind.CLOSED if _is_stream(source):
            _draw_close(canvas, index, row)
        case Kind.RESET:
            _draw_reset(canvas, index, row)
        case Kind.ERROR if source.role is Role.CLIENT and not source.connection:
            is_refused = _REFUSED in row.text
            share = 1.0 if is_refused else 0.6
            canvas.one_way(row, NONE, Ink.ERROR, Head.CROSS, from_here=True, share=share)
            words = tr("refused") if is_refused else tr("no connection")
            canvas.middle_text(row, words, Ink.ERROR)


def _draw_opened(canvas: Canvas, index: LadderIndex, row: Row) -> None:
    """Draw the set-up of a connection, and its way from the listener to its own lifeline."""
    source = row.source
    other = index.other(source)
    rows = [row.number]
    if other is not None and canvas.is_shown(other.opened):
        rows.append(other.opened)
    # It is complete before `accept` returns, and before either end records it.
    calls = (canvas.accept_calls[each] for each in rows if each in canvas.accept_calls)
    first = min([*rows, *calls])
    if first not in canvas.set_ups:
        canvas.set_ups.add(first)
        _draw_set_up(canvas, row._replace(number=first))
    mine, listener = canvas.columns.of(source), canvas.columns.listener(source)
    y = canvas.view.moments.y(row.number)
    if row.kind is Kind.CONNECTED or mine is None or listener is None or y is None:
        return
    y += canvas.below + (2 * _rise(canvas) if first == row.number else 0)
    canvas.arrow(listener, y, mine, y, Ink.DIM, Head.OPEN, row.number, dashed=True)


def _draw_set_up(canvas: Canvas, row: Row) -> None:
    """Draw there and back, between the client and the listener, at the number of a row."""
    source = row.source
    mine, facing = canvas.columns.of(source), canvas.columns.facing(source)
    listener, y = canvas.columns.listener(source), canvas.view.moments.y(row.number)
    if mine is None or facing is None or y is None:
        return
    client, server = (mine, facing) if source.role is Role.CLIENT else (facing, mine)
    server = server if listener is None else listener
    y += canvas.below
    rise, number, dim = _rise(canvas), row.number, Ink.DIM
    canvas.arrow(client, y - rise, server, y - rise, dim, Head.OPEN, number, dashed=True)
    canvas.arrow(server, y + rise, client, y + rise, dim, Head.OPEN, number, dashed=True)
    is_tcp = source.endpoint.startswith("tcp")
    canvas.middle_text(row, "SYN · SYN ACK · ACK" if is_tcp else tr("connected"), dim)


def _rise(canvas: Canvas) -> float:
    """Return by how much the way there of a set-up is above its middle, and the way back below."""
    return 0.13 * canvas.view.sizes.slot


def _draw_end(canvas: Canvas, index: LadderIndex, row: Row) -> None:
    """Draw the end of a stream, from the end that sends no more."""
    is_seen = row.kind is Kind.END_OF_STREAM
    other = index.other(row.source)
    begun = NONE
    if other is not None and is_seen:
        begun = other.half_closed if other.half_closed != NONE else other.closed
    elif other is not None and canvas.is_shown(other.ended):
        # It is drawn with the row of the other end, which has seen it.
        return
    canvas.one_way(row, begun, Ink.DIM, Head.OPEN, from_here=not is_seen)
    at = begun if begun < row.number else NONE
    canvas.middle_text(row, _end_words(row.source), Ink.DIM, at=at)


def _draw_close(canvas: Canvas, index: LadderIndex, row: Row) -> None:
    """Draw the end of a stream with which a socket was closed, if nothing else shows it.

    Closing ends our side (close(2), RFC 9293, section 3.10.4), unless that was ended, reset or
    broken before. Where the other end has seen it, it is drawn with that row.
    """
    track, other = index.tracks.get(row.source.number), index.other(row.source)
    if track is None or {track.half_closed, track.reset, track.failed} != {NONE}:
        return
    if other is None or not (canvas.is_shown(other.ended) or other.reset != NONE):
        canvas.one_way(row, NONE, Ink.DIM, Head.OPEN, from_here=True)
        canvas.middle_text(row, _end_words(row.source), Ink.DIM)


def _end_words(source: Source) -> str:
    is_tcp = source.endpoint.startswith("tcp")
    return tr("end of stream (FIN)") if is_tcp else tr("end of stream")


def _draw_reset(canvas: Canvas, index: LadderIndex, row: Row) -> None:
    # A reset by the peer comes with a sentence, our own without one.
    is_ours = not row.text
    other = index.other(row.source)
    begun = NONE
    if other is not None and not is_ours:
        begun = other.reset
    elif other is not None and canvas.is_shown(other.reset):
        return
    canvas.one_way(row, begun, Ink.ERROR, Head.CROSS, from_here=is_ours)
    is_tcp = row.source.endpoint.startswith("tcp")
    canvas.middle_text(row, tr("reset (RST)") if is_tcp else tr("reset"), Ink.ERROR)


def _is_stream(source: Source) -> bool:
    return not source.endpoint.startswith(("udp://", "unixgram://"))


def _ink_of(row: Row) -> Ink:
    if row.kind in (Kind.ERROR, Kind.RESET):
        return Ink.ERROR
    if row.kind in (Kind.DROPPED, Kind.HINT):
        return Ink.WAITING
    return Ink.TEXT if row.kind in FRAMED else Ink.DIM
