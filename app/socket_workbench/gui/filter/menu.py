"""The menu that sets the filter."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from socket_workbench.gui.filter.parts import (
    MESSAGES,
    direction_title,
    shown_kinds,
    with_connection_toggled,
    with_endpoint_toggled,
    with_kind_toggled,
)
from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.rows.sources import SessionSources
from socket_workbench.gui.rows.words import connection_name, kind_word
from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.row import Direction
from socket_workbench.journal.search.filter import Filter
from socket_workbench.language import tr

#: The most connections in the menu; the others can be chosen from the menu of their rows.
MOST_CONNECTIONS = 30


class FilterMenu(QMenu):
    """Offers endpoints, connections, directions and kinds; those in the filter are checked.

    Signals:
        chosen(object): an entry was chosen; carries the resulting `Filter`.
    """

    chosen = Signal(object)

    def __init__(self, sources: SessionSources, parent: QWidget) -> None:
        """Create a menu that is filled each time it opens.

        Args:
            sources: the session's sources; new ones are added while the menu is open.
            parent: the filter bar.
        """
        super().__init__(tr("Filter"), parent)
        self._sources = sources
        self._wanted = Filter()
        self._endpoints = self._connections = QMenu(self)
        self._parts = [self._endpoints]
        self.aboutToShow.connect(self._on_about_to_show)
        sources.added.connect(self._on_sources_added)

    def set_filter(self, wanted: Filter) -> None:
        """Set the filter that the entries change."""
        self._wanted = wanted

    @Slot()
    def fill(self) -> None:
        """Fill the menu."""
        self.clear()
        for part in self._parts:
            part.deleteLater()
        self._parts.clear()
        self._endpoints = self.addMenu(tr("Only endpoint"))
        self._connections = self.addMenu(tr("Only connection"))
        self._fill_sources()
        self._finish(self._endpoints)
        self._finish(self._connections)
        self._add_directions()
        self._add_kinds()

    def _fill_sources(self) -> None:
        """Add entries for the known endpoints and connections."""
        sources = [source for source in self._sources.known if source.role is not Role.SESSION]
        menu = self._endpoints
        menu.clear()
        for name in dict.fromkeys(source.name for source in sources):
            chosen = name in (self._wanted.endpoints or ())
            _add_tick(menu, name, chosen, with_endpoint_toggled(self._wanted, name))
        menu.setEnabled(not menu.isEmpty())
        menu = self._connections
        menu.clear()
        for source in [source for source in sources if source.connection][-MOST_CONNECTIONS:]:
            number = source.connection
            chosen = number in (self._wanted.connections or ())
            title = f"{connection_name(source)}  {source.name}"
            _add_tick(menu, title, chosen, with_connection_toggled(self._wanted, number))
        menu.setEnabled(not menu.isEmpty())

    def _add_directions(self) -> None:
        menu = self.addMenu(tr("Direction"))
        group = QActionGroup(menu)
        choices: tuple[Direction | None, ...] = (None, *Direction)
        for direction in choices:
            title = (
                tr("Both, and other events") if direction is None else direction_title(direction)
            )
            result = replace(self._wanted, direction=direction, hidden_directions=frozenset())
            chosen = result == self._wanted
            group.addAction(_add_tick(menu, title, chosen, result))
        self._finish(menu)

    def _add_kinds(self) -> None:
        menu = self.addMenu(tr("Kind"))
        shown = shown_kinds(self._wanted)
        messages = replace(self._wanted, kinds=None if shown == MESSAGES else MESSAGES)
        _add_tick(menu, tr("Only sent and received"), shown == MESSAGES, messages)
        menu.addSeparator()
        for kind in Kind:
            tick = _add_tick(
                menu, kind_word(kind), kind in shown, with_kind_toggled(self._wanted, kind)
            )
            tick.setEnabled(shown != {kind})
        self._finish(menu)

    def _finish(self, menu: QMenu) -> None:
        menu.setEnabled(not menu.isEmpty())
        menu.triggered.connect(self._on_menu_triggered)
        self._parts.append(menu)

    @Slot()
    def _on_about_to_show(self) -> None:
        self.fill()
        self._sources.look()

    @Slot()
    def _on_sources_added(self) -> None:
        if self.isVisible():
            self._fill_sources()

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.chosen.emit(action.data())


def _add_tick(menu: QMenu, title: str, chosen: bool, result: Filter) -> QAction:
    # Escape ampersands in an endpoint's name.
    action = menu.addAction(plain_title(title))
    action.setCheckable(True)
    action.setChecked(chosen)
    action.setData(result)
    return action
