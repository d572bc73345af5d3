"""The area of the server panes or the client panes: side by side, or one at a time with tabs."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.looks.fonts import row_height

if TYPE_CHECKING:
    from socket_workbench.gui.panes.frame import PaneFrame, PaneTiles
    from socket_workbench.gui.panes.pane import Pane
    from socket_workbench.gui.panes.tabs import PaneTabs
    from socket_workbench.gui.widgets.empty_state import EmptyState

NARROWEST = 14
"""The minimum width of a pane beside another, in heights of fields: 420 pixels."""


MOST_CLOSED = 10
"""The most closed panes that are kept."""


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

    Signals:
        pane_requested(): the placeholder's button was pressed.
        pane_added(Pane): a pane was added.
        pane_removed(Pane): a pane was removed.
        frame_closed(PaneFrame, int): the user has closed the pane of this frame, at this place.
        focus_released(): the focus was in the pane that was closed, or in its tab.
        pane_chosen(Pane): a pane became the current one.
    """

    pane_requested = Signal()
    pane_added = Signal(object)
    pane_removed = Signal(object)
    frame_closed = Signal(object, int)
    focus_released = Signal()
    pane_chosen = Signal(object)

    def __init__(
        self, placeholder: tuple[str, str, str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._frames: list[PaneFrame] = []
        self._arrangement = Arrangement.AUTOMATIC
        self._together = True
        self._is_expecting = False
        self._is_tabbed_elsewhere = False
        self._placeholder = placeholder
        self._empty: EmptyState | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    # Made with the first pane, after the first paint.

    @cached_property
    def tabs(self) -> PaneTabs:
        """A tab for every pane, in the order of the panes; hidden while all panes are visible."""
        from socket_workbench.gui.panes.tabs import PaneTabs

        tabs = PaneTabs(self)
        tabs.hide()
        tabs.pane_chosen.connect(self._on_tabs_pane_chosen)
        self._column.insertWidget(0, tabs)
        return tabs

    @cached_property
    def _tiles(self) -> PaneTiles:
        from socket_workbench.gui.panes.frame import PaneTiles

        tiles = PaneTiles(self)
        tiles.hide()
        self._column.addWidget(tiles, 1)
        return tiles

    def panes(self) -> list[Pane]:
        """Return the panes, in the order of their tabs."""
        return [frame.pane for frame in self._frames]

    def current(self) -> Pane | None:
        """Return the current pane."""
        return self.tabs.current() if self._frames else None

    def expect(self, *, panes: bool) -> None:
        """Set whether to hide the placeholder because panes are about to be added."""
        self._is_expecting = panes
        self._arrange()

    def new_frame(self) -> PaneFrame:
        """Return a frame for a pane, to be passed to the pane as its parent."""
        from socket_workbench.gui.panes.frame import PaneFrame

        frame = PaneFrame()
        # Before it has a pane: reparenting makes Qt style each widget of the pane again.
        self._tiles.splitter.addWidget(frame)
        return frame

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
        self.tabs.insert(len(self._frames) - 1, pane)
        self.pane_added.emit(pane)
        if chosen:
            self.choose(pane)
        self._arrange()

    def choose(self, pane: Pane) -> None:
        """Make a pane the current one."""
        if pane is self.current():
            # It may not be visible where tabs of both areas share a row.
            self.pane_chosen.emit(pane)
            self._scroll_to_current()
        self.tabs.choose(pane)

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
        self.tabs.remove(pane)
        frame.hide()
        frame.deleteLater()
        self.pane_removed.emit(pane)

    def close_pane(self, pane: Pane) -> None:
        """Stop a pane's endpoint and take the pane out, so that `reopen` can put it back.

        Whoever receives `frame_closed` owns the frame.
        """
        place = self.panes().index(pane)
        focus = pane.window().focusWidget()
        had_focus = focus is not None and (focus is self.tabs or pane.isAncestorOf(focus))
        pane.stop()
        frame = self._frames.pop(place)
        self.tabs.remove(pane)
        frame.hide()
        # The splitter would count it among the visible panes.
        frame.setParent(self)
        self.pane_removed.emit(pane)
        self._arrange()
        self.frame_closed.emit(frame, place)
        if had_focus:
            self.focus_released.emit()

    def reopen(self, frame: PaneFrame, place: int) -> None:
        """Put a closed pane back, and make it the current one.

        Args:
            frame: its frame, as it was told by `frame_closed`.
            place: where it was, told with it.
        """
        place = min(place, len(self._frames))
        splitter = self._tiles.splitter
        behind = self._frames[place : place + 1]
        at = splitter.indexOf(behind[0]) if behind else splitter.count()
        splitter.insertWidget(at, frame)
        self._frames.insert(place, frame)
        self.tabs.insert(place, frame.pane)
        self.pane_added.emit(frame.pane)
        self.choose(frame.pane)
        self._arrange()

    def take_focus(self) -> bool:
        """Give the focus to the tabs or to the current pane; return whether there is one."""
        pane = self.current()
        if pane is None:
            return False
        target = pane.address if self.tabs.isHidden() else self.tabs
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def focus_placeholder(self) -> None:
        """Give the focus to the button that is there without panes."""
        if self._empty is not None:
            self._empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_tabbed_elsewhere(self, elsewhere: bool) -> None:
        """Set whether to show one pane at a time, whose tab is shown somewhere else."""
        self._is_tabbed_elsewhere = elsewhere
        self._arrange()

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Set the arrangement."""
        self._arrangement = arrangement
        self._arrange()
        self._scroll_to_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Check again whether the panes fit side by side."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Check again whether the panes fit if their contents or the font have changed."""
        is_layout = event.type() is QEvent.Type.LayoutRequest
        if is_layout and self._frames and self._side_by_side() != self._together:
            self._arrange()
        return super().event(event)

    def narrowest(self) -> int:
        """Return the minimum width of a pane beside another, in pixels."""
        return row_height(self.font()) * NARROWEST

    def needed_height(self) -> int:
        """Return the height at which nothing in a pane scrolls but its list, in pixels."""
        if not self._frames:
            return self.minimumSizeHint().height()
        tabs = 0 if self.tabs.isHidden() else self.tabs.sizeHint().height() + self._column.spacing()
        return tabs + self._tiles.needed_height()

    def _side_by_side(self) -> bool:
        if self._is_tabbed_elsewhere:
            return False
        if self._arrangement is not Arrangement.AUTOMATIC:
            return self._arrangement is Arrangement.TILES
        least = self.narrowest()
        # With this many panes, do not ask any of them for its size.
        if self.width() < len(self._frames) * least:
            return len(self._frames) <= 1
        widths = [max(least, frame.needed_width()) for frame in self._frames]
        handles = self._tiles.splitter.handleWidth() * (len(self._frames) - 1)
        return self.width() >= sum(widths) + handles

    def _arrange(self) -> None:
        # Hide first: both at once, even for a moment, would need more height than the dock has.
        if not self._frames:
            self._together = True
            if "tabs" in self.__dict__:
                self.tabs.hide()
                self._tiles.hide()
            self._show_placeholder(not self._is_expecting)
            return
        self._show_placeholder(False)
        self._tiles.show()
        together = self._together = self._side_by_side()
        self.tabs.setVisible(
            not together and not self._is_tabbed_elsewhere and len(self._frames) > 1
        )
        current = self.current()
        for frame in self._frames:
            is_seen = together or frame.pane is current
            # Skip unchanged panes: with hundreds, adding one changes nothing on most others.
            if is_seen and not frame.is_filled:
                # Not before it is visible, since this takes longer than creating it.
                frame.fill()
            if frame.isHidden() is is_seen:
                frame.setVisible(is_seen)

    def _scroll_to_current(self) -> None:
        """Scroll to the current pane, if there is one and others beside it."""
        current = self.current()
        if current is not None and self._together and len(self._frames) > 1:
            self._tiles.scroll_to(next(each for each in self._frames if each.pane is current))

    def _show_placeholder(self, is_shown: bool) -> None:
        if is_shown and self._empty is None:
            from socket_workbench.gui.widgets.empty_state import EmptyState

            self._empty = EmptyState(*self._placeholder)
            self._empty.action_requested.connect(self.pane_requested)
            self._column.addWidget(self._empty, 1)
        if self._empty is not None:
            self._empty.setVisible(is_shown)

    @Slot(object)
    def _on_tabs_pane_chosen(self, pane: Pane) -> None:
        self._arrange()
        self._scroll_to_current()
        self.pane_chosen.emit(pane)

    @Slot()
    def _on_pane_removal_requested(self) -> None:
        for pane in self.panes():
            if pane is self.sender():
                self.close_pane(pane)


class _Closed(NamedTuple):
    area: PaneArea
    frame: PaneFrame
    place: int


class ClosedPanes(QObject):
    """Keeps closed panes as they were, hidden and stopped: their fields, rows and sent messages.

    Signals:
        pane_closed(Pane): a pane was closed, and is kept.
    """

    pane_closed = Signal(object)

    def __init__(self, areas: Sequence[PaneArea], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._areas = areas
        self._closed: list[_Closed] = []
        for area in areas:
            area.frame_closed.connect(self._on_area_frame_closed)
            area.focus_released.connect(self._on_area_focus_released)

    def panes(self) -> list[Pane]:
        """Return the closed panes, the one closed last at the end."""
        return [closed.frame.pane for closed in self._closed]

    def reopen(self) -> Pane | None:
        """Put the pane that was closed last back in its place; return None if there is none."""
        if not self._closed:
            return None
        area, frame, place = self._closed.pop()
        area.reopen(frame, place)
        return frame.pane

    @Slot(object, int)
    def _on_area_frame_closed(self, frame: PaneFrame, place: int) -> None:
        area = next(area for area in self._areas if area is self.sender())
        self._closed.append(_Closed(area, frame, place))
        if len(self._closed) > MOST_CLOSED:
            oldest = self._closed.pop(0).frame
            oldest.pane.close_readers()
            oldest.deleteLater()
        self.pane_closed.emit(frame.pane)

    @Slot()
    def _on_area_focus_released(self) -> None:
        # Otherwise Qt gives it to the next widget of the window, the choice of scenarios.
        here = [area for area in self._areas if area is self.sender()]
        others = [area for area in self._areas if area is not self.sender()]
        if not any(area.take_focus() for area in [*here, *others]):
            here[0].focus_placeholder()
