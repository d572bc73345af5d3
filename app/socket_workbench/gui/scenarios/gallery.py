"""The gallery: a dialog that lists the scenarios with their summaries."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.scenarios.folder_head import FolderHead
from socket_workbench.gui.scenarios.gallery_delegate import GalleryDelegate
from socket_workbench.gui.scenarios.gallery_entry import GalleryEntry
from socket_workbench.gui.scenarios.gallery_model import ENTRY_ROLE, GalleryModel
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton, add_clear_button
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.empty_state import EmptyState
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.language import tr
from socket_workbench.scenarios.builtin import builtin_path, starters
from socket_workbench.scenarios.find import is_file

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_WIDTH = 760
_HEIGHT = 600


class Gallery(Dialog):
    """Lists scenarios; typing searches, arrows choose, Enter or a double click runs, Esc closes.

    The dialog closes before it emits a request.

    Args:
        entries: the scenarios, in the order of the list.
        chosen: the name of the initial choice; the first one if there is no such name.
        parent: the parent window.
        folder: the folder whose scenarios are the first ones; empty for none.

    Signals:
        run_requested(str): set up and run a scenario; carries its name.
        set_up_requested(str): set up a scenario; carries its name.
        open_requested: the user wants to open a scenario file.
        folder_requested: the user wants to open a folder of scenarios.
        folder_close_requested: the user does not want the folder's scenarios any more.
        copy_requested(Path): the user wants a file of their own, as a copy of this document.
    """

    run_requested = Signal(str)
    set_up_requested = Signal(str)
    open_requested = Signal()
    folder_requested = Signal()
    folder_close_requested = Signal()
    copy_requested = Signal(object)

    def __init__(
        self,
        entries: Sequence[GalleryEntry],
        chosen: str = "",
        parent: QWidget | None = None,
        folder: str = "",
    ) -> None:
        super().__init__(parent, _WIDTH, _HEIGHT)
        self.setWindowTitle(tr("Scenarios"))
        self._model = GalleryModel(entries, self)
        self._search = QLineEdit()
        self._list = QListView()
        self._nothing = EmptyState(
            "search",
            tr("Nothing found"),
            tr("No scenario has all of these words in its title, text or addresses."),
            tr("Show all scenarios"),
        )
        self._places = QStackedWidget()
        self._open = PlainButton(tr("Open a file…"), "file-text")
        self._open_folder = PlainButton(tr("Open a folder…"), "folder-open")
        self._head = FolderHead(folder) if folder else None
        self._new = PlainButton(tr("New"), "plus")
        self._set_up = PlainButton(tr("Load without running"))
        self._run = PrimaryButton(tr("Run"), "play")
        self._prepare_search()
        self._prepare_list()
        self._prepare_buttons()
        self._arrange()
        self._nothing.action_requested.connect(self._search.clear)
        self.choose(chosen)
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def current(self) -> str:
        """Return the chosen scenario's name; empty if nothing is shown."""
        entry = self._list.currentIndex().data(ENTRY_ROLE)
        return entry.name if isinstance(entry, GalleryEntry) else ""

    def choose(self, name: str) -> None:
        """Choose a scenario; the first one if no such name is shown."""
        place = self._model.place_of(name)
        self._list.setCurrentIndex(place if place.isValid() else self._model.index(0))
        has_some = bool(self.current())
        self._run.setEnabled(has_some)
        self._set_up.setEnabled(has_some)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys in the search field move through the list."""
        is_move = isinstance(event, QKeyEvent) and event.key() in _MOVES
        if watched is self._search and event.type() == QEvent.Type.KeyPress and is_move:
            QCoreApplication.sendEvent(self._list, event)
            return True
        return super().eventFilter(watched, event)

    def _prepare_search(self) -> None:
        self._search.setPlaceholderText(tr("Search by title, text or address"))
        self._search.setAccessibleName(tr("Search scenarios"))
        add_clear_button(self._search)
        sign = self._search.addAction(
            icon("search", "dim"), QLineEdit.ActionPosition.LeadingPosition
        )
        sign.setText(tr("Search"))
        self._search.installEventFilter(self)
        self._search.textChanged.connect(self._on_search_text_changed)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find_activated)

    def _prepare_list(self) -> None:
        self._list.setModel(self._model)
        self._list.setItemDelegate(GalleryDelegate(self._list))
        self._list.setAccessibleName(tr("Scenarios"))
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The height of a row depends on its text and the current width: a vertical list that wraps
        # lays its rows out again when its width changes, one that adjusts does not.
        self._list.setWordWrap(True)
        self._list.doubleClicked.connect(self._on_list_double_clicked)

    def _prepare_buttons(self) -> None:
        self._set_up.setToolTip(tr("Put its servers and clients in panes without starting them"))
        self._new.setProperty("menu", "true")
        self._new.setToolTip(tr("Write a scenario file of your own to start from"))
        self._new.setMenu(self._new_menu())
        for button in (self._open, self._open_folder, self._set_up, self._run):
            # Enter presses the button with the focus, otherwise Run.
            button.setAutoDefault(True)
        self._run.setDefault(True)
        self._open.clicked.connect(self._on_open_clicked)
        self._open_folder.clicked.connect(self._on_open_folder_clicked)
        if self._head is not None:
            self._head.close_requested.connect(self._on_head_close_requested)
        self._set_up.clicked.connect(self._on_set_up_clicked)
        self._run.clicked.connect(self._on_run_clicked)

    def _new_menu(self) -> QMenu:
        """Return the menu of what a new file can be a copy of; its entries are made when shown."""
        menu = QMenu(self)
        menu.aboutToShow.connect(self._on_new_menu_about_to_show)
        menu.triggered.connect(self._on_new_menu_triggered)
        return menu

    def _arrange(self) -> None:
        self._places.addWidget(self._list)
        self._places.addWidget(self._nothing)
        card = QFrame()
        card.setProperty("looks", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self._places)
        others, uses = FlowLayout(), FlowLayout()
        for button in (self._open, self._open_folder, self._new):
            others.addWidget(button)
        uses.addWidget(self._set_up)
        uses.addWidget(self._run)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addLayout(others, 1)
        buttons.addLayout(uses)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._search)
        if self._head is not None:
            column.addWidget(self._head)
        column.addWidget(card, 1)
        column.addLayout(buttons)

    @Slot(str)
    def _on_search_text_changed(self, text: str) -> None:
        before = self.current()
        self._model.search(text)
        self._places.setCurrentIndex(0 if self._model.rowCount() else 1)
        self.choose(before)

    @Slot()
    def _on_find_activated(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    @Slot(QModelIndex)
    def _on_list_double_clicked(self) -> None:
        self._on_run_clicked()

    @Slot()
    def _on_run_clicked(self) -> None:
        name = self.current()
        self.accept()
        self.run_requested.emit(name)

    @Slot()
    def _on_set_up_clicked(self) -> None:
        name = self.current()
        self.accept()
        self.set_up_requested.emit(name)

    @Slot()
    def _on_new_menu_about_to_show(self) -> None:
        menu = self._new.menu()
        menu.clear()
        if self.current():
            title = tr("A copy of {title}", title=self._list.currentIndex().data())
            name = self.current()
            source = Path(name) if is_file(name) else builtin_path(name)
            menu.addAction(plain_title(title)).setData(source)
            menu.addSeparator()
        for path, title in starters().items():
            menu.addAction(plain_title(tr(title))).setData(path)

    @Slot(QAction)
    def _on_new_menu_triggered(self, action: QAction) -> None:
        self.accept()
        self.copy_requested.emit(action.data())

    @Slot()
    def _on_open_folder_clicked(self) -> None:
        self.accept()
        self.folder_requested.emit()

    @Slot()
    def _on_head_close_requested(self) -> None:
        self.accept()
        self.folder_close_requested.emit()

    @Slot()
    def _on_open_clicked(self) -> None:
        self.accept()
        self.open_requested.emit()
