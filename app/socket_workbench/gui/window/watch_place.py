"""Where a window shows watched programs: a dock beside servers, clients and the log."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMainWindow, QTabWidget

from socket_workbench.gui.card.record_card import RecordCard
from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.session.watched_programs import Program
from socket_workbench.gui.watch.form import ProgramForm
from socket_workbench.gui.watch.pane import ProgramPane
from socket_workbench.gui.watch.source_marks import chosen_line
from socket_workbench.gui.widgets.scrolled_column import PlainScrollArea
from socket_workbench.gui.window.dock import WorkDock
from socket_workbench.gui.window.layout.pane_fold import PaneFold
from socket_workbench.gui.window.layout.watch_fold import SHARES, WatchFold
from socket_workbench.gui.window.pages import LOG
from socket_workbench.journal.row import Row
from socket_workbench.language import tr

_MOST_RESTORED = 50
"""Programs that are restored at most: the file may be damaged."""


class WatchPlace(QObject):
    """The watched programs of a window, one tab each.

    Attributes:
        tabs: the panes.
        dock: holds them; hidden while there are none.
        fold: shows them behind a tab with the card while the window is narrow.
    """

    def __init__(
        self,
        window: QMainWindow,
        session: Session,
        card: RecordCard,
        beside: WorkDock,
        panes: PaneFold,
    ) -> None:
        """Create an empty place.

        Args:
            window: the window, which becomes the parent.
            session: where calls are recorded.
            card: shows them.
            beside: the dock of the card, to whose right the programs are.
            panes: says how many panes the window has room for.
        """
        super().__init__(window)
        self._beside = beside
        self._window = window
        self._session = session
        self._card = card
        self._last: Program | None = None
        self._selected: int | None = None
        self.tabs = QTabWidget()
        self.tabs.setTabsClosable(True)
        self.tabs.setDocumentMode(True)
        self.dock = WorkDock("programs", tr("Programs"), self.tabs, window)
        self._has_place = window.restoreDockWidget(self.dock)
        if not self._has_place:
            window.splitDockWidget(beside, self.dock, Qt.Orientation.Horizontal)
        self.dock.hide()
        self.dock.toggleViewAction().setEnabled(False)
        self.fold = WatchFold(window, self.dock, self.tabs, beside, card, panes)
        self.tabs.tabCloseRequested.connect(self._on_tabs_close_requested)
        card.row_selected.connect(self._on_card_row_selected)

    def panes(self) -> list[ProgramPane]:
        """Return the panes, in the order of their tabs."""
        areas = (self.tabs.widget(place) for place in range(self.tabs.count()))
        found = (area.widget() for area in areas if isinstance(area, PlainScrollArea))
        return [pane for pane in found if isinstance(pane, ProgramPane)]

    @Slot()
    def ask(self) -> None:
        """Open the form, filled with what was run last."""
        form = ProgramForm(self._last, self._window)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.run_requested.connect(self.run)
        form.open()

    @Slot(object)
    def run(self, program: Program) -> None:
        """Run a program in a new pane; one that was generated, in the pane of its last run."""
        if program.is_generated:
            for pane in self.panes():
                if pane.program.is_generated and pane.program.name == program.name:
                    self.tabs.setCurrentIndex(self.panes().index(pane))
                    self._show_programs()
                    pane.start_again(program)
                    return
        else:
            self._last = program
        pane = self._add(program)
        self.tabs.setCurrentIndex(self.panes().index(pane))
        self._show_programs()
        pane.start()

    def save(self) -> dict[str, object]:
        """Return the programs for the next start, but those that were generated."""
        programs = [pane.program for pane in self.panes()]
        kept = [program.save() for program in programs if not program.is_generated]
        return {"programs": kept, "is_shown": self.fold.is_shown}

    def restore(self, saved: Mapping[str, object]) -> None:
        """Add the programs that `save` has returned, and run none; ignore what cannot be read."""
        entries = saved.get("programs")
        for entry in entries[:_MOST_RESTORED] if isinstance(entries, list) else ():
            try:
                self._last = Program.restore(entry)
            except (AttributeError, ValueError):
                continue
            self._add(self._last)
        if self.panes() and saved.get("is_shown") is True:
            self._show_programs()

    def _add(self, program: Program) -> ProgramPane:
        pane = ProgramPane(self._session, program)
        pane.moment_chosen.connect(self._on_pane_moment_chosen)
        pane.look_changed.connect(self._session.programs.changed)
        pane.refreshed.connect(self._session.programs.refreshed)
        # With large type, it must not make the window larger than its screen.
        area = PlainScrollArea()
        area.setWidget(pane)
        self.tabs.addTab(area, plain_title(program.title))
        self._session.programs.add(pane)
        self.dock.toggleViewAction().setEnabled(True)
        return pane

    def _show_programs(self) -> None:
        self.fold.show_programs()
        if not self._has_place and self.dock.isVisible():
            docks = [self._beside, self.dock]
            self._window.resizeDocks(docks, SHARES, Qt.Orientation.Horizontal)
            self._has_place = True

    @Slot()
    def stop_all(self) -> None:
        """Begin to end all programs; returns at once."""
        for pane in self.panes():
            pane.stop()
            pane.close_readers()

    @Slot(int)
    def _on_tabs_close_requested(self, place: int) -> None:
        area, pane = self.tabs.widget(place), self.panes()[place]
        pane.stop()
        pane.close_readers()
        self.tabs.removeTab(place)
        self._session.programs.remove(pane)
        if area is not None:
            area.deleteLater()
        if not self.tabs.count():
            self.fold.hide_programs()
            self.dock.toggleViewAction().setEnabled(False)

    @Slot(object)
    def _on_card_row_selected(self, row: Row | None) -> None:
        """Show the line of a call or hint: where the process ran, else in the pane in front."""
        number = None if row is None else row.number
        if number == self._selected:
            # Not again for the same row: the user may be reading elsewhere.
            return
        self._selected = number
        panes, front = self.panes(), self.tabs.currentIndex()
        for pane in panes:
            pane.code.show_chosen(None)
        chosen = None if row is None else chosen_line(row)
        if chosen is None or not panes:
            return
        place = max(range(len(panes)), key=lambda at: (panes[at].likeness(chosen), at == front))
        if panes[place].likeness(chosen):
            panes[place].code.show_chosen(chosen)
            self.tabs.setCurrentIndex(place)

    @Slot(object)
    def _on_pane_moment_chosen(self, moment: int) -> None:
        self._card.show_page(LOG).show_moment(moment)
