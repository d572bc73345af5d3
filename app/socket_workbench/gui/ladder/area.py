"""The part of a ladder that is seen: its scale, its scroll bars, and following the end."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from time import time_ns

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from socket_workbench.gui.ladder.painter import sizes_for
from socket_workbench.gui.ladder.scales import EvenScale, Scale, TimeScale, fitting
from socket_workbench.gui.ladder.scene import SceneReader, Window
from socket_workbench.gui.rows.numbered_rows import NumberedModel
from socket_workbench.journal.event import Role, Source
from socket_workbench.journal.ladder.index import NONE, LadderIndex
from socket_workbench.journal.ladder.shapes import Sizes
from socket_workbench.journal.reader import Reader

_ZOOM_STEP = 1.5

_MOST_STEPS = 1 << 30
"""The greatest value of a scroll bar; a ladder that is higher moves by several pixels a step."""

_FEWEST = 1e-13
"""The fewest pixels for a nanosecond: an hour is a third of a pixel."""

_UNKNOWN = 1e-6
"""Pixels for a nanosecond before there are rows."""


class LadderArea(QAbstractScrollArea):
    """Scrolls a ladder whose height depends on its rows.

    Attributes:
        model: the rows that are shown.
        index: the index.
        scenes: reads what is seen.
        is_live: whether calls may still wait.
        is_ready: whether what was there at first is in the index; until then no row is shown,
            since painting would wait for the thread that reads.
        is_following: whether it stays at the end.
        selected: the number of the selected row.

    Signals:
        scale_changed: it is evenly spaced or to scale, or zoomed in time.
        following_changed: it follows the end, or no longer.
    """

    scale_changed = Signal()
    following_changed = Signal()

    def __init__(
        self,
        reader: Reader,
        model: NumberedModel,
        index: LadderIndex,
        parent: QWidget | None = None,
    ) -> None:
        """Create an area that is evenly spaced and follows the end.

        Args:
            reader: reads the session.
            model: the rows that are shown.
            index: the index.
            parent: the widget around it.
        """
        super().__init__(parent)
        self.model = model
        self.index = index
        self.scenes = SceneReader(reader, model, index)
        self.is_live = False
        self.is_ready = False
        self.is_following = True
        self.selected: int | None = None
        self._is_to_scale = False
        self._pixels: float | None = None
        self._unit = 1.0
        self._is_placing = False
        self._newest = NONE
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._on_bar_value_changed)

    # What is shown

    @property
    def count(self) -> int:
        """How many of the rows shown are in the index."""
        if not self.is_ready:
            return 0
        return min(self.model.position_from(self.index.count), self.model.rowCount())

    def numbers(self, most: int) -> list[int]:
        """Return the rows shown, if there are no more; else so many from the first one seen on."""
        count = self.count
        first = 0 if count <= most else min(self.scale().position_near(self.top()), count - most)
        return [self.model.number_at(place) for place in range(first, min(first + most, count))]

    @property
    def sizes(self) -> Sizes:
        """The sizes that fit the font and the height."""
        return sizes_for(self.font()).fitting(self.viewport().height())

    @property
    def is_to_scale(self) -> bool:
        """Whether rows are as far apart as in time; otherwise evenly spaced."""
        return self._is_to_scale

    def set_to_scale(self, to_scale: bool) -> None:
        """Set whether rows are as far apart as in time."""
        if to_scale != self._is_to_scale:
            with self._held():
                self._is_to_scale = to_scale
            self.scale_changed.emit()

    def zoom_time(self, steps: int) -> None:
        """Stretch the time, or compress it for negative steps."""
        with self._held():
            pixels = self._scale_pixels() * _ZOOM_STEP**steps
            self._pixels = max(pixels, _FEWEST)
            scale = self.scale()
            if isinstance(scale, TimeScale):
                self._pixels = scale.pixels
        self.scale_changed.emit()

    def scale(self) -> Scale:
        """Return where the rows are now."""
        count, slot = self.count, self.sizes.slot
        if self._is_to_scale:
            return TimeScale(self.model, count, slot, self.index, self._scale_pixels())
        return EvenScale(self.model, count, slot)

    def _scale_pixels(self) -> float:
        if self._pixels is None:
            if not self.count:
                return _UNKNOWN
            self._pixels = fitting(self.model, self.count, self.sizes.slot, self.index)
        return self._pixels

    @Slot()
    def grow(self) -> None:
        """Show the rows that were added; follow the end if it is followed."""
        self.place_bars()
        if self.is_following:
            self._show_newest_lifeline()
        self.viewport().update()

    @Slot()
    def show_anew(self) -> None:
        """Show other rows."""
        self.scenes.forget()
        self.grow()

    @Slot()
    def read_again(self) -> None:
        """Show what has become known of rows that were read before."""
        self.scenes.rows.forget()
        self.viewport().update()

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Keep the row in the middle where it is while the scale changes."""
        number, offset = None, 0.0
        if self.count and not self.is_following:
            part, scale = self.part(), self.scale()
            middle = part.top + part.height / 2
            number = self.model.number_at(scale.position_near(middle))
            y = None if self.selected is None else self.y_of(self.selected, scale)
            if y is not None and part.top <= y <= part.top + part.height:
                number = self.selected
            offset = scale.near(number or 0) - part.top
        yield
        self.place_bars()
        if number is not None:
            self.scroll_to(self.scale().near(number) - offset)
        self.viewport().update()

    def y_of(self, number: int, scale: Scale) -> float | None:
        """Return where a row is; None if it is not shown, or not read yet."""
        return scale.y(number) if number < self.index.count else None

    # Places

    def head(self) -> int:
        """Return the height of the names above the lifelines."""
        return round(self.sizes.head)

    def part(self) -> Window:
        """Return what is seen."""
        size = self.viewport().size()
        return Window(
            left=float(self.horizontalScrollBar().value()),
            top=self.top(),
            width=float(size.width()),
            height=float(max(size.height() - self.head(), 1)),
            sizes=self.sizes,
            now=time_ns() if self.is_live else None,
        )

    def top(self) -> float:
        """Return how far the ladder is scrolled."""
        return self.verticalScrollBar().value() * self._unit

    def scroll_to(self, top: float) -> None:
        """Scroll so that the ladder begins there."""
        self.verticalScrollBar().setValue(round(top / self._unit))

    @Slot()
    def follow(self) -> None:
        """Scroll to the end and follow it."""
        self._set_following(True)
        self.place_bars()
        self._newest = NONE
        self._show_newest_lifeline()

    def _show_newest_lifeline(self) -> None:
        """Bring the lifeline of the newest row into sight, once for each row."""
        count = self.count
        number = self.model.number_at(count - 1) if count else NONE
        track = self.index.tracks.get(self.index.sources[number]) if count else None
        if number != self._newest and track is not None:
            self.show_lifeline(track.source)
        self._newest = number

    def show_lifeline(self, source: Source) -> None:
        """Scroll sideways, if need be, to see a source's lifeline with its texts.

        As much of the other end of its connection is shown as fits.
        """
        window, bar = self.part(), self.horizontalScrollBar()
        position = self.scale().position_near(window.top)
        reach = self.scenes.width_of(source, position, self.count, window)
        if reach is None:
            return
        left, right = reach
        if right - left > window.width:
            # There is room for one of both: the server's end has its texts at the left.
            if source.role is Role.CLIENT:
                left = right - window.width
            else:
                right = left + window.width
        if left < window.left:
            bar.setValue(math.floor(left))
        elif right > window.left + window.width:
            bar.setValue(math.ceil(right - window.width))

    def _set_following(self, following: bool) -> None:
        if following != self.is_following:
            self.is_following = following
            self.following_changed.emit()

    def place_bars(self) -> None:
        """Fit the scroll bars to the rows that there are."""
        page = max(self.viewport().height() - self.head(), 1)
        highest = max(self.scale().height - page, 0.0)
        top = self.top()
        self._unit = max(highest / _MOST_STEPS, 1.0)
        bar = self.verticalScrollBar()
        self._is_placing = True
        bar.setRange(0, round(highest / self._unit))
        bar.setPageStep(max(round(page / self._unit), 1))
        bar.setSingleStep(max(round(self.sizes.slot / self._unit), 1))
        bar.setValue(bar.maximum() if self.is_following else round(top / self._unit))
        self._is_placing = False
        self._place_sideways()

    def _place_sideways(self) -> None:
        width = self.viewport().width()
        count = self.count
        columns = self.scenes.columns_at(self.scale().position_near(self.top()), count)
        needed = self.scenes.places_of(columns, self.sizes, float(width)).width
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(round(needed) - width, 0))
        bar.setPageStep(width)
        bar.setSingleStep(round(self.sizes.slot))

    @Slot(int)
    def _on_bar_value_changed(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if not self._is_placing:
            self._set_following(value >= bar.maximum())
            self._place_sideways()
        self.viewport().update()

    def keep_free_below(self, height: int) -> None:
        """Leave so many pixels below the rows to another widget."""
        if height != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, height)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint again: what is seen is read as it is painted."""
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the end in sight if it is followed."""
        super().resizeEvent(event)
        self.place_bars()

    def minimumSizeHint(self) -> QSize:
        """Return a size at which a few rows are seen."""
        low = sizes_for(self.font()).fitting(0)
        return QSize(200, round(low.head + 4 * low.slot))
