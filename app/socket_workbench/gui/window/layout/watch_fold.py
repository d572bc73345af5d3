"""Log and watched programs behind one row of tabs, in a narrow window."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMainWindow, QTabBar, QWidget

from socket_workbench.gui.card.record_card import RecordCard
from socket_workbench.gui.window.dock import WorkDock
from socket_workbench.gui.window.layout.pane_fold import PaneFold
from socket_workbench.language import tr

_CARD, _PROGRAMS = range(2)
_LEAST_PANES = 2.5
"""The least width of the window for both beside each other, in widths of panes."""
SHARES = [5, 3]
"""The shares of card and programs before anybody has dragged what divides them."""


class WatchFold(QObject):
    """Shows the watched programs in the dock of the card while the window is narrow.

    It does so where neither dock floats or was moved above the other. To the user, the programs are
    as visible as before: the View menu has them ticked.

    Args:
        window: the window of the docks.
        dock: the dock of the programs, which is hidden.
        programs: its content.
        beside: the dock of the card.
        card: its content.
        panes: says how many panes the window has room for.

    Attributes:
        bar: the two tabs; None unless it does so.

    Signals:
        folded(): it has begun or ceased to do so.
    """

    folded = Signal()

    def __init__(
        self,
        window: QMainWindow,
        dock: WorkDock,
        programs: QWidget,
        beside: WorkDock,
        card: RecordCard,
        panes: PaneFold,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._dock = dock
        self._programs = programs
        self._beside = beside
        self._card = card
        self._panes = panes
        self._widths = SHARES
        self.bar: QTabBar | None = None
        panes.width_changed.connect(self.fit)
        for each in (dock, beside):
            each.topLevelChanged.connect(self.fit)
        dock.toggleViewAction().toggled.connect(self._on_dock_toggled)
        dock.toggleViewAction().triggered.connect(self._on_dock_triggered)
        beside.toggleViewAction().triggered.connect(self.fit)
        card.front_requested.connect(self._on_card_front_requested)

    @property
    def is_shown(self) -> bool:
        """Whether the programs are to be seen, be it behind a tab."""
        return self.bar is not None or not self._dock.isHidden()

    def show_programs(self) -> None:
        """Let the programs be seen, in front of the card if they share a place."""
        self._fold_first()
        if self.bar is None:
            self._dock.bring_to_front()
        else:
            self.bar.setCurrentIndex(_PROGRAMS)

    def hide_programs(self) -> None:
        """Let the programs be seen no longer."""
        self._unfold()
        self._dock.hide()

    @Slot()
    def fit(self) -> None:
        """Fold or unfold, as the width of the window demands."""
        if self.is_shown and self._can_fold():
            if self.bar is None:
                self._fold()
            self._lend_height()
        elif self.bar is not None:
            self._unfold()
            self._dock.show()
            docks = [self._beside, self._dock]
            self._window.resizeDocks(docks, self._widths, Qt.Orientation.Horizontal)

    def _fold_first(self) -> None:
        """Fold before the dock is shown, if at all: for a moment, both could widen the window."""
        if self.bar is None and self._can_fold():
            self._fold()

    def _can_fold(self) -> bool:
        if self._panes.has_room(_LEAST_PANES):
            return False
        if self._beside.isHidden() or self._beside.isFloating() or self._dock.isFloating():
            return False
        mine, its = self._dock.geometry(), self._beside.geometry()
        in_row = mine.top() < its.bottom() and its.top() < mine.bottom()
        return in_row or self._dock.isHidden()

    def _fold(self) -> None:
        if self._dock.isVisible():
            self._widths = [self._beside.width(), self._dock.width()]
        self.bar = bar = QTabBar()
        self._dock.hide()
        self._dock.toggleViewAction().setChecked(True)
        bar.setExpanding(False)
        bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        bar.setAccessibleName(tr("Log and programs"))
        for dock in (self._beside, self._dock):
            bar.addTab(dock.windowTitle())
        self._beside.column.insertWidget(0, bar)
        self._beside.column.addWidget(self._programs)
        bar.currentChanged.connect(self._on_bar_current_changed)
        self._on_bar_current_changed(_CARD)
        self._lend_height()
        self.folded.emit()

    def _unfold(self) -> None:
        if self.bar is None:
            return
        self.bar.hide()
        self.bar.deleteLater()
        self.bar = None
        self._dock.column.addWidget(self._programs)
        self._dock.toggleViewAction().setChecked(False)
        for part in (self._card, self._programs):
            part.show()
        self._card.lend_height(0)
        self.folded.emit()

    def _lend_height(self) -> None:
        """Let the pages of the card need less by the tabs, so that the window needs no more."""
        if self.bar is not None:
            self._card.lend_height(self.bar.sizeHint().height() + self._beside.column.spacing())

    @Slot(int)
    def _on_bar_current_changed(self, place: int) -> None:
        # The other one is hidden first: both together could make the window higher.
        parts = {_CARD: self._card, _PROGRAMS: self._programs}
        for other, part in parts.items():
            if other != place:
                part.hide()
        parts[place].show()

    @Slot(bool)
    def _on_dock_toggled(self, shown: bool) -> None:
        if shown:
            self._fold_first()

    @Slot(bool)
    def _on_dock_triggered(self, shown: bool) -> None:
        if self.bar is None:
            return
        if shown:
            # Qt shows the dock that is empty now.
            self._dock.hide()
            self._dock.toggleViewAction().setChecked(True)
            self.bar.setCurrentIndex(_PROGRAMS)
        else:
            # Qt hides nothing: the dock is hidden already.
            self._unfold()

    @Slot()
    def _on_card_front_requested(self) -> None:
        if self.bar is not None:
            self.bar.setCurrentIndex(_CARD)
