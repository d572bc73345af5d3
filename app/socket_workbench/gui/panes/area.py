"""The area of the server panes or the client panes: side by side, or one at a time with tabs."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabBar, QVBoxLayout, QWidget

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.looks.icons import drawn_icon
from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.looks.state_mark import draw_mark
from socket_workbench.gui.panes.state_words import tone_of

if TYPE_CHECKING:
    from socket_workbench.gui.panes.frame import PaneFrame
    from socket_workbench.gui.panes.pane import Pane
    from socket_workbench.gui.widgets.empty_state import EmptyState

NARROWEST = 420
"""The minimum width of a pane beside another, in pixels."""

_MARK = 10


class Arrangement(enum.Enum):
    """How several panes are arranged; the value is stored in the settings."""

    AUTOMATIC = "automatic"
    """Side by side if all fit, otherwise with tabs."""
    TILES = "tiles"
    TABS = "tabs"


class PaneArea(QWidget):
    """Panes, and a placeholder while there are none.

    Args:
        placeholder: icon, title, sentence and action of the `EmptyState`, made on first use.
        parent: the widget around it.

    Attributes:
        tabs: a tab for every pane, in the order of the panes; hidden while all panes are visible.

    Signals:
        pane_requested(): the placeholder's button was pressed.
        pane_removed(Pane): a pane was removed.
    """

    pane_requested = Signal()
    pane_removed = Signal(object)

    def __init__(
        self, placeholder: tuple[str, str, str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._frames: list[PaneFrame] = []
        self._arrangement = Arrangement.AUTOMATIC
        self._together = True
        self._is_expecting = False
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setIconSize(QSize(_MARK, _MARK))
        self.tabs.setMovable(False)
        self._placeholder = placeholder
        self._empty: EmptyState | None = None
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(12)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._splitter, 1)
        self.tabs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tabs.customContextMenuRequested.connect(self._on_tabs_menu_requested)
        self.tabs.currentChanged.connect(self._on_tabs_current_changed)
        self._splitter.hide()
        self.tabs.hide()

    def panes(self) -> list[Pane]:
        """Return the panes, in the order of their tabs."""
        return [frame.pane for frame in self._frames]

    def current(self) -> Pane | None:
        """Return the current pane."""
        place = self.tabs.currentIndex()
        return self._frames[place].pane if 0 <= place < len(self._frames) else None

    def expect(self, *, panes: bool) -> None:
        """Set whether to hide the placeholder because panes are about to be added."""
        self._is_expecting = panes
        self._arrange()

    def new_frame(self) -> PaneFrame:
        """Return a frame for a pane, to be passed to the pane as its parent."""
        from socket_workbench.gui.panes.frame import PaneFrame

        return PaneFrame(self)

    def add(self, pane: Pane, frame: PaneFrame | None = None, *, chosen: bool = True) -> None:
        """Append a pane.

        Args:
            pane: the pane.
            frame: its frame, from `new_frame`; None for a new one.
            chosen: whether it becomes the current pane; the first pane always does.
        """
        frame = frame or self.new_frame()
        frame.hold(pane)
        self._frames.append(frame)
        pane.removal_requested.connect(self._on_pane_removal_requested)
        pane.state_changed.connect(self._on_pane_state_changed)
        pane.renamed.connect(self.rename_tabs)
        self.tabs.addTab(_mark(pane.state), plain_title(pane.name))
        if chosen:
            self.choose(pane)
        self._arrange()

    def choose(self, pane: Pane) -> None:
        """Make a pane the current one."""
        self.tabs.setCurrentIndex(self.panes().index(pane))

    def remove(self, pane: Pane) -> None:
        """Stop a pane's endpoint and remove the pane."""
        self._take(pane)
        self._arrange()

    def remove_all(self, panes: Sequence[Pane]) -> Iterator[None]:
        """Remove panes, the last one first; yields after each."""
        # From the end: otherwise each next one would become the current one and be laid out.
        for pane in reversed(panes):
            if pane in self.panes():
                self._take(pane)
            yield
        self._arrange()

    def _take(self, pane: Pane) -> None:
        place = self.panes().index(pane)
        pane.stop()
        pane.close_readers()
        frame = self._frames.pop(place)
        self.tabs.removeTab(place)
        frame.hide()
        frame.deleteLater()
        self.pane_removed.emit(pane)

    @Slot()
    def rename_tabs(self) -> None:
        """Update the names on the tabs."""
        for place, pane in enumerate(self.panes()):
            title = plain_title(pane.name)
            # Each change lays out all tabs again.
            if self.tabs.tabText(place) != title:
                self.tabs.setTabText(place, title)

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Set the arrangement."""
        self._arrangement = arrangement
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Check again whether the panes fit side by side."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Check again whether the panes fit if their contents or the font have changed."""
        if event.type() is QEvent.Type.LayoutRequest and self._side_by_side() != self._together:
            self._arrange()
        return super().event(event)

    def _side_by_side(self) -> bool:
        if self._arrangement is not Arrangement.AUTOMATIC:
            return self._arrangement is Arrangement.TILES
        # With this many panes, do not ask any of them for its size.
        if self.width() < len(self._frames) * NARROWEST:
            return False
        widths = [max(NARROWEST, frame.needed_width()) for frame in self._frames]
        handles = self._splitter.handleWidth() * (len(self._frames) - 1)
        return self.width() >= sum(widths) + handles

    def _arrange(self) -> None:
        is_empty = not self._frames and not self._is_expecting
        self._show_placeholder(is_empty)
        self._splitter.setVisible(not is_empty)
        together = self._together = self._side_by_side()
        self.tabs.setVisible(not together and len(self._frames) > 1)
        current = self.current()
        for frame in self._frames:
            is_seen = together or frame.pane is current
            # Skip unchanged panes: with hundreds, adding one changes nothing on most others.
            if is_seen and frame.widget() is None:
                self._place(frame)
            if frame.isHidden() is is_seen:
                frame.setVisible(is_seen)

    def _show_placeholder(self, is_shown: bool) -> None:
        if is_shown and self._empty is None:
            from socket_workbench.gui.widgets.empty_state import EmptyState

            self._empty = EmptyState(*self._placeholder)
            self._empty.action_requested.connect(self.pane_requested)
            self._column.insertWidget(1, self._empty, 1)
        if self._empty is not None:
            self._empty.setVisible(is_shown)

    def _place(self, frame: PaneFrame) -> None:
        """Lay out a pane. Not done before it is visible, since it takes longer than creating it."""
        before = self._frames[: self._frames.index(frame)]
        place = sum(other.widget() is not None for other in before)
        frame.fill()
        self._splitter.insertWidget(place, frame)

    @Slot(int)
    def _on_tabs_current_changed(self, place: int) -> None:
        self._arrange()

    @Slot(object)
    def _on_tabs_menu_requested(self, point: QPoint) -> None:
        place = self.tabs.tabAt(point)
        if place >= 0:
            menu = self._frames[place].pane.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.tabs.setCurrentIndex(place)
            menu.popup(self.tabs.mapToGlobal(point))

    @Slot()
    def _on_pane_removal_requested(self) -> None:
        for pane in self.panes():
            if pane is self.sender():
                self.remove(pane)

    @Slot(object)
    def _on_pane_state_changed(self, state: EndpointState) -> None:
        # Update this tab only: with hundreds of panes, each start would update all of them.
        panes = self.panes()
        pane = self.sender()
        if pane in panes:
            self.tabs.setTabIcon(panes.index(pane), _mark(state))


def _mark(state: EndpointState) -> QIcon:
    return drawn_icon(partial(draw_mark, tone=tone_of(state)))
