"""The page of the ladder: the rows that the log shows, as calls and messages between lifelines."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout

from socket_workbench.gui.filter.bar import FilterBar
from socket_workbench.gui.ladder.indexing import LadderIndexing
from socket_workbench.gui.ladder.painter import sizes_for
from socket_workbench.gui.ladder.saving import KINDS, LadderSaving, PictureTask
from socket_workbench.gui.ladder.view import LadderView
from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.rows.numbered_rows import NumberedModel
from socket_workbench.gui.rows.page import Page, PageContext, PageState
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.file_dialogs import ask_where_to_save
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.journal.storage.claim import is_recorded
from socket_workbench.journal.storage.parts import real_path
from socket_workbench.language import tr

_DISTANCE = 12
_ABOVE_AND_BELOW = 4


def open_page(context: PageContext) -> "LadderPage":
    """Create the page."""
    return LadderPage(context)


class LadderPage(Page):
    """A ladder of the rows that the log shows; reads nothing while hidden.

    Attributes:
        view: the ladder.
        indexing: builds its index.
        scale_button: evenly spaced or to scale.
        newest_button: leads to the end.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._model = context.part(NumberedModel)
        self._filter_bar = context.part(FilterBar)
        self._count = context.reader.count()
        self._first_count = self._count
        self._is_closed = False
        self.indexing = LadderIndexing(context.path, self)
        self.view = LadderView(context.reader, self._model, self.indexing.index, self)
        self.view.is_live = is_recorded(real_path(context.path))
        self.scale_button = QuietButton("")
        self.scale_button.setProperty("menu", "true")
        self.scale_button.keep_room_for(tr("Evenly spaced"), tr("To scale"))
        self.scale_button.set_compact_icon("history")
        self._make_scale_menu()
        self.saving = LadderSaving(self)
        self.picture_button = QuietButton(tr("Picture"))
        self.picture_button.setProperty("menu", "true")
        self.picture_button.set_compact_icon("copy")
        self.picture_button.setMenu(self._picture_menu())
        self.notice = Notice()
        self.newest_button = QToolButton(self.view)
        self._dress_newest_button()
        self.tools = (self._filter_bar, self.scale_button, self.picture_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.notice)
        self._column.addWidget(self.view)
        self.setFocusProxy(self.view)
        self._connect()
        self._show_scale()
        self._say_what_is_missing()

    def _make_scale_menu(self) -> None:
        menu = QMenu(self.scale_button)
        kinds = QActionGroup(menu)
        self.even_action = menu.addAction(tr("&Evenly spaced, a row below the other"))
        self.time_action = menu.addAction(tr("&To scale, as far apart as in time"))
        for action in (self.even_action, self.time_action):
            action.setCheckable(True)
            kinds.addAction(action)
        menu.addSeparator()
        self.in_action = menu.addAction(tr("Stretch the time (+)"))
        self.out_action = menu.addAction(tr("Compress the time (−)"))
        self.scale_button.setMenu(menu)
        menu.triggered.connect(self._on_menu_triggered)

    def _picture_menu(self) -> QMenu:
        menu = QMenu(self.picture_button)
        self.copy_action = menu.addAction(tr("Copy what is seen"))
        menu.addSeparator()
        for kind in KINDS:
            menu.addAction(tr(kind.title)).setData(kind)
        menu.triggered.connect(self._on_picture_menu_triggered)
        return menu

    def _dress_newest_button(self) -> None:
        button = self.newest_button
        button.setProperty("rank", "plain")
        button.setProperty("looks", "small")
        button.setText(tr("To the newest"))
        button.setIcon(icon("arrow-down-to-line"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(tr("Show the newest row and follow what comes (End)"))
        button.setAccessibleName(tr("To the newest"))
        button.hide()

    def _connect(self) -> None:
        self.indexing.extended.connect(self._on_indexing_extended)
        self.indexing.failed.connect(self.view.set_empty_text)
        self._model.modelReset.connect(self._on_model_reset)
        self._model.rowsInserted.connect(self._on_model_rows_inserted)
        self._model.dataChanged.connect(self.view.read_again)
        self.view.row_chosen.connect(self._context.show_row)
        self.view.scale_changed.connect(self._show_scale)
        self.view.following_changed.connect(self._show_newest_button)
        self.view.copy_requested.connect(self.copy_picture)
        self.saving.saved.connect(self.notice.show_success)
        self.saving.failed.connect(self.notice.show_error)
        self.newest_button.clicked.connect(self.view.follow)
        self.view.viewport().installEventFilter(self)
        self.newest_button.installEventFilter(self)

    # For the card

    def rows_committed(self, count: int) -> None:
        """Show committed rows if the page is visible."""
        self._count = count
        if self.isVisible() and not self._is_closed:
            self.indexing.extend(count)

    def save_state(self) -> PageState:
        """Return whether it is to scale."""
        return {"to scale": self.view.is_to_scale}

    def restore_state(self, state: PageState) -> None:
        """Restore whether it is to scale."""
        self.view.set_to_scale(state.get("to scale") is True)

    def close_page(self) -> None:
        """Stop reading."""
        self._is_closed = True
        self.indexing.close()
        self.saving.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the rows committed while the page was hidden, and the selected one."""
        super().showEvent(event)
        self._column.insertWidget(0, self._filter_bar.below)
        if not self._is_closed:
            self.indexing.extend(self._count)
            self.view.show_anew()
            self._select_same()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop reading until the page is shown again."""
        super().hideEvent(event)
        self.view.pause()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the button in its corner, in whatever size of type."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place_newest_button()
        return False

    @Slot()
    def copy_picture(self) -> None:
        """Copy what is seen as a picture."""
        if self.view.count:
            QGuiApplication.clipboard().setImage(self.view.picture())

    # Slots

    @Slot(QAction)
    def _on_picture_menu_triggered(self, action: QAction) -> None:
        kind = action.data()
        if kind is None:
            self.copy_picture()
        elif self.view.count:
            name = tr("Save ladder")
            ask_where_to_save(
                self, name, self._on_file_selected, f"ladder{kind.suffix}", suffix=kind.suffix
            )

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        path = Path(name)
        kind = next((each for each in KINDS if each.suffix == path.suffix.lower()), KINDS[0])
        numbers = self.view.numbers(kind.most)
        left_out = self.view.count - len(numbers)
        task = PictureTask(self._context.path, numbers, left_out, sizes_for(self.view.font()))
        self.notice.clear()
        self.saving.save(task, path, self.view.font(), tokens())

    def _select_same(self) -> None:
        """Select the row that was selected in another page, once it is in the index."""
        number = self._context.selected()
        if (
            number is not None
            and number != self.view.selected
            and number < self.indexing.index.count
        ):
            self.view.select(number, tells=False)

    @Slot(object)
    def _on_indexing_extended(self, count: int) -> None:
        self.view.is_ready = self.view.is_ready or count >= self._first_count
        self._say_what_is_missing()
        if self.isVisible() and self.view.is_ready:
            self.view.grow()
            if self.view.selected is None:
                self._select_same()

    @Slot()
    def _on_model_reset(self) -> None:
        if self.isVisible():
            self.view.show_anew()
        self._say_what_is_missing()

    @Slot()
    def _on_model_rows_inserted(self) -> None:
        if self.isVisible():
            self.view.grow()

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        if action in (self.even_action, self.time_action):
            self.view.set_to_scale(action is self.time_action)
        else:
            self.view.zoom_time(1 if action is self.in_action else -1)

    @Slot()
    def _show_scale(self) -> None:
        is_to_scale = self.view.is_to_scale
        self.scale_button.setText(tr("To scale") if is_to_scale else tr("Evenly spaced"))
        (self.time_action if is_to_scale else self.even_action).setChecked(True)
        self.in_action.setEnabled(is_to_scale)
        self.out_action.setEnabled(is_to_scale)

    @Slot()
    def _show_newest_button(self) -> None:
        self.newest_button.setVisible(not self.view.is_following)
        self._place_newest_button()

    def _place_newest_button(self) -> None:
        """Place the button in a strip below the rows, which is there while it is."""
        button = self.newest_button
        button.adjustSize()
        strip = 0 if self.view.is_following else button.height() + 2 * _ABOVE_AND_BELOW
        self.view.keep_free_below(strip)
        area = self.view.viewport().geometry()
        button.move(area.right() - button.width() - _DISTANCE, area.bottom() + 1 + _ABOVE_AND_BELOW)

    def _say_what_is_missing(self) -> None:
        if self._count and not self.view.is_ready:
            read = self.indexing.index.count * 100 // max(self._first_count, 1)
            text = tr("Reading the session… {percent} %", percent=min(read, 100))
        elif self._count:
            text = tr("No row matches the filter.")
        else:
            text = tr("Nothing recorded yet. Start a server or connect a client.")
        self.view.set_empty_text(text)
