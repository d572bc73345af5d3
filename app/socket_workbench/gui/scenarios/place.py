"""The place of the gallery in a window, with the folder of scenarios that is open in it."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.scenarios.choice import ScenarioChoice
from socket_workbench.gui.scenarios.folder import ScenarioFolder
from socket_workbench.gui.scenarios.gallery import Gallery
from socket_workbench.gui.scenarios.listing import gallery_entries
from socket_workbench.gui.widgets.file_dialogs import ask_for_folder
from socket_workbench.language import tr


class GalleryPlace(QObject):
    """Shows the gallery, and offers what is in a folder there and in the tool bar.

    Args:
        scenarios: the choice in the tool bar.
        window: the window of the dialogs; becomes the parent.

    Attributes:
        folder: the scenarios of the folder that is open.

    Signals:
        run_requested(str): set up and run a scenario; carries its name, or its file's path.
        set_up_requested(str): set up a scenario; carries the same.
        open_requested(): the user wants to open a scenario file.
        copy_requested(Path): the user wants a file of their own, as a copy of this document.
    """

    run_requested = Signal(str)
    set_up_requested = Signal(str)
    open_requested = Signal()
    copy_requested = Signal(object)

    def __init__(self, scenarios: ScenarioChoice, window: QWidget) -> None:
        super().__init__(window)
        self._scenarios = scenarios
        self._window = window
        self._shows_when_read = False
        self.folder = ScenarioFolder(self)
        self.folder.read.connect(self._on_folder_read)
        self.folder.closed.connect(self._on_folder_closed)

    @Slot()
    def show(self) -> None:
        """Show the gallery: the scenarios of the folder, if one is open, and the built-in ones."""
        self._show(self._scenarios.current())

    def _show(self, chosen: str) -> None:
        entries = [*self.folder.entries, *gallery_entries()]
        folder = str(self.folder.path) if self.folder.entries else ""
        gallery = Gallery(entries, chosen, self._window, folder)
        gallery.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        gallery.run_requested.connect(self.run_requested)
        gallery.set_up_requested.connect(self.set_up_requested)
        gallery.open_requested.connect(self.open_requested)
        gallery.folder_requested.connect(self.ask_for_folder)
        gallery.folder_close_requested.connect(self._on_gallery_folder_close_requested)
        gallery.copy_requested.connect(self.copy_requested)
        gallery.open()

    @Slot()
    def ask_for_folder(self) -> None:
        """Ask for a folder of scenarios, and show what is in it."""
        ask_for_folder(
            self._window, tr("Open a folder of scenarios"), self.show_folder, self.folder.path
        )

    @Slot(str)
    def show_folder(self, name: str) -> None:
        """Open a folder, and show the gallery once it is read."""
        self._shows_when_read = True
        self.folder.open(Path(name))

    def restore_folder(self, name: str) -> None:
        """Open a folder without showing anything."""
        self._shows_when_read = False
        self.folder.open(Path(name))

    @Slot()
    def _on_folder_read(self) -> None:
        self._scenarios.set_folder(self.folder.entries)
        if self._shows_when_read:
            self._show(self.folder.entries[0].name)

    @Slot()
    def _on_folder_closed(self) -> None:
        self._scenarios.set_folder([])

    @Slot()
    def _on_gallery_folder_close_requested(self) -> None:
        self.folder.close()
        self.show()
