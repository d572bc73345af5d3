"""The header of the log: columns can be moved, resized and hidden."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from socket_workbench.gui.log.columns import LOG_COLUMNS, LOG_KEYS, PAYLOAD, PEER, LogColumn
from socket_workbench.gui.log.painter import LogPainter
from socket_workbench.gui.rows.time import TimeFormat, time_format_title
from socket_workbench.gui.widgets.columns import restore_columns, save_columns, section_width
from socket_workbench.language import tr

_PAYLOAD = LOG_COLUMNS.index(PAYLOAD)
_PEER = LOG_COLUMNS.index(PEER)


class LogHeader(QHeaderView):
    """A header with a menu that shows and hides columns, and sets the time format.

    Signals:
        time_format_chosen(object): another `TimeFormat` was chosen.
    """

    time_format_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.time_format = TimeFormat.CLOCK
        # Whether the peer is hidden to make room for the payload, and whether it may be.
        self._is_peer_away = False
        self._may_peer_go = True
        self._least_payload = 0
        self.setSectionsMovable(True)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setAccessibleName(tr("Columns of the log"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # Queued: after this signal, Qt gives what was the last column the width it had before.
        self.sectionMoved.connect(self._on_section_moved, Qt.ConnectionType.QueuedConnection)
        self.customContextMenuRequested.connect(self._on_menu_requested)

    def reset_columns(self) -> None:
        """Show the columns in their default order and width; hide the optional ones."""
        self._is_peer_away = False
        self._may_peer_go = True
        painter = LogPainter(self.font())
        for place, column in enumerate(LOG_COLUMNS):
            self.setSectionHidden(place, column.is_optional)
            self.moveSection(self.visualIndex(place), place)
            width = painter.column_width(column, column.sample)
            title = self.fontMetrics().horizontalAdvance(tr(column.title)) + 20
            self.resizeSection(place, max(width, title))
        # The last one takes what is left; with a width of its own the log would scroll sideways.
        self.resizeSection(_PAYLOAD, self.minimumSectionSize())
        self._least_payload = painter.column_width(PAYLOAD, PAYLOAD.sample) // 2
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the payload."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Hide the peer while the payload has little room; the direction names most of them."""
        is_shown = not self.isSectionHidden(_PEER)
        if not self.count() or not self._may_peer_go or not (is_shown or self._is_peer_away):
            return
        others = [place for place in self._seen_places() if place not in (_PEER, _PAYLOAD)]
        taken = section_width(self, _PEER) + sum(map(self.sectionSize, others))
        self._is_peer_away = self.width() - taken < self._least_payload
        self.setSectionHidden(_PEER, self._is_peer_away)

    def seen_columns(self) -> list[tuple[LogColumn, int, int]]:
        """Return the visible columns, each with its left edge and width in the viewport."""
        return [
            (LOG_COLUMNS[place], self.sectionViewportPosition(place), self.sectionSize(place))
            for place in self._seen_places()
        ]

    def _seen_places(self) -> list[int]:
        places = range(len(LOG_COLUMNS))
        return [place for place in places if not self.isSectionHidden(place)]

    def save_state(self) -> dict[str, object]:
        """Return the columns and the time format, for `restore_state`."""
        columns = save_columns(self, LOG_KEYS)
        for column in columns:
            if self._is_peer_away and column["key"] == PEER.key:
                column["hidden"] = False
        return {"columns": columns, "times": self.time_format.value}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Restore a saved state; ignore what cannot be read."""
        if "columns" in state:
            self.reset_columns()
            self._is_peer_away = False
            restore_columns(self, LOG_KEYS, state["columns"])
            self._make_room()
        if state.get("times") in [format.value for format in TimeFormat]:
            self.set_time_format(TimeFormat(state["times"]))

    def rescale(self, before: int, after: int) -> None:
        """Scale the column widths with the font.

        Args:
            before: the old width of a character.
            after: the new width of a character.
        """
        seen = self._seen_places()
        last = max(map(self.visualIndex, seen), default=-1)
        for place in seen:
            # The last column stretches; with a width of its own the log would scroll sideways.
            if self.visualIndex(place) != last:
                self.resizeSection(place, round(self.sectionSize(place) * after / before))
        self._least_payload = round(self._least_payload * after / before)
        self._make_room()

    def columns_menu(self, parent: QWidget) -> QMenu:
        """Return a menu in which each visible column is checked."""
        menu = QMenu(tr("Columns"), parent)
        seen = self._seen_places()
        for place, column in enumerate(LOG_COLUMNS):
            action = menu.addAction(tr(column.title))
            action.setCheckable(True)
            action.setChecked(place in seen)
            # Without columns there is no header, and so no menu to show one.
            action.setEnabled(seen != [place])
            action.setData(place)
        menu.addSeparator()
        menu.addMenu(self._times_menu(menu))
        menu.addAction(tr("Reset columns"))
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    def _times_menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(tr("Show times as"), parent)
        group = QActionGroup(menu)
        for format in TimeFormat:
            action = group.addAction(time_format_title(format))
            action.setCheckable(True)
            action.setChecked(format is self.time_format)
            action.setData(format)
            menu.addAction(action)
        menu.triggered.connect(self._on_times_menu_triggered)
        return menu

    def set_time_format(self, format: TimeFormat) -> None:
        """Set the format of times."""
        self.time_format = format
        self.time_format_chosen.emit(format)

    @Slot(QAction)
    def _on_times_menu_triggered(self, action: QAction) -> None:
        self.set_time_format(TimeFormat(action.data()))

    @Slot()
    def _on_section_moved(self) -> None:
        """Give the payload a width of its own when it is no longer last."""
        if self.visualIndex(_PAYLOAD) != self.count() - 1:
            width = LogPainter(self.font()).column_width(PAYLOAD, PAYLOAD.sample)
            self.resizeSection(_PAYLOAD, max(self.sectionSize(_PAYLOAD), width))

    @Slot(QPoint)
    def _on_menu_requested(self, position: QPoint) -> None:
        menu = self.columns_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(position))

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        column = action.data()
        if isinstance(column, TimeFormat):
            return
        if column is None:
            self.reset_columns()
        else:
            self.setSectionHidden(column, not action.isChecked())
            if column == _PEER:
                self._is_peer_away = self._may_peer_go = False
            self._make_room()
