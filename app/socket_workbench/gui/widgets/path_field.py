"""A field for the path of a file to write, with a button that opens a file dialog."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from socket_workbench.gui.widgets.buttons import PlainButton
from socket_workbench.gui.widgets.file_dialogs import ask_where_to_save
from socket_workbench.language import tr


class PathField(QWidget):
    """A line edit for a path, with a Browse button.

    Args:
        title: the title of the file dialog.
        asks_to_replace: whether the file dialog asks before it returns an existing file.

    Attributes:
        edit: the line edit.
        browse_button: opens the file dialog.
        is_confirmed: whether the user has confirmed in the file dialog to replace the file.

    Signals:
        changed: the path has changed.
    """

    changed = Signal()

    def __init__(
        self, title: str, *, asks_to_replace: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.is_confirmed = False
        self._title = title
        self._asks = asks_to_replace
        self.edit = QLineEdit()
        self.edit.setAccessibleName(title)
        self.browse_button = PlainButton(tr("Browse…"), "folder-open")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.edit, 1)
        row.addWidget(self.browse_button)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._on_edit_text_changed)
        self.browse_button.clicked.connect(self._on_browse_button_clicked)

    def path(self) -> Path | None:
        """Return the path, with `~` expanded; None if the field is empty."""
        text = self.edit.text().strip()
        try:
            return Path(text).expanduser() if text else None
        except RuntimeError:
            # `~name` of a user that does not exist.
            return Path(text)

    def set_path(self, path: Path) -> None:
        """Set the path."""
        self.edit.setText(str(path))

    @Slot()
    def _on_edit_text_changed(self) -> None:
        self.is_confirmed = False
        self.changed.emit()

    @Slot()
    def _on_browse_button_clicked(self) -> None:
        path = self.path()
        ask_where_to_save(
            self,
            self._title,
            self._on_file_selected,
            path.name if path is not None else "",
            folder=path.parent if path is not None else None,
            confirms=self._asks,
        )

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        self.edit.setText(name)
        self.is_confirmed = self._asks
