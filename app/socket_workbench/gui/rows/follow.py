"""Keeps a table scrolled to its end while it grows, or at a row while others come and go."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)
from PySide6.QtWidgets import QTableView, QToolButton

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.rows.numbered_rows import NumberedModel
from socket_workbench.language import tr

_DISTANCE = 12


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at the top of a table.

    Attributes:
        following: whether it is the table's end that is shown; the others do not matter then.
        number: the number of the first row that is seen.
        rank: how many rows with this number stand before it.
        hidden: how much of it is hidden above the edge, as a part of its height.
    """

    following: bool
    number: int = 0
    rank: int = 0
    hidden: float = 0.0


class EndFollower(QObject):
    """Keeps a table at its end while it grows, or at its place once one has scrolled up.

    Only movements change which of the two it is: by wheel, keys, mouse or `go_to`. Rows that come
    and go, another size of the table or of its type, and being hidden and shown do not: the table
    is brought back to its end, or to the row that was at its top, or to the one nearest to it. The
    current row stays in sight if it was in sight.
    """

    def __init__(self, view: QTableView, model: NumberedModel) -> None:
        """Be ready to follow the end of a table, from `start` on.

        Args:
            view: the table.
            model: the table's, which it has not been given yet.
        """
        super().__init__(view)
        self._view = view
        self._model = model
        self._place = Place(following=True)
        self._held: int | None = None
        self._is_restoring = False
        self.button = QToolButton(view)
        self.button.setProperty("rank", "plain")
        self.button.setText(tr("To the newest"))
        self.button.setIcon(icon("arrow-down-to-line"))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setToolTip(tr("Show the newest row and follow what comes (End)"))
        self.button.setAccessibleName(tr("To the newest"))
        self.button.hide()
        self.button.clicked.connect(self.follow)
        bar = view.verticalScrollBar()
        bar.valueChanged.connect(self._on_bar_value_changed)
        # Told before the value is brought into the new range, so that this is no movement.
        bar.rangeChanged.connect(self._on_bar_range_changed)
        view.viewport().installEventFilter(self)
        # The current row may be among them; then the next one is taken, and the table goes there.
        model.rowsAboutToBeRemoved.connect(self._on_model_rows_about_to_be_removed)

    def start(self) -> None:
        """Listen to the table's model, after the table itself does."""
        self._model.modelReset.connect(self._on_model_changed)
        self._model.rowsRemoved.connect(self._on_model_changed)

    @property
    def is_following(self) -> bool:
        """Whether the table stays at its end."""
        return self._place.following

    @property
    def place(self) -> Place:
        """Where the table is, for `return_to`."""
        return self._place

    @Slot()
    def follow(self) -> None:
        """Go to the end and stay there."""
        self.return_to(Place(following=True))

    def return_to(self, place: Place) -> None:
        """Go to where the table was before."""
        self._place = place
        self.restore()

    def settle(self) -> None:
        """Stay where the table was brought: follow if that is the end, else stand still."""
        bar = self._view.verticalScrollBar()
        self._held = self._number_in_sight()
        # While all rows are seen, the end and any other place are the same.
        if bar.maximum():
            self._place = self._place_at_top(following=bar.value() >= bar.maximum())
            self._show_button()

    @contextmanager
    def current_row(
        self, current: QModelIndex | QPersistentModelIndex, *, scrolls: bool = True
    ) -> Iterator[None]:
        """Let the table take another current row, and keep that in sight from then on.

        Args:
            current: the row.
            scrolls: whether to go to it. Not done either where Qt itself has chosen it, as it
                does for a table that the keyboard comes to; nor in a table that is not seen, which
                would go to it when it is shown again.
        """
        before = self._view.hasAutoScroll()
        is_chosen = before and scrolls and not self._is_restoring
        self._view.setAutoScroll(is_chosen and self._view.isVisible())
        if is_chosen and current.isValid():
            self._held = self._model.number_at(current.row())
        yield
        self._view.setAutoScroll(before)

    def restore(self) -> None:
        """Bring the table to its end or to its place."""
        bar = self._view.verticalScrollBar()
        self._is_restoring = True
        bar.setValue(bar.maximum() if self._place.following else self._value())
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
        # The range need not change when other rows are shown. It is worked out later, and may be
        # the old one until then.
        self._view.doItemsLayout()
        self.restore()

    # Places

    def _place_at_top(self, *, following: bool) -> Place:
        top = self._view.rowAt(0)
        if following or top < 0:
            return Place(following)
        number = self._model.number_at(top)
        hidden = -self._view.rowViewportPosition(top) / max(self._view.rowHeight(top), 1)
        return Place(following, number, top - self._model.position_from(number), hidden)

    def _value(self) -> int:
        """Return the scroll bar's value for the place, with the row held in sight."""
        count = self._model.rowCount()
        if not count:
            return 0
        rows, place = self._view.verticalHeader(), self._place
        position = min(self._model.position_from(place.number), count - 1)
        is_shown = self._model.number_at(position) == place.number
        rank = min(place.rank, count - 1 - position) if is_shown else 0
        height = rows.defaultSectionSize()
        value = rows.sectionPosition(position + rank)
        value += round(place.hidden * height) if is_shown else 0
        held = self._position_held()
        if held is not None:
            top = rows.sectionPosition(held)
            value = max(value, top + height - self._view.viewport().height())
            value = min(value, top)
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
            # It may come back with a filter's rows; till then nothing is looked at but the top.
            return None
        top = self._view.rowViewportPosition(current.row())
        is_seen = 0 <= top <= self._view.viewport().height() - self._view.rowHeight(current.row())
        return self._model.number_at(current.row()) if is_seen else None

    # The button

    def _show_button(self) -> None:
        is_elsewhere = not self._place.following and self._view.verticalScrollBar().maximum() > 0
        if is_elsewhere == self.button.isHidden():
            self.button.setVisible(is_elsewhere)
            self._place_button()

    def _place_button(self) -> None:
        self.button.adjustSize()
        area = self._view.viewport().geometry()
        self.button.move(
            area.right() - self.button.width() - _DISTANCE,
            area.bottom() - self.button.height() - _DISTANCE,
        )
        self.button.raise_()
