"""A card whose foot is always visible, and whose head is where there is room."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.looks.fonts import row_height
from socket_workbench.gui.panes.list_place import ListPlace
from socket_workbench.gui.widgets.named_card import NamedCard
from socket_workbench.gui.widgets.scrolled_column import ScrolledColumn

_LEAST_WIDTH = 12.5
"""The minimum width, in heights of fields: 375 pixels."""

_COMPACT_BELOW = 16
"""The width below which the card is compact, in heights of fields: 480 pixels."""

_NEEDED_ROWS = 3.66
"""The height that what scrolls needs, in heights of fields: a line of them, a list of two rows."""

_PINNED_ROWS = 1.5
"""The height that is left to it, in heights of fields, before the head scrolls with it."""

_LEAST_HEIGHT = 24
"""The minimum height of what scrolls, in pixels."""

_MARGIN = 12


class PinnedCard(NamedCard):
    """A named card of which the part between the head and what is added to `body` scrolls.

    In a low card, the head scrolls, too; what is added to `body` is always visible. In a narrow
    card, buttons have icons in place of words.

    Attributes:
        middle: the part that scrolls.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._is_compact = False
        self._is_head_pinned = True
        self._list_place: ListPlace | None = None
        self._forms: tuple[QWidget, ...] = ()
        self.middle = ScrolledColumn(0, self)
        self.middle.body.setSpacing(4)
        self.body.addWidget(self.middle, 1)
        self._column.setContentsMargins(_MARGIN, 6, _MARGIN, 6)
        self._column.setSpacing(4)

    def add_list(self, place: ListPlace, forms: Sequence[QWidget]) -> None:
        """Add the list to the part that scrolls, below what is there.

        While one of the forms is shown and leaves no room for two rows, there is no list: otherwise
        one part that scrolls would be within another.

        Args:
            place: holds the list.
            forms: what may be shown above it for a while.
        """
        self._list_place, self._forms = place, tuple(forms)
        self.middle.body.addWidget(place, 1)
        self.middle.room_changed.connect(self._on_middle_room_changed)

    @Slot()
    def _on_middle_room_changed(self) -> None:
        place = self._list_place
        if place is not None:
            is_filling = not all(form.isHidden() for form in self._forms)
            place.set_folded(is_filling and self.middle.room_beside(place) < place.unfolded_height)

    def minimumSizeHint(self) -> QSize:
        """Return the width that a compact card needs, and the height of all but what scrolls."""
        width = round(row_height(self.font()) * _LEAST_WIDTH)
        if self._is_compact:
            width = max(width, super().minimumSizeHint().width())
        return QSize(width, self._foot_height() + _LEAST_HEIGHT)

    def needed_height(self) -> int:
        """Return the height at which the list has two rows, and nothing scrolls but the list."""
        return self._pinned_height(_NEEDED_ROWS)

    def _foot_height(self) -> int:
        """Return the height of the margins and of what is below the part that scrolls."""
        return self._column.contentsMargins().top() * 2 + self.body.minimumSize().height()

    def _pinned_height(self, rows: float) -> int:
        """Return the height with the head and so many heights of fields of what scrolls."""
        head = self.header.minimumSize().height() + self._column.spacing()
        return head + round(row_height(self.font()) * rows) + self._foot_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show words on buttons, or icons in a narrow card; let the head scroll in a low one."""
        super().resizeEvent(event)
        self._fit_width()
        self._fit_height()

    def _fit_height(self) -> None:
        is_pinned = self.height() >= self._pinned_height(_PINNED_ROWS)
        if is_pinned is self._is_head_pinned:
            return
        self._is_head_pinned = is_pinned
        focus = self.window().focusWidget()
        old, new = self._column, self.middle.body
        if is_pinned:
            old, new = new, old
        old.removeItem(self.header)
        new.insertLayout(0, self.header)
        if focus is not None and self.isAncestorOf(focus) and not focus.hasFocus():
            # It was in the head, which is hidden while it gets another parent.
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Adapt to another font, when all that is in the card has it."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit_width()
            self._fit_height()
        return done

    def _fit_width(self) -> None:
        compact = self.width() < row_height(self.font()) * _COMPACT_BELOW
        if compact != self._is_compact:
            self._is_compact = compact
            self.set_compact(compact)

    def set_compact(self, compact: bool) -> None:
        """Show icons in place of the words on buttons, and leave out labels; or show all again."""
        raise NotImplementedError
