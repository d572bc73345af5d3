"""What the log is restricted to: chips, a menu to add some, and a text."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from socket_workbench.gui.models.log_filter_parts import (
    FilterPart,
    filter_parts,
    shown_kinds,
    with_kind_toggled,
    without,
)
from socket_workbench.gui.models.log_names import connection_name
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.filter_chip import FilterChip
from socket_workbench.gui.widgets.filter_menu import FilterMenu
from socket_workbench.journal.event import Kind, Source
from socket_workbench.journal.query import Filter
from socket_workbench.language import tr

#: Milliseconds after the last key before the text is searched for.
_TYPING_PAUSE = 200


class FilterBar(QWidget):
    """Edits a `Filter`.

    Signals:
        filter_changed(object): the `Filter` from now on; None where everything is to be shown.
    """

    filter_changed = Signal(object)

    def __init__(
        self, sources: Callable[[], Sequence[Source]], parent: QWidget | None = None
    ) -> None:
        """Make a bar without restrictions.

        Args:
            sources: returns all sources of the session.
            parent: the widget around it.
        """
        super().__init__(parent)
        self._sources = sources
        self._wanted = Filter()
        self._connection_names: dict[int, str] = {}
        self._shown_chips: list[FilterChip] = []
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        self.menu_button = QuietButton(tr("Filter"), "funnel")
        self.menu_button.setToolTip(tr("Show only some endpoints, connections, directions, kinds"))
        self.menu_button.setProperty("menu", "true")
        self._menu = FilterMenu(sources, self)
        self.menu_button.setMenu(self._menu)
        self.text_field = QLineEdit()
        self.text_field.setPlaceholderText(tr("Text in payload…"))
        self.text_field.setAccessibleName(tr("Show only rows with this text"))
        self.text_field.setToolTip(tr("Show only rows with this text in their payload"))
        self.text_field.setClearButtonEnabled(True)
        self.text_field.setMinimumWidth(160)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_PAUSE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._chips)
        layout.addWidget(self.menu_button)
        layout.addWidget(self.text_field)
        self._menu.chosen.connect(self.set_filter)
        self.text_field.textChanged.connect(self._on_text_changed)
        self.text_field.returnPressed.connect(self._on_text_settled)
        self._typing.timeout.connect(self._on_text_settled)

    @property
    def wanted(self) -> Filter:
        """The filter in use."""
        return self._wanted

    @Slot(object)
    def set_filter(self, wanted: Filter) -> None:
        """Use this filter from now on."""
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if self.text_field.text() != wanted.text:
            self.text_field.setText(wanted.text)
        self._typing.stop()
        self._show_chips()
        self._menu.set_filter(wanted)
        self.filter_changed.emit(None if wanted == Filter() else wanted)

    def set_only_connection(self, source: Source) -> None:
        """Restrict to the connection of this source; the other restrictions stay."""
        self._connection_names[source.connection] = connection_name(source)
        self.set_filter(replace(self._wanted, connections=frozenset({source.connection})))

    def hide_kind(self, kind: Kind) -> None:
        """Show no more rows of this kind; the last kind shown cannot be hidden."""
        shown = shown_kinds(self._wanted)
        if kind in shown and len(shown) > 1:
            self.set_filter(with_kind_toggled(self._wanted, kind))

    def clear_filter(self) -> None:
        """Show everything."""
        self.set_filter(Filter())

    def chips(self) -> list[FilterChip]:
        """Return the chips from left to right."""
        return list(self._shown_chips)

    def _show_chips(self) -> None:
        had_focus = any(chip.hasFocus() for chip in self._shown_chips)
        for chip in self._shown_chips:
            self._chips.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._shown_chips.clear()
        parts = filter_parts(self._wanted, self._names())
        previous: QWidget | None = None
        for part, title in parts.items():
            chip = FilterChip(part, title, self)
            chip.removed.connect(self._on_chip_removed)
            self._chips.addWidget(chip)
            self._shown_chips.append(chip)
            if previous is not None:
                QWidget.setTabOrder(previous, chip)
            previous = chip
        if previous is not None:
            QWidget.setTabOrder(previous, self.menu_button)
        if had_focus:
            # Where the chip that was pressed is gone, the keyboard stays in the bar.
            (self._shown_chips[0] if self._shown_chips else self.menu_button).setFocus()

    def _names(self) -> dict[int, str]:
        missing = (self._wanted.connections or frozenset()) - self._connection_names.keys()
        if missing:
            for source in self._sources():
                if source.connection in missing:
                    self._connection_names[source.connection] = connection_name(source)
        return self._connection_names

    @Slot(object)
    def _on_chip_removed(self, part: FilterPart) -> None:
        self.set_filter(without(self._wanted, part))

    @Slot()
    def _on_text_changed(self) -> None:
        self._typing.start()

    @Slot()
    def _on_text_settled(self) -> None:
        self.set_filter(replace(self._wanted, text=self.text_field.text()))
