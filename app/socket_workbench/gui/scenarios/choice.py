"""The choice of the scenario to run: a built-in one, or one from a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_line, plain_tooltip
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.gui.widgets.labels import RowLabel
from socket_workbench.language import tr

_CHARACTERS = 28
_FEW_CHARACTERS = 10
_SPACING = 8
_MOST_VISIBLE = 20
_EXPLANATION = int(Qt.ItemDataRole.UserRole) + 1


class OfferedScenario(Protocol):
    """An entry of the list; its texts are translated."""

    @property
    def name(self) -> str:
        """The name that identifies it."""

    @property
    def title(self) -> str:
        """The title shown in the list."""

    @property
    def summary(self) -> str:
        """What happens in it; shown as the tooltip."""


class ScenarioChoice(QWidget):
    """A label and a combo box of scenarios; at first none is chosen.

    The name of a scenario from a file is its absolute path, which never equals a built-in name.

    Args:
        entries: the built-in scenarios, in the order of the list.
        parent: the widget around it.

    Signals:
        scenario_chosen(str): the user chose a scenario; carries its name, or its file's path.
    """

    scenario_chosen = Signal(str)

    def __init__(self, entries: Sequence[OfferedScenario], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._combo = _SteadyCombo()
        self._combo.setAccessibleName(tr("Scenario"))
        self._combo.setPlaceholderText(tr("Choose a scenario…"))
        self._combo.setMaxVisibleItems(_MOST_VISIBLE)
        # Wide enough for most titles; a longer one does not change the layout.
        self._combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._combo.setMinimumContentsLength(_CHARACTERS)
        for entry in entries:
            self._combo.addItem(plain_line(entry.title), entry.name)
            self._explain(self._combo.count() - 1, entry.summary)
        self._builtin = self._combo.count()
        self._folder: dict[str, str] = {}
        self._files: dict[str, str] = {}
        self._label = RowLabel(tr("Scenario"))
        self._label.setBuddy(self._combo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        row.addWidget(self._label)
        row.addWidget(self._combo, 1)
        self.setFocusProxy(self._combo)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._combo.activated.connect(self._on_combo_activated)
        self.choose("")

    def set_compact(self, compact: bool) -> None:
        """Set whether to leave out the label, and to let titles be cut."""
        self._label.setVisible(not compact)
        self._combo.setMinimumContentsLength(_FEW_CHARACTERS if compact else _CHARACTERS)

    def width_with_text(self) -> int:
        """Return the width with the label and usual titles, in pixels."""
        letter = self._combo.fontMetrics().horizontalAdvance("X")
        shown = self._combo.minimumContentsLength()
        combo = self._combo.sizeHint().width() + letter * (_CHARACTERS - shown)
        return self._label.sizeHint().width() + _SPACING + combo

    def current(self) -> str:
        """Return the chosen scenario's name, or its file's path; empty if none is chosen."""
        name = self._combo.currentData()
        return name if isinstance(name, str) else ""

    def choose(self, name: str) -> bool:
        """Set the choice without emitting a signal; an empty name means none.

        Returns:
            Whether it is in the list; if not, the choice is unchanged.
        """
        place = self._combo.findData(name) if name else -1
        if name and place < 0:
            return False
        self._combo.setCurrentIndex(place)
        self._show_explanation()
        return True

    def add_file(self, path: Path, title: str) -> None:
        """Add a scenario from a file and choose it; if it is in the list, update its title."""
        name = str(path.absolute())
        titles = self._folder if name in self._folder else self._files
        titles[name] = title
        self._list_files(name)

    def set_folder(self, entries: Sequence[OfferedScenario]) -> None:
        """Offer the scenarios of a folder in their order, in the place of those of another one.

        Args:
            entries: the scenarios; their names are the paths of their files.
        """
        current, title = self.current(), self._combo.currentText()
        if current in self._folder:
            # It stays as a file that was opened by itself.
            self._files[current] = title
        self._folder = {entry.name: entry.title for entry in entries}
        self._files = {name: self._files[name] for name in self._files if name not in self._folder}
        self._list_files(current)

    def _list_files(self, chosen: str) -> None:
        """List the scenarios of the folder and the files below the built-in ones."""
        while self._combo.count() > self._builtin:
            self._combo.removeItem(self._combo.count() - 1)
        for titles, image in ((self._folder, "folder-open"), (self._files, "file-text")):
            if titles:
                self._combo.insertSeparator(self._combo.count())
            for name, title in titles.items():
                self._combo.addItem(icon(image, "dim"), plain_line(title), name)
                self._explain(self._combo.count() - 1, name)
        self.choose(chosen)

    def _explain(self, place: int, text: str) -> None:
        self._combo.setItemData(place, text, _EXPLANATION)
        self._combo.setItemData(place, plain_tooltip(text), Qt.ItemDataRole.ToolTipRole)

    def _show_explanation(self) -> None:
        title, explanation = self._combo.currentText(), self._combo.currentData(_EXPLANATION)
        self._combo.setToolTip(plain_tooltip(f"{title}\n{explanation}" if explanation else ""))

    @Slot()
    def _on_combo_activated(self) -> None:
        self._show_explanation()
        self.scenario_chosen.emit(self.current())


class _SteadyCombo(Combo):
    """A combo box that ignores the wheel, so that scrolling over the tool bar changes nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the event to the parent."""
        event.ignore()
