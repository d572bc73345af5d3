"""The view of a ladder: scrolls, follows the end, selects."""

import math
from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSizeF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from socket_workbench.gui.ladder.area import LadderArea
from socket_workbench.gui.ladder.painter import LadderPainter
from socket_workbench.gui.ladder.scales import Scale
from socket_workbench.gui.ladder.scene import Scene, Window
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.rows.line import event_text
from socket_workbench.gui.rows.numbered_rows import NumberedModel
from socket_workbench.gui.rows.words import kind_word
from socket_workbench.gui.widgets.empty_state import paint_empty_text
from socket_workbench.journal.ladder.index import LadderIndex
from socket_workbench.journal.ladder.shapes import Box, Line, Shape, Text
from socket_workbench.journal.ladder.texts import message_words
from socket_workbench.journal.reader import Reader
from socket_workbench.journal.row import Row
from socket_workbench.language import tr

_ZOOM_STEP = 1.5
_CLOCK = 200
"""Milliseconds between two pictures while a call that is seen waits."""

_MOST_STEPS = 1 << 30
"""The greatest value of a scroll bar; a ladder that is higher moves by several pixels a step."""

_FEWEST = 1e-13
"""The fewest pixels for a nanosecond: an hour is a third of a pixel."""


class LadderView(LadderArea):
    """Paints what is seen of a ladder; reads nothing else.

    Attributes:
        scene: what was painted; None while there are no rows.
        empty_text: the text shown then.

    Signals:
        row_chosen(object): another row was selected; carries its number.
        copy_requested: what is seen is to be copied.
    """

    row_chosen = Signal(object)
    copy_requested = Signal()

    def __init__(
        self,
        reader: Reader,
        model: NumberedModel,
        index: LadderIndex,
        parent: QWidget | None = None,
    ) -> None:
        """Create a view that is evenly spaced and follows the end.

        Args:
            reader: reads the session.
            model: the rows that are shown.
            index: the index.
            parent: the widget around it.
        """
        super().__init__(reader, model, index, parent)
        self.empty_text = ""
        self._pressed: QPoint | None = None
        self._is_panning = False
        self.scene: Scene | None = None
        self._painter = LadderPainter(self.font())
        self._clock = QTimer(self, singleShot=True)
        self._clock.setInterval(_CLOCK)
        self._clock.timeout.connect(self.viewport().update)
        # The rest of a picture is read in the next one, so that input is handled in between.
        self._more = QTimer(self, singleShot=True)
        self._more.timeout.connect(self.viewport().update)
        self.setAccessibleName(tr("Ladder"))
        self.viewport().setMouseTracking(True)

    def set_empty_text(self, text: str) -> None:
        """Set the text shown while there are no rows."""
        self.empty_text = text
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font or theme."""
        super().changeEvent(event)
        if event.type() in (
            QEvent.Type.FontChange,
            QEvent.Type.StyleChange,
            QEvent.Type.PaletteChange,
        ) and hasattr(self, "_painter"):
            self._painter = LadderPainter(self.font())
            self.place_bars()

    def picture(self) -> QImage:
        """Return what is seen, in twice the resolution."""
        part = self.part()
        scene = self.scenes.scene(self.scale(), part, self.count, seconds=math.inf)
        size = QSizeF(min(part.width, scene.width), part.height + self.head())
        image = QImage(size.toSize() * 2, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2)
        image.fill(tokens().color("card"))
        painter = QPainter(image)
        self._paint_scene(painter, scene, part)
        painter.end()
        return image

    def pause(self) -> None:
        """Stop the timers until it is painted again."""
        self._clock.stop()
        self._more.stop()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Read and paint what is seen."""
        if not self.count:
            self.scene = None
            paint_empty_text(self, self.empty_text)
            return
        scale, window = self.scale(), self.part()
        scene = self.scene = self.scenes.scene(scale, window, self.count)
        painter = QPainter(self.viewport())
        self._paint_selection(painter, scale, window)
        self._paint_scene(painter, scene, window)
        painter.end()
        if not scene.is_whole:
            self._more.start()
        if scene.seen.is_sparse:
            self._paint_note(scene)
        if self.is_live and any(isinstance(shape, Box) and shape.is_open for shape in scene.shapes):
            self._clock.start()

    def _paint_scene(self, painter: QPainter, scene: Scene, window: Window) -> None:
        painter.save()
        painter.translate(-window.left, self.head() - window.top)
        self._painter.paint(painter, filter(_in_sight(window), scene.shapes))
        painter.restore()
        head = QRectF(0, 0, window.width, self.head())
        painter.fillRect(head, tokens().color("card"))
        painter.fillRect(QRectF(0, self.head() - 1, window.width, 1), tokens().color("line"))
        painter.translate(-window.left, 0)
        self._painter.paint(painter, scene.names)

    def _paint_selection(self, painter: QPainter, scale: Scale, window: Window) -> None:
        y = None if self.selected is None else self.y_of(self.selected, scale)
        if y is None:
            return
        slot = window.sizes.slot
        band = QRectF(0, self.head() + y - window.top - slot / 2, window.width, slot)
        painter.fillRect(band, tokens().color("selection"))
        if self.hasFocus():
            painter.fillRect(QRectF(0, band.top(), 2, slot), tokens().color("accent"))

    def _paint_note(self, scene: Scene) -> None:
        """Say that there are more rows than can be drawn."""
        words = tr(
            "{shown} of {count} rows: zoom in to see all",
            shown=f"{len(scene.seen.numbers):,}",
            count=f"{scene.seen.total:,}",
        )
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        metrics = painter.fontMetrics()
        area = QRect(0, 0, metrics.horizontalAdvance(words) + 24, metrics.height() + 8)
        area.moveBottomRight(self.viewport().rect().bottomRight() - QPoint(12, 8))
        painter.fillRect(area, tokens().color("waiting_chip"))
        painter.setPen(tokens().color("waiting"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.end()

    # Selecting

    def select(self, number: int | None, *, scrolls: bool = True, tells: bool = True) -> None:
        """Select a row.

        Args:
            number: its number; None for none.
            scrolls: whether to bring it into sight.
            tells: whether to emit `row_chosen`.
        """
        self.selected = number
        if number is None:
            self.viewport().update()
            return
        row = self.scenes.rows.row(number)
        if scrolls and row is not None:
            self._bring_into_sight(row)
        if row is not None:
            self.setAccessibleDescription(described(row))
            changed = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(changed)
        self.viewport().update()
        if tells:
            self.row_chosen.emit(number)

    def _bring_into_sight(self, row: Row) -> None:
        self.place_bars()
        scale, window = self.scale(), self.part()
        y = self.y_of(row.number, scale)
        if y is None:
            return
        slot = window.sizes.slot
        if not window.top + slot / 2 <= y <= window.top + window.height - slot / 2:
            self.scroll_to(y - window.height / 2)
        self.show_lifeline(row.source)

    def row_at(self, point: QPointF) -> int | None:
        """Return the number of the row at a point of the viewport."""
        count = self.count
        y = point.y() - self.head() + self.top()
        if not count or point.y() < self.head():
            return None
        text = self._text_at(point)
        if text is not None and text.row >= 0:
            return text.row
        return self.model.number_at(self.scale().position_near(y))

    def _text_at(self, point: QPointF) -> Text | None:
        if self.scene is None:
            return None
        left = self.horizontalScrollBar().value()
        is_name = point.y() < self.head()
        down = 0.0 if is_name else self.head() - self.top()
        at = QPointF(point.x() + left, point.y() - down)
        shapes = self.scene.names if is_name else self.scene.shapes
        for shape in reversed(shapes):
            if isinstance(shape, Text) and self._painter.rectangle(shape).contains(at):
                return shape
        return None

    # Input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan, or to select."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._is_panning = event.position().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan while the button is held."""
        if self._pressed is None:
            return
        moved = event.position().toPoint() - self._pressed
        if self._is_panning or moved.manhattanLength() >= QApplication.startDragDistance():
            self._is_panning = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pressed = event.position().toPoint()
            across = self.horizontalScrollBar()
            across.setValue(across.value() - moved.x())
            self.scroll_to(self.top() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select the row at the pointer, unless the ladder was moved."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self.viewport().unsetCursor()
        number = None if self._is_panning else self.row_at(event.position())
        self._pressed, self._is_panning = None, False
        if number is not None:
            self.select(number, scrolls=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Select another row, zoom in time, or scroll sideways."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
            return
        across = self.horizontalScrollBar()
        rows_a_page = max(int(self.part().height / self.sizes.slot) - 1, 1)
        acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Up: lambda: self._move(-1),
            Qt.Key.Key_Down: lambda: self._move(1),
            Qt.Key.Key_PageUp: lambda: self._move(-rows_a_page),
            Qt.Key.Key_PageDown: lambda: self._move(rows_a_page),
            Qt.Key.Key_Home: lambda: self._go(0),
            Qt.Key.Key_End: self._go_to_end,
            Qt.Key.Key_Left: lambda: across.setValue(across.value() - across.singleStep()),
            Qt.Key.Key_Right: lambda: across.setValue(across.value() + across.singleStep()),
            Qt.Key.Key_Plus: lambda: self.zoom_time(1),
            Qt.Key.Key_Minus: lambda: self.zoom_time(-1),
        }
        has_modifiers = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        act = None if has_modifiers else acts.get(event.key())
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _move(self, by: int) -> None:
        if self.selected is None:
            self._go(self.scale().position_near(self.top()))
        else:
            self._go(self.model.position_from(self.selected) + by)

    def _go(self, position: int) -> None:
        count = self.count
        if count:
            self.select(self.model.number_at(min(max(position, 0), count - 1)))

    def _go_to_end(self) -> None:
        self._go(self.count - 1)
        self.follow()

    def viewportEvent(self, event: QEvent) -> bool:
        """Show in full what is cut."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = self._text_at(QPointF(event.pos()))
            if text is not None and (text.tip or self._painter.is_cut(text)):
                words = "\n".join(filter(None, (text.text, text.tip)))
                QToolTip.showText(event.globalPos(), plain_tooltip(words))
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)


def _in_sight(window: Window) -> Callable[[Shape], bool]:
    """Return what tells whether a shape may be seen; lines may cross what is."""
    top, bottom = window.top - window.sizes.slot, window.top + window.height + window.sizes.slot
    left, right = window.left, window.left + window.width

    def is_in_sight(shape: Shape) -> bool:
        if isinstance(shape, Line):
            return max(shape.y1, shape.y2) >= top and min(shape.y1, shape.y2) <= bottom
        if isinstance(shape, Text):
            reach = shape.room
            return top <= shape.y <= bottom and left - reach <= shape.x <= right + reach
        return shape.bottom >= top and shape.top <= bottom and left - 20 <= shape.x <= right + 20

    return is_in_sight


def described(row: Row) -> str:
    """Return what a row is, for a screen reader."""
    what = message_words(row) if row.direction is not None else event_text(row)
    return f"{row.source.name}: {kind_word(row.kind)} {what}".rstrip()
