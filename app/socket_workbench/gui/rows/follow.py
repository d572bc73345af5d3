"""Keeps a table at its end while it grows, or at a row while others are added and removed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollBar,
    QTableView,
    QToolButton,
    QWidget,
)

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.rows.numbered_rows import NumberedModel
from socket_workbench.language import tr

_DISTANCE = 12


class Place(NamedTuple):
    """The scroll position of a table, by the row at its top.

    Attributes:
        following: whether the table follows its end; the other attributes are unused then.
        number: the number of the first visible row.
        rank: how many rows with this number precede it.
    """

    following: bool
    number: int = 0
    rank: int = 0


class _ScrollBar(QScrollBar):
    """A scroll bar that keeps its room, but is not seen while there is nothing to scroll."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class WholeRowsTable(QTableView):
    """A table of rows of one height whose first visible row always stands at its top.

    At the end of its scroll bar, a `QTableView` that scrolls by rows aligns the last row with its
    bottom and cuts the first one; here, what is left of the height is below the last row.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        # Else columns would become narrower when there are more rows than room for them.
        self.setVerticalScrollBar(_ScrollBar(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def minimumSizeHint(self) -> QSize:
        """Return the height of the header, one row and the horizontal scroll bar."""
        header = self.horizontalHeader()
        height = self.verticalHeader().defaultSectionSize() + 2 * self.frameWidth()
        if self.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            height += self.horizontalScrollBar().sizeHint().height()
        height += 0 if header.isHidden() else header.sizeHint().height()
        return QSize(super().minimumSizeHint().width(), height)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll to the row that the scroll bar says."""
        super().scrollContentsBy(dx, dy)
        self._align()

    def updateGeometries(self) -> None:
        """Lay out, and keep the first row at the top."""
        super().updateGeometries()
        self._align()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, but for the last one if it is cut."""
        super().paintEvent(event)
        cover_cut_row(self)

    def _align(self) -> None:
        rows = self.verticalHeader()
        before = rows.offset()
        rows.setOffsetToSectionPosition(self.verticalScrollBar().value())
        if rows.offset() != before:
            self.viewport().update()


def cover_cut_row(view: QAbstractItemView) -> None:
    """Paint the ground of a card over the last visible row if it is cut, unless it is the only one.

    Call it after the rows have been painted.
    """
    viewport = view.viewport()
    last = view.visualRect(view.indexAt(QPoint(1, viewport.height() - 1)))
    if last.top() > 0 and last.bottom() >= viewport.height():
        strip = QRect(0, last.top(), viewport.width(), last.height())
        QPainter(viewport).fillRect(strip, tokens().color("card"))


class EndFollower(QObject):
    """Keeps a table at its end while it grows, or at its scroll position after scrolling up.

    Only scrolling changes which of the two it is: by wheel, keys, mouse or `go_to`. When rows are
    added or removed, when the table or its font changes size, or when it is hidden and shown, the
    table is returned to its end, or to the row that was at its top or the nearest one. The current
    row stays visible if it was visible.

    Attributes:
        follows: whether the table follows its end at all, and has a button that leads there.
    """

    def __init__(self, view: WholeRowsTable, model: NumberedModel) -> None:
        """Prepare to follow the end of a table; `start` begins it.

        Args:
            view: the table.
            model: the table's model, before it is set on the table.
        """
        super().__init__(view)
        self._view = view
        self._model = model
        self.follows = True
        self._place = Place(following=True)
        self._held: int | None = None
        self._is_restoring = False
        self.button = QToolButton(view)
        self.button.setProperty("rank", "plain")
        self.button.setProperty("looks", "small")
        self.button.setText(tr("To the newest"))
        self.button.setIcon(icon("arrow-down-to-line"))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setToolTip(tr("Show the newest row and follow what comes (End)"))
        self.button.setAccessibleName(tr("To the newest"))
        self.button.hide()
        self.button.clicked.connect(self.follow)
        bar = view.verticalScrollBar()
        bar.valueChanged.connect(self._on_bar_value_changed)
        # Emitted before the value is clipped to the new range, so that clipping is not scrolling.
        bar.rangeChanged.connect(self._on_bar_range_changed)
        view.viewport().installEventFilter(self)
        # If the current row is removed, Qt makes the next one current and scrolls to it.
        model.rowsAboutToBeRemoved.connect(self._on_model_rows_about_to_be_removed)

    def start(self) -> None:
        """Connect to the model; call it after the model was set on the table."""
        self._model.modelReset.connect(self._on_model_changed)
        self._model.rowsRemoved.connect(self._on_model_changed)

    @property
    def is_following(self) -> bool:
        """Whether the table follows its end."""
        return self._place.following

    @property
    def place(self) -> Place:
        """The scroll position, for `return_to`."""
        return self._place

    @Slot()
    def follow(self) -> None:
        """Scroll to the end and follow it."""
        self.return_to(Place(following=True))

    def return_to(self, place: Place) -> None:
        """Return to a scroll position."""
        self._place = place
        self.restore()

    def settle(self) -> None:
        """Keep the current scroll position; follow the end if that is the position."""
        bar = self._view.verticalScrollBar()
        self._held = self._number_in_sight()
        # While all rows are visible, every position is the end.
        if bar.maximum():
            self._place = self._place_at_top(following=bar.value() >= bar.maximum())
            self._show_button()

    @contextmanager
    def current_row(
        self, current: QModelIndex | QPersistentModelIndex, *, scrolls: bool = True
    ) -> Iterator[None]:
        """Handle a new current row, and keep it visible from then on.

        Args:
            current: the index of the row.
            scrolls: whether to scroll to it. Not done if Qt itself has chosen the row, as it does
                for a table that gets the focus; nor in a hidden table, which would scroll to it
                when it is shown again.
        """
        before = self._view.hasAutoScroll()
        is_chosen = before and scrolls and not self._is_restoring
        self._view.setAutoScroll(is_chosen and self._view.isVisible())
        if is_chosen and current.isValid():
            self._held = self._model.number_at(current.row())
        yield
        self._view.setAutoScroll(before)

    def restore(self) -> None:
        """Scroll the table to its end or its position."""
        bar = self._view.verticalScrollBar()
        self._is_restoring = True
        is_at_end = self.follows and self._place.following
        bar.setValue(bar.maximum() if is_at_end else self._value())
        self._is_restoring = False
        self._show_button()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the button in its corner."""
        if event.type() == QEvent.Type.Resize:
            self._place_button()
        return False

    @Slot(int)
    def _on_bar_value_changed(self, value: int) -> None:
        if not self._is_restoring:
            self.settle()

    @Slot(int, int)
    def _on_bar_range_changed(self, minimum: int, maximum: int) -> None:
        self.restore()

    @Slot()
    def _on_model_rows_about_to_be_removed(self) -> None:
        self._is_restoring = True

    @Slot()
    def _on_model_changed(self) -> None:
        # The range need not change when other rows are shown. Qt computes it later, so it may
        # still be the old one.
        self._view.doItemsLayout()
        self.restore()

    # Places

    def _place_at_top(self, *, following: bool) -> Place:
        top = self._view.rowAt(0)
        if following or top < 0:
            return Place(following)
        number = self._model.number_at(top)
        return Place(following, number, top - self._model.position_from(number))

    def _value(self) -> int:
        """Return the scroll bar's value for the position at which the held row is visible."""
        count = self._model.rowCount()
        if not count:
            return 0
        place = self._place
        position = min(self._model.position_from(place.number), count - 1)
        is_shown = self._model.number_at(position) == place.number
        value = position + (min(place.rank, count - 1 - position) if is_shown else 0)
        held = self._position_held()
        if held is not None:
            height = self._view.verticalHeader().defaultSectionSize()
            seen = max(self._view.viewport().height() // height, 1)
            value = min(max(value, held - seen + 1), held)
        return value

    def _position_held(self) -> int | None:
        if self._held is None:
            return None
        position = self._model.position_from(self._held)
        is_shown = position < self._model.rowCount()
        return position if is_shown and self._model.number_at(position) == self._held else None

    def _number_in_sight(self) -> int | None:
        current = self._view.currentIndex()
        if not current.isValid():
            # The row may come back with a filter's matches; until then keep the top row only.
            return None
        top = self._view.rowViewportPosition(current.row())
        is_seen = 0 <= top <= self._view.viewport().height() - self._view.rowHeight(current.row())
        return self._model.number_at(current.row()) if is_seen else None

    # The button

    def _show_button(self) -> None:
        is_scrolled = self._view.verticalScrollBar().maximum() > 0
        is_elsewhere = self.follows and is_scrolled and not self._place.following
        if is_elsewhere == self.button.isHidden():
            self.button.setVisible(is_elsewhere)
            self._place_button()

    def _place_button(self) -> None:
        """Place the button in the header of the table, or over its last rows without one."""
        header = self._view.horizontalHeader()
        is_headed = not header.isHidden()
        area = header.geometry() if is_headed else self._view.viewport().geometry()
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.adjustSize()
        if is_headed and self.button.width() + _DISTANCE > self._room_beside_titles(header):
            self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            self.button.adjustSize()
        left = area.right() - self.button.width() - _DISTANCE
        below = (area.height() - self.button.height()) // 2 if is_headed else _DISTANCE
        self.button.move(left, area.bottom() - self.button.height() - below)
        self.button.raise_()

    def _room_beside_titles(self, header: QHeaderView) -> int:
        """Return how wide the header is beside the last title, in pixels."""
        last = header.logicalIndexAt(header.width() - 1)
        if last < 0:
            return header.width()
        title = header.sectionViewportPosition(last) + header.sectionSizeHint(last)
        return header.width() - title

    def room_in(self, cell: QRect) -> QRect:
        """Return the part of a cell, in the viewport, that the button does not cover."""
        if self.button.isHidden():
            return cell
        taken = self.button.geometry().translated(-self._view.viewport().pos())
        free = QRect(cell)
        if taken.intersects(cell):
            free.setRight(taken.left() - 1)
        return free
