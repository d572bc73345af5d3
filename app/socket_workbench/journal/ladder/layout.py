"""Lays out the rows of a ladder that are seen, as plain shapes."""

from collections.abc import Sequence

from socket_workbench.journal.call_record import CallRecord, call_name
from socket_workbench.journal.event import CALLS, Kind, Role
from socket_workbench.journal.ladder.canvas import Canvas, View, columns_seen
from socket_workbench.journal.ladder.columns import Columns
from socket_workbench.journal.ladder.events import draw_event
from socket_workbench.journal.ladder.index import NONE, LadderIndex, Track
from socket_workbench.journal.ladder.shapes import Box, Head, Ink, Line, Shape, Text
from socket_workbench.journal.ladder.texts import WAITED, call_words, message_parts
from socket_workbench.journal.row import Direction, Row

_MOST_PARTS = 16
"""Arrows of one row; a send of gigabytes is thousands of reads."""

_MOST_CROSSING = 32
"""Rows of a lifeline before those that are seen whose arrows may reach so far."""


def layout(index: LadderIndex, columns: Columns, view: View) -> list[Shape]:
    """Return the shapes of what is seen, from the bottom of the drawing to its top."""
    canvas = Canvas(view, columns)
    drawing = _Drawing(canvas, index)
    drawing.draw()
    return canvas.shapes()


def titles(columns: Columns, view: View, row: int) -> list[Text]:
    """Return the names to stand above the lifelines, for the row at the top."""
    sizes = view.sizes
    found = []
    for place in columns_seen(view, view.places.span):
        x, lifeline = view.places.xs[place], columns.columns[place].at(row)
        if lifeline is not None:
            room = view.places.span * 0.62
            ink = Ink.DIM if lifeline.is_outside else Ink.TEXT
            up, down = sizes.head * 0.3, sizes.head * 0.7
            name = Text(x, up, 0, lifeline.title, room, ink, is_bold=True)
            if sizes.is_low:
                found.append(name._replace(y=sizes.head / 2, tip=lifeline.detail))
            else:
                found += [name, Text(x, down, 0, lifeline.detail, room, Ink.DIM)]
    return found


class _Drawing:
    """Adds the shapes of lifelines, calls and messages to a canvas."""

    def __init__(self, canvas: Canvas, index: LadderIndex) -> None:
        self._canvas = canvas
        self._view = canvas.view
        self._index = index
        # Rows that have sent and received the same bytes, and have an arrow.
        self._joined: set[tuple[int, int]] = set()
        # For calls that have returned: where their boxes begin and end, and at which rows.
        self._reach: dict[int, tuple[float, float, int, int]] = {}
        # Calls whose boxes begin where they began to wait.
        self._waited: set[int] = set()
        # Messages whose `send` is held in step mode.
        self._held: set[int] = set()

    def draw(self) -> None:
        rows = self._view.rows
        self._draw_lifelines()
        tracks = self._tracks() if rows else []
        self._measure_calls(rows)
        self._find_held(rows)
        self._find_accept_calls(rows)
        for track in tracks:
            self._draw_waits(track, rows[0].number, rows[-1].number)
        for row in rows:
            self._draw_row(row)
        for track in tracks:
            self._draw_crossing(track, rows[0].number, rows[-1].number)

    def _tracks(self) -> list[Track]:
        """Return what was done on the lifelines that are seen, and at their other ends."""
        tracks = self._canvas.columns.tracks
        seen = columns_seen(self._view, self._view.places.span)
        return [track for column in seen for track in tracks[column]]

    def _draw_lifelines(self) -> None:
        view = self._view
        for place in columns_seen(view, 0.0):
            x, column = view.places.xs[place], self._canvas.columns.columns[place]
            for each in column.lifelines:
                top = view.top if each.first == NONE else view.moments.near(each.first)
                bottom = view.bottom if each.last == NONE else view.moments.near(each.last)
                top, bottom = max(top, view.top), min(bottom, view.bottom)
                if top < bottom:
                    line = Line(x, top, x, bottom, Ink.LINE, is_dashed=each.is_outside)
                    self._canvas.under.append(line)

    def _draw_row(self, row: Row) -> None:
        if row.kind in CALLS:
            self._draw_call(row)
        elif row.kind in (Kind.SENT, Kind.RECEIVED):
            self._draw_message(row)
        else:
            draw_event(self._canvas, self._index, row)

    # Calls

    def _measure_calls(self, rows: Sequence[Row]) -> None:
        """Let the box of a call take in the row of the message that it has sent or received."""
        half, moments = 0.3 * self._view.sizes.slot, self._view.moments
        neighbours: list[Row | None] = [None, *rows, None]
        for row, before, after in zip(rows, neighbours, neighbours[2:], strict=False):
            y = moments.y(row.number)
            if row.kind is not Kind.CALL or y is None:
                continue
            top, bottom, first, last = y - half, y + half, row.number, row.number
            if before is not None and _belongs(row, before, Kind.SENT):
                first = before.number
                top = min(top, moments.near(first) - half)
            if after is not None and _belongs(row, after, Kind.RECEIVED):
                last = after.number
                bottom = max(bottom, moments.near(last) + 1.4 * half)
            self._reach[row.number] = top, bottom, first, last

    def _find_held(self, rows: Sequence[Row]) -> None:
        """Find the messages that are recorded as sent, but whose `send` is not made yet."""
        sent: dict[int, int] = {}
        for row in rows:
            source = row.source.number
            if row.kind is Kind.SENT:
                sent[source] = row.number
            elif row.kind is Kind.CALL_BEGUN and source in sent:
                call, track = CallRecord.read(row.text), self._index.tracks.get(source)
                is_send = call.is_held and call.name.startswith("send")
                if is_send and track is not None and track.is_waiting(row.number):
                    self._held.add(sent[source])

    def _find_accept_calls(self, rows: Sequence[Row]) -> None:
        """Find the calls of `accept` that have returned the connections which were accepted."""
        returned: dict[str, int] = {}
        for row in rows:
            name = row.source.name
            if row.kind is Kind.ACCEPTED and name in returned:
                self._canvas.accept_calls[row.number] = returned.pop(name)
            elif row.kind is Kind.CALL and not row.source.connection:
                call = CallRecord.read(row.text)
                if call.name == "accept" and not call.error:
                    returned[name] = row.number

    def _draw_waits(self, track: Track, first: int, last: int) -> None:
        """Add the boxes of calls that began to wait before they returned."""
        column, view = self._canvas.columns.of(track.source), self._view
        moments, half = view.moments, 0.3 * view.sizes.slot
        for begun, returned in track.waits(first, last):
            number = returned or begun
            is_shown = self._canvas.is_shown(begun) or self._canvas.is_shown(returned or NONE)
            end = returned or max(track.closed, 0) or NONE
            bottom = view.bottom if end == NONE else moments.near(end) + half
            _, bottom, _, end = self._reach.get(number, (0, bottom, 0, end))
            top = max(moments.near(begun) - half, view.top - half)
            bottom = min(bottom, view.bottom + half)
            if column is not None and is_shown and top < bottom:
                self._waited.add(number)
                self._add_box(column, (top, bottom, begun, end), Ink.WAITING, number)

    def _add_box(
        self, column: int, reach: tuple[float, float, int, int], ink: Ink, row: int
    ) -> None:
        """Add the box of a call, see `_reach`; the last row is `NONE` for one that goes on."""
        top, bottom, first, last = reach
        x, width = self._view.places.xs[column], self._view.sizes.box
        box = Box(x, top, bottom, width, ink, row, last == NONE, column, first, last)
        self._canvas.boxes.append(box)

    def _draw_call(self, row: Row) -> None:
        column, reach = self._canvas.columns.of(row.source), self._reach.get(row.number)
        call = CallRecord.read(row.text)
        has_waited = call.waited is None or call.waited >= WAITED
        ink = Ink.ERROR if call.has_failed else Ink.WAITING if has_waited else Ink.TEXT
        if column is not None and reach is not None and row.number not in self._waited:
            self._add_box(column, reach, ink, row.number)
        self._canvas.label(row, call_words(row, call, self._now(row)), ink)

    def _now(self, row: Row) -> int | None:
        """Return the present time if a call that began to wait may still do so."""
        track = self._index.tracks.get(row.source.number)
        is_waiting = track is not None and track.closed == NONE and track.is_waiting(row.number)
        return self._view.now if is_waiting else None

    # Messages

    def _draw_message(self, row: Row) -> None:
        partners = self._index.partners(row.number, _MOST_PARTS)
        shown = [each for each in partners if self._canvas.is_shown(each)]
        is_sent = row.kind is Kind.SENT
        for other in shown:
            pair = (row.number, other) if is_sent else (other, row.number)
            self._join(row, row.direction, *pair)
        if is_sent or not shown:
            ink = _message_ink(row.direction)
            is_aside = row.number in self._held or self._is_steep(row, shown)
            near = self._canvas.columns.of(row.source) if is_aside else None
            first, size = message_parts(row)
            self._canvas.middle_text(row, first + size, ink, kept=len(size), near=near)
        if not shown:
            self._draw_lone(row)

    def _is_steep(self, row: Row, received: list[int]) -> bool:
        """Whether the arrow of a row leaves no room for a text in its middle."""
        moments = self._view.moments
        heights = (abs(moments.near(each) - moments.near(row.number)) for each in received)
        return max(heights, default=0.0) > 2.5 * self._view.sizes.slot

    def _join(
        self, row: Row | Track, direction: Direction | None, sent: int, received: int
    ) -> None:
        """Add the arrow from the row that has sent bytes to the one that has received them."""
        if (sent, received) in self._joined:
            return
        self._joined.add((sent, received))
        columns = self._canvas.columns
        mine, facing = columns.of(row.source), columns.facing(row.source)
        if mine is None or facing is None:
            return
        is_sent = isinstance(row, Track) or row.kind is Kind.SENT
        begin, end = (mine, facing) if is_sent else (facing, mine)
        y1 = self._view.moments.near(sent) + self._canvas.below
        y2 = max(self._view.moments.near(received) + self._canvas.below, y1)
        self._canvas.arrow(begin, y1, end, y2, _message_ink(direction), Head.ARROW, sent)

    def _draw_lone(self, row: Row) -> None:
        """Add the arrow of a message of which one end is seen."""
        columns, number = self._canvas.columns, row.number
        mine, theirs = columns.of(row.source), columns.facing(row.source)
        y = self._view.moments.y(number)
        if mine is None or theirs is None or y is None:
            return
        ink, head, share = _message_ink(row.direction), Head.ARROW, 1.0
        y, is_dashed = y + self._canvas.below, number in self._held
        if row.kind is Kind.RECEIVED:
            mine, theirs = theirs, mine
        elif row.taken == 0:
            # Nothing of it was sent.
            share, ink, head = 0.15, Ink.ERROR, Head.CROSS
        elif number in self._held:
            share, head = 0.15, Head.NONE
        elif self._index.is_lost(number):
            share, head, is_dashed = 0.6, Head.CROSS, True
        self._canvas.arrow(mine, y, theirs, y, ink, head, number, dashed=is_dashed, share=share)

    def _draw_crossing(self, track: Track, first: int, last: int) -> None:
        """Add the arrows that begin before what is seen and end after it."""
        role = track.source.role
        to = Direction.TO_SERVER if role is Role.CLIENT else Direction.TO_CLIENT
        for sent in reversed(track.last_sent(first, _MOST_CROSSING)):
            received = self._index.partners(sent, _MOST_PARTS)
            if track.is_stream and received and received[-1] <= last:
                # Bytes that were sent before these have come before them.
                return
            if self._canvas.is_shown(sent):
                for each in received:
                    if each > last:
                        self._join(track, to, sent, each)


def _belongs(call: Row, message: Row, kind: Kind) -> bool:
    """Whether a message is what a call beside it has sent or received."""
    begins = "send" if kind is Kind.SENT else "recv"
    is_same = message.kind is kind and message.source.number == call.source.number
    return is_same and call_name(call.text).startswith(begins)


def _message_ink(direction: Direction | None) -> Ink:
    return Ink.TO_SERVER if direction is Direction.TO_SERVER else Ink.TO_CLIENT
