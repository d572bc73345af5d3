"""Servers and clients behind one row of tabs, in a narrow window."""

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.panes.area import PaneArea
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.panes.tabs import PaneTabs
from socket_workbench.gui.window.dock import WorkDock

_MARGINS = 48
"""Pixels of the window beside and between the two areas."""


class PaneFold(QObject):
    """Shows all panes in the dock of the servers, one at a time, while the window is narrow.

    It does so where two panes have no room side by side, and both docks are visible and part of the
    window.

    Args:
        servers: the dock of the servers' area.
        clients: the dock of the clients' area.
        board: the areas.
        window: the window of the docks.

    To the user, the docks are as visible as before: the View menu has them ticked.

    Attributes:
        tabs: the tabs of all panes, servers first; None unless it does so.

    Signals:
        folded(): it has begun or ceased to do so.
        width_changed(): the window, or what needs its width, may have another one.
    """

    folded = Signal()
    width_changed = Signal()

    def __init__(
        self, servers: WorkDock, clients: WorkDock, board: PaneBoard, window: QWidget
    ) -> None:
        super().__init__(window)
        self._servers = servers
        self._clients = clients
        self._board = board
        self._window = window
        self.tabs: PaneTabs | None = None
        for dock in (servers, clients):
            dock.topLevelChanged.connect(self.fit)
        servers.toggleViewAction().triggered.connect(self.fit)
        clients.toggleViewAction().triggered.connect(self._on_clients_toggled)
        for area in self._areas():
            area.pane_added.connect(self._on_area_pane_added)
            area.pane_removed.connect(self._on_area_pane_removed)
            area.pane_chosen.connect(self._on_area_pane_chosen)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fold or unfold when the window has another width."""
        if event.type() is QEvent.Type.Resize:
            self.fit()
        return False

    @property
    def is_folded(self) -> bool:
        """Whether all panes are behind these tabs."""
        return self.tabs is not None

    def has_room(self, panes: float) -> bool:
        """Return whether the window has the width of so many panes side by side."""
        return self._window.width() >= panes * self._board.servers.narrowest() + _MARGINS

    @Slot()
    def fit(self) -> None:
        """Fold or unfold, as the width of the window demands."""
        wanted = not self.has_room(2) and self._can_fold()
        if wanted and not self.is_folded:
            self._fold()
        elif not wanted:
            self.unfold()
        self.width_changed.emit()

    def unfold(self) -> None:
        """Show servers and clients in docks of their own, as they are saved."""
        if self.tabs is None:
            return
        self.tabs.hide()
        self.tabs.deleteLater()
        self.tabs = None
        self._clients.column.addWidget(self._board.clients)
        for area in self._areas():
            area.set_tabbed_elsewhere(False)
            area.show()
        self._clients.show()
        self.folded.emit()

    def needed_height(self) -> int:
        """Return the height of the dock at which nothing in a pane scrolls but its list."""
        shown = [area for area in self._areas() if not area.isHidden()]
        needed = max((area.needed_height() for area in shown), default=0)
        # Beside the areas, there are the grip and the tabs.
        inside = [area for area in shown if self._servers.isAncestorOf(area)]
        least = max((area.minimumSizeHint().height() for area in inside), default=0)
        return needed + max(self._servers.minimumSizeHint().height() - least, 0)

    def _areas(self) -> tuple[PaneArea, PaneArea]:
        return self._board.servers, self._board.clients

    def _can_fold(self) -> bool:
        if not self._board.panes() or self._servers.isHidden():
            return False
        if self._servers.isFloating() or self._clients.isFloating():
            return False
        return self.is_folded or not self._clients.isHidden()

    def _fold(self) -> None:
        focus = self._window.focusWidget()
        # New ones each time: the old ones, with their connections to the panes, are deleted.
        self.tabs = tabs = PaneTabs(self._window)
        self._clients.hide()
        self._clients.toggleViewAction().setChecked(True)
        self._servers.column.insertWidget(0, tabs)
        self._servers.column.addWidget(self._board.clients)
        for area in self._areas():
            area.set_tabbed_elsewhere(True)
        for place, pane in enumerate(self._board.panes()):
            tabs.insert(place, pane)
        tabs.pane_chosen.connect(self._on_tabs_pane_chosen)
        in_clients = focus is not None and self._board.clients.isAncestorOf(focus)
        first, second = reversed(self._areas()) if in_clients else self._areas()
        shown = first.current() or second.current()
        if shown is not None:
            tabs.choose(shown)
            self._show(shown)
        tabs.show()
        if focus is not None and in_clients:
            focus.setFocus()
        self.folded.emit()

    def _show(self, pane: Pane) -> None:
        # The other one is hidden first: both together could make the window higher.
        for area in sorted(self._areas(), key=lambda area: pane in area.panes()):
            if pane in area.panes() and area.current() is not pane:
                area.choose(pane)
            area.setVisible(pane in area.panes())

    @Slot(object)
    def _on_tabs_pane_chosen(self, pane: Pane) -> None:
        self._show(pane)

    @Slot(object)
    def _on_area_pane_chosen(self, pane: Pane) -> None:
        if self.tabs is not None and pane in self.tabs.panes():
            self.tabs.choose(pane)

    @Slot(object)
    def _on_area_pane_added(self, pane: Pane) -> None:
        if self.tabs is not None:
            self.tabs.insert(self._board.panes().index(pane), pane)
        self.fit()

    @Slot(object)
    def _on_area_pane_removed(self, pane: Pane) -> None:
        if self.tabs is not None:
            self.tabs.remove(pane)
        self.fit()

    @Slot(bool)
    def _on_clients_toggled(self, shown: bool) -> None:
        if self.is_folded and not shown:
            # Qt hides nothing: the dock is hidden already.
            self.unfold()
            self._clients.hide()
        self.fit()
