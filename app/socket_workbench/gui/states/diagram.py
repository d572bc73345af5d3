"""The state diagram of RFC 9293, with the way of one connection."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import atan2, cos, pi, sin

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QStyle, QToolTip, QWidget

from socket_workbench.engine.socket_watch import Step
from socket_workbench.gui.looks.fonts import SMALL_SIZE, TEXT_SIZE, pixel_size
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.states.rows import meaning
from socket_workbench.gui.widgets.scrolled_column import PlainScrollArea
from socket_workbench.language import tr
from socket_workbench.sockets.kernel.tcp_states import TRANSITIONS, TcpState, Transition

_S = TcpState

_COLUMNS, _ROWS = 3, 7

_PLACES = {
    _S.CLOSED: (1, 0),
    _S.LISTEN: (0, 1),
    _S.SYN_SENT: (2, 1),
    _S.SYN_RECEIVED: (0, 2),
    _S.ESTABLISHED: (1, 3),
    _S.FIN_WAIT1: (0, 4),
    _S.CLOSE_WAIT: (2, 4),
    _S.FIN_WAIT2: (0, 5),
    _S.CLOSING: (1, 5),
    _S.LAST_ACK: (2, 5),
    _S.TIME_WAIT: (1, 6),
}
"""Column and row of each state, as in figure 5."""

_END = (2, 6)
"""The place of CLOSED at the end of a connection; the figure has it twice too."""

_DETOURS = {
    (_S.CLOSE_WAIT, _S.CLOSED): (1.0, 5.0),
    (_S.FIN_WAIT1, _S.CLOSED): (1.6, 4.4),
}
"""Ends by RST, or by states that were not seen, whose straight lines would cross other states: the
column and row to which a curve between them is bent."""

_PADDING, _GAP = 8, 14
_ARROW = 7.0
_ROUND = 6.0
_POINTS = 48
"""Pieces of a curve."""


class StateDiagram(QWidget):
    """Paints the diagram; it says the same as text to those who do not see it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._way: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("State diagram of TCP"))

    def show_way(self, way: Sequence[Step], words: str) -> None:
        """Show the way of a connection, whose last state is the present one.

        Args:
            way: the states; none marks nothing.
            words: the way as text.
        """
        if tuple(way) != self._way:
            self._way = tuple(way)
            self.setAccessibleDescription(words)
            self.update()

    def marked(self) -> TcpState | None:
        """Return the state that is marked as the present one."""
        return self._way[-1].state if self._way else None

    def marked_place(self) -> QRect:
        """Return where the present state is; empty without one."""
        present, found = self.marked(), QRectF()
        for state, place in self._nodes():
            # CLOSED at the end comes after CLOSED at the start.
            if state is present:
                found = place
        return found.toAlignedRect()

    def minimumSizeHint(self) -> QSize:
        """Return the size at which nothing overlaps."""
        node = self._node_size()
        return QSize((node.width() + _GAP) * _COLUMNS, (node.height() + _GAP) * _ROWS)

    def sizeHint(self) -> QSize:
        """Return a size with room for the arrows' labels."""
        node = self._node_size()
        return QSize(node.width() * 2 * _COLUMNS, round(node.height() * 2.6) * _ROWS)

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self.update()

    def event(self, event: QEvent) -> bool:
        """Say what the state under the mouse means."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            for state, place in self._nodes():
                if place.contains(QPointF(event.pos())):
                    words = f"{state.value}: {meaning(state)}"
                    QToolTip.showText(event.globalPos(), plain_tooltip(words))
                    return True
            QToolTip.hideText()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrows, the way, then the states over their ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gone = self._lines_of_way()
        has_labels = self._has_room_for_labels()
        for arrow in TRANSITIONS:
            line = self._line(arrow.before, arrow.after)
            if (arrow.before, arrow.after) not in gone:
                _draw_arrow(painter, line, QPen(tokens().color("dim"), 1))
        for (before, after), is_seen in gone.items():
            pen = QPen(tokens().color("accent"), 2.5)
            pen.setStyle(Qt.PenStyle.SolidLine if is_seen else Qt.PenStyle.DashLine)
            if (before, after) in _DETOURS:
                self._draw_detour(painter, before, after, pen)
            else:
                _draw_arrow(painter, self._line(before, after), pen)
        if has_labels:
            painter.setFont(self._label_font())
            for arrow in TRANSITIONS:
                is_gone = (arrow.before, arrow.after) in gone
                self._draw_label(painter, arrow, "text" if is_gone else "dim")
        self._draw_states(painter)

    def _draw_states(self, painter: QPainter) -> None:
        seen = {step.state: step.at is not None for step in self._way}
        present = self.marked()
        ended = len(self._way) > 1 and present is _S.CLOSED
        for place, (state, node) in enumerate(self._nodes()):
            is_end = place == len(_PLACES)
            is_on_way = state in seen and (state is not _S.CLOSED or self._was_at(is_end=is_end))
            is_present = state is present and (state is not _S.CLOSED or is_end == ended)
            is_seen = is_present or (is_on_way and self._was_seen(state, is_end=is_end))
            self._draw_state(
                painter, state, node, on_way=is_on_way, seen=is_seen, present=is_present
            )

    def _was_at(self, *, is_end: bool) -> bool:
        """Return whether the way begins, or ends, in CLOSED."""
        ends = len(self._way) > 1 and self._way[-1].state is _S.CLOSED
        return ends if is_end else self._way[0].state is _S.CLOSED

    def _was_seen(self, state: TcpState, *, is_end: bool) -> bool:
        steps = [step for step in self._way if step.state is state]
        return steps[-1 if is_end else 0].at is not None

    def _draw_state(
        self,
        painter: QPainter,
        state: TcpState,
        node: QRectF,
        *,
        on_way: bool,
        seen: bool,
        present: bool,
    ) -> None:
        chosen = tokens()
        pen = QPen(chosen.color("accent" if on_way else "dim"), 2 if on_way else 1)
        if on_way and not seen:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(chosen.color("accent" if present else "card"))
        painter.drawRoundedRect(node, _ROUND, _ROUND)
        painter.setFont(self._state_font(is_bold=present))
        ink = "on_accent" if present else "text" if on_way else "dim"
        painter.setPen(chosen.color(ink))
        painter.drawText(node, Qt.AlignmentFlag.AlignCenter, state.value)

    def _draw_label(self, painter: QPainter, arrow: Transition, ink: str) -> None:
        metrics = QFontMetrics(self._label_font())
        line = self._line(arrow.before, arrow.after)
        words = [arrow.event, *([f"snd {arrow.action}"] if arrow.action else [])]
        width = max(map(metrics.horizontalAdvance, words)) + 6
        room = QRectF(0, 0, width, metrics.height() * len(words))
        # Off the middle, where arrows cross.
        room.moveCenter(line.pointAt(0.45))
        painter.fillRect(room, tokens().color("card"))
        painter.setPen(tokens().color(ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "\n".join(words))

    # Geometry

    def _has_room_for_labels(self) -> bool:
        node, label = self._node_size(), QFontMetrics(self._label_font())
        # One arrow is horizontal.
        widest = max(label.horizontalAdvance(each.event) for each in TRANSITIONS)
        return (
            self.height() / _ROWS >= node.height() + 2 * label.height() + 2 * _ARROW
            and self.width() / _COLUMNS >= node.width() + widest + 2 * _ARROW
        )

    def _lines_of_way(self) -> dict[tuple[TcpState, TcpState], bool]:
        """Return the pairs of states that followed each other, and whether both were seen."""
        return {
            (one.state, other.state): one.at is not None and other.at is not None
            for one, other in pairwise(self._way)
        }

    def _nodes(self) -> Iterator[tuple[TcpState, QRectF]]:
        """Yield each state with its place; CLOSED at the end comes last."""
        for state, place in _PLACES.items():
            yield state, self._node(place)
        yield _S.CLOSED, self._node(_END)

    def _node(self, place: tuple[float, float]) -> QRectF:
        size = self._node_size()
        node = QRectF(0, 0, size.width(), size.height())
        node.moveCenter(
            QPointF(
                (place[0] + 0.5) * self.width() / _COLUMNS,
                (place[1] + 0.5) * self.height() / _ROWS,
            )
        )
        return node

    def _detour(self, before: TcpState, after: TcpState) -> QPainterPath:
        """Return the curve from the middle of a state to the border of one at the end."""
        target = self._node(_END)
        curve = QPainterPath(self._node(_PLACES[before]).center())
        curve.quadTo(self._node(_DETOURS[before, after]).center(), target.center())
        points = [curve.pointAtPercent(step / _POINTS) for step in range(_POINTS + 1)]
        path = QPainterPath(points[0])
        for point in points[1:]:
            if target.contains(point):
                break
            path.lineTo(point)
        return path

    def _draw_detour(self, painter: QPainter, before: TcpState, after: TcpState, pen: QPen) -> None:
        path = self._detour(before, after)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        end = path.pointAtPercent(path.percentAtLength(path.length() - _ARROW))
        _draw_arrow(painter, QLineF(end, path.currentPosition()), pen)

    def _line(self, before: TcpState, after: TcpState) -> QLineF:
        """Return the line between the borders of two states."""
        ends_above = before in (_S.LISTEN, _S.SYN_SENT)
        end = _END if after is _S.CLOSED and not ends_above else _PLACES[after]
        start, target = self._node(_PLACES[before]), self._node(end)
        line = QLineF(start.center(), target.center())
        return QLineF(_border(start, line), _border(target, QLineF(line.p2(), line.p1())))

    def _node_size(self) -> QSize:
        metrics = QFontMetrics(self._state_font(is_bold=True))
        width = max(metrics.horizontalAdvance(state.value) for state in TcpState)
        return QSize(width + 2 * _PADDING, metrics.height() + 6)

    def _state_font(self, *, is_bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(pixel_size(self.font()) * SMALL_SIZE / TEXT_SIZE))
        font.setWeight(QFont.Weight.Bold if is_bold else QFont.Weight.Medium)
        return font

    def _label_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(pixel_size(self.font()) * (SMALL_SIZE - 1) / TEXT_SIZE))
        return font


class DiagramArea(PlainScrollArea):
    """Scrolls a diagram that is higher than the room for it; it is never narrower.

    Attributes:
        diagram: the diagram.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.diagram = StateDiagram()
        self.setWidget(self.diagram)

    def show_way(self, way: Sequence[Step], words: str) -> None:
        """Show the way of a connection, scrolled to its last state if that is another one now."""
        before = self.diagram.marked()
        self.diagram.show_way(way, words)
        if self.diagram.marked() is not before and way:
            place = self.diagram.marked_place()
            self.ensureVisible(place.center().x(), place.center().y(), 0, place.height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of the diagram with a scroll bar."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        width = self.diagram.minimumSizeHint().width() + bar
        return QSize(width, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()


def _border(node: QRectF, line: QLineF) -> QPointF:
    """Return where a line from the middle of a rectangle leaves it."""
    across, down = line.dx(), line.dy()
    shares: Iterable[float] = (
        node.width() / 2 / abs(across) if across else 1.0,
        node.height() / 2 / abs(down) if down else 1.0,
    )
    return line.pointAt(min(1.0, *shares))


def _draw_arrow(painter: QPainter, line: QLineF, pen: QPen) -> None:
    painter.setPen(pen)
    painter.drawLine(line)
    angle = atan2(line.dy(), line.dx())
    tip = line.p2()
    sides = [
        tip - QPointF(cos(angle + turn), sin(angle + turn)) * (_ARROW + pen.widthF())
        for turn in (-pi / 7, pi / 7)
    ]
    painter.setBrush(QColor(pen.color()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF([tip, *sides]))
