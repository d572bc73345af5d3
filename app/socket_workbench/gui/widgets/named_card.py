"""A card whose name can be edited where it is shown."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from socket_workbench.gui.widgets.card import Card
from socket_workbench.gui.widgets.mistake import reveal
from socket_workbench.gui.widgets.name_editor import NameEditor


class NamedCard(Card):
    """A card with a name as its title; a double click on it edits it.

    Attributes:
        name: the name.

    Signals:
        renamed(): it has another name.
    """

    renamed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.name = name
        self._name_editor: NameEditor | None = None
        self._focus_before: QWidget | None = None

    def rename(self, name: str) -> None:
        """Set the name."""
        self.name = name
        self.set_title(name)
        self.renamed.emit()

    @Slot()
    def edit_name(self) -> None:
        """Let the user edit the name where the title stands."""
        if self._name_editor is None:
            self._focus_before = self.window().focusWidget()
            self._name_editor = NameEditor(self.name, self)
            self._name_editor.finished.connect(self._on_name_editor_finished)
            self.header.insertWidget(0, self._name_editor, 0, Qt.AlignmentFlag.AlignTop)
            self.set_title("")
            self._name_editor.show()
        self._name_editor.selectAll()
        self._name_editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        reveal(self._name_editor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the name on a double click on the title."""
        if self.title_rect().contains(event.position().toPoint()):
            self.edit_name()
        else:
            super().mouseDoubleClickEvent(event)

    @Slot(str)
    def _on_name_editor_finished(self, name: str) -> None:
        editor, self._name_editor = self._name_editor, None
        before, self._focus_before = self._focus_before, None
        if editor is not None:
            if editor.hasFocus() and before is not None and isValid(before):
                # Otherwise Qt gives it to some other widget, such as the choice of scenarios.
                before.setFocus()
            editor.hide()
            editor.deleteLater()
        self.rename(name or self.name)
