"""The places in the card: the pages, and the selected message at their right or below them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from socket_workbench.gui.looks.fonts import TEXT_SIZE, pixel_size
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.language import tr

if TYPE_CHECKING:
    from socket_workbench.gui.message.detail import MessageDetail

_WIDE = 1160
"""The least width of the card with the message at the right: that of a window of 1,200 pixels."""

_HANDLE = 9
_LARGEST = 1 << 14


class Placement(enum.Enum):
    """Where the message is shown; the value is stored in the settings."""

    RIGHT = "right"
    BELOW = "below"

    @property
    def usual(self) -> int:
        """The size of the message before anybody has dragged the handle, in pixels."""
        return 384 if self is Placement.RIGHT else 80

    @property
    def least(self) -> int:
        """The size below which the message is not shown, in pixels."""
        return 240 if self is Placement.RIGHT else 72

    @property
    def least_of_pages(self) -> int:
        """What the pages keep when there is not room for both, in pixels."""
        return 560 if self is Placement.RIGHT else 130


class _MessagePlace(QFrame):
    """The place of the message, with a sentence while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.placement = Placement.BELOW
        self.detail: MessageDetail | None = None
        self.setAccessibleName(tr("Selected message"))
        self._empty = PlainLabel(tr("Select a row to see its message here."), "dim")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._empty)

    def hold(self, detail: MessageDetail) -> None:
        """Set the view of the message; it is not shown before `show_detail`."""
        self.detail = detail
        detail.hide()
        self._column.addWidget(detail)
        detail.set_beside(self.placement is Placement.RIGHT)

    def set_placement(self, placement: Placement) -> None:
        """Set where this place is."""
        self.placement = placement
        if self.detail is not None:
            self.detail.set_beside(placement is Placement.RIGHT)

    def show_detail(self, shown: bool) -> None:
        """Show the message, or the sentence that there is none."""
        if self.detail is not None:
            self._empty.setVisible(not shown)
            self.detail.setVisible(shown)

    def minimumSizeHint(self) -> QSize:
        """Return the least size of this placement, whatever the message needs."""
        scale = pixel_size(self.font()) / TEXT_SIZE
        least = round(self.placement.least * scale)
        return QSize(least, 0) if self.placement is Placement.RIGHT else QSize(0, least)


class CardPlaces(QSplitter):
    """The pages of the card, and the place of the selected message.

    The place is at the right of the pages where the card is wide, otherwise below them, with a size
    for either, and does not depend on whether a message is selected. It gives way where there is
    not room for both.

    Signals:
        wanted_changed(bool): whether the user wants to see the message.
        offered_changed(bool): whether the page that is shown has messages.
    """

    wanted_changed = Signal(bool)
    offered_changed = Signal(bool)

    def __init__(self, pages: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._pages = pages
        self._place = _MessagePlace()
        self._sizes: dict[Placement, int] = {}
        self._is_wanted = True
        self._is_offered = True
        self.setHandleWidth(_HANDLE)
        self.setChildrenCollapsible(False)
        self.addWidget(pages)
        self.addWidget(self._place)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.splitterMoved.connect(self._on_splitter_moved)

    @property
    def placement(self) -> Placement:
        """Where the message is shown, or would be."""
        return self._place.placement

    @property
    def is_wanted(self) -> bool:
        """Whether the user wants to see the message."""
        return self._is_wanted

    @property
    def is_seen(self) -> bool:
        """Whether the place of the message is there."""
        return not self._place.isHidden()

    @property
    def is_offered(self) -> bool:
        """Whether the page that is shown has messages."""
        return self._is_offered

    @Slot(bool)
    def set_wanted(self, wanted: bool) -> None:
        """Set whether the user wants to see the message."""
        if wanted != self._is_wanted:
            self._is_wanted = wanted
            self._arrange()
            self.wanted_changed.emit(wanted)

    def set_offered(self, offered: bool) -> None:
        """Set whether the page that is shown has messages."""
        if offered != self._is_offered:
            self._is_offered = offered
            self._arrange()
            self.offered_changed.emit(offered)

    def hold(self, detail: MessageDetail) -> None:
        """Set the view of the message; it is not shown before `show_detail`."""
        self._place.hold(detail)

    def show_detail(self, shown: bool) -> None:
        """Show the message, or the sentence that there is none."""
        self._place.show_detail(shown)

    def save_state(self) -> dict[str, object]:
        """Return sizes at the default font size, and whether the message is wanted."""
        sizes = {placement.value: size for placement, size in self._sizes.items()}
        return {"sizes": sizes, "wanted": self._is_wanted}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Restore what `save_state` returned; ignore what cannot be read."""
        sizes = state.get("sizes")
        self._sizes = {
            placement: size
            for placement in Placement
            if isinstance(sizes, dict)
            and type(size := sizes.get(placement.value)) is int
            and placement.least <= size <= _LARGEST
        }
        self.set_wanted(state.get("wanted") is not False)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of the pages: the message gives way to them."""
        return self._pages.minimumSizeHint()

    def sizeHint(self) -> QSize:
        """Return the size hint of the pages, which does not depend on the message."""
        return self._pages.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the message where there is room for it."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._arrange()

    def _scale(self) -> float:
        return pixel_size(self.font()) / TEXT_SIZE

    def _arrange(self) -> None:
        scale = self._scale()
        is_wide = self.width() >= _WIDE * scale
        placement = Placement.RIGHT if is_wide else Placement.BELOW
        if placement is not self.placement:
            self._place.set_placement(placement)
        beside = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if self.orientation() is not beside:
            self.setOrientation(beside)
        room = (self.width() if is_wide else self.height()) - _HANDLE
        wanted = round(self._sizes.get(placement, placement.usual) * scale)
        size = min(wanted, room - round(placement.least_of_pages * scale))
        fits = size >= round(placement.least * scale)
        self._place.setVisible(self._is_wanted and self._is_offered and fits)
        if fits:
            self.setSizes([room - size, size])

    @Slot(int, int)
    def _on_splitter_moved(self, position: int, index: int) -> None:
        size = round(self.sizes()[1] / self._scale())
        self._sizes[self.placement] = max(size, self.placement.least)
