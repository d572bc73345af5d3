"""Completion of what is typed into a field, in a list that leaves clicks and Enter alone."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QStringListModel, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView

from socket_workbench.gui.widgets.whole_line import code_points, utf16_length
from socket_workbench.language import tr

MOST_SHOWN = 8
"""The most completions that are visible without scrolling."""

_MARGIN = 8
_FRAME = 12
"""Pixels of the list's border and padding, above and below together."""
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: MOST_SHOWN,
    Qt.Key.Key_PageUp: -MOST_SHOWN,
}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CLOSING = frozenset(
    (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Resize, QEvent.Type.EnabledChange)
)


class Completions(NamedTuple):
    """What a part of a text can be replaced with.

    Attributes:
        texts: the texts to replace it with.
        start: the position of the part, in characters.
        end: the position behind it.
    """

    texts: Sequence[str]
    start: int = 0
    end: int = 0


Offer = Callable[[str, int, bool], Completions]
"""Returns the completions of a text at the cursor's position; the last argument is true if the
user has asked for them, so that an empty text has some too."""


class Completion(QObject):
    """Shows completions below a field while the user types.

    The list is a widget of the field's window and never takes the focus: `QCompleter` shows a popup
    window, which takes the next click wherever it goes. Down and Up put a completion into the
    field, so Enter does what it does in that field. After one that ends with a colon, Enter and a
    click show what may follow. Esc brings back what was typed.
    """

    def __init__(self, field: QLineEdit, offer: Offer) -> None:
        """Watch a field, which becomes the parent.

        Args:
            field: the field; it has its text and its cursor from the user.
            offer: returns the completions.
        """
        super().__init__(field)
        self._field = field
        self._offer = offer
        self._list: QListView | None = None
        self._model = QStringListModel(self)
        self._typed = ""
        self._typed_cursor = 0
        self._start = self._end = 0
        self._is_completing = False
        field.editingFinished.connect(self.hide)
        field.textEdited.connect(self._on_field_text_edited)
        field.installEventFilter(self)

    @property
    def is_shown(self) -> bool:
        """Whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def texts(self) -> list[str]:
        """Return the completions shown; none if the list is hidden."""
        return self._model.stringList() if self.is_shown else []

    def list_view(self) -> QListView | None:
        """Return the list; None before it is first shown."""
        return self._list

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the keys of the list, and hide it with the field."""
        kind = event.type()
        if kind in _CLOSING:
            self.hide()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride:
            if self.is_shown and event.key() == Qt.Key.Key_Escape:
                event.accept()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._handle_key(event)
        return False

    def _handle_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        # The arrow keys of a keypad have a modifier.
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if not self.is_shown:
            if key == Qt.Key.Key_Down and not self._field.isReadOnly():
                self._show(asked=True)
            return self.is_shown
        if key in _MOVES:
            self._move(_MOVES[key])
            return True
        if key == Qt.Key.Key_Escape:
            self._put(self._typed, self._typed_cursor)
            self.hide()
            return True
        chosen = self._list.currentIndex() if self._list is not None else QModelIndex()
        return key in _ENTERS and chosen.isValid() and self._continue(chosen.data())

    @Slot()
    def hide(self) -> None:
        """Hide the list; the text stays as it is."""
        if self.is_shown and self._list is not None:
            self._list.hide()

    @Slot()
    def _on_field_text_edited(self) -> None:
        if not self._is_completing:
            self._show(asked=False)

    def _show(self, *, asked: bool) -> None:
        text = self._field.text()
        cursor = code_points(text, self._field.cursorPosition())
        found = self._offer(text, cursor, asked)
        if not found.texts or list(found.texts) == [text[found.start : found.end]]:
            self.hide()
            return
        self._typed, self._typed_cursor = text, cursor
        self._start, self._end = found.start, found.end
        if self._list is None:
            self._list = self._make_list()
        if self._list.parentWidget() is not self._field.window():
            # The field's dock was floated or docked since.
            self._list.setParent(self._field.window())
        self._model.setStringList(list(found.texts))
        self._list.setCurrentIndex(QModelIndex())
        self._place(self._list)
        self._list.show()
        self._list.raise_()

    def _make_list(self) -> QListView:
        view = QListView(self._field.window())
        view.setProperty("looks", "completion")
        view.setFont(self._field.font())
        view.setAccessibleName(tr("Completions"))
        view.setFrameShape(QFrame.Shape.StyledPanel)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setUniformItemSizes(True)
        view.setModel(self._model)
        view.clicked.connect(self._on_list_clicked)
        self.destroyed.connect(view.deleteLater)
        return view

    def _place(self, view: QListView) -> None:
        """Place the list below the field, or above it where there is more room."""
        view.setFont(self._field.font())
        window = self._field.window()
        rows = min(self._model.rowCount(), MOST_SHOWN)
        height = rows * max(view.sizeHintForRow(0), 1) + _FRAME
        wanted = view.sizeHintForColumn(0) + 4 * _MARGIN
        width = min(max(wanted, self._field.width()), window.width())
        corner = self._field.mapTo(window, QPoint(0, self._field.height()))
        below, above = window.height() - corner.y(), corner.y() - self._field.height()
        top = corner.y()
        if height > below and above > below:
            height = min(height, above)
            top = above - height
        left = max(min(corner.x(), window.width() - width), 0)
        view.setGeometry(left, top, width, min(height, max(below, above)))

    def _move(self, steps: int) -> None:
        """Choose another completion; before the first and behind the last is what was typed."""
        if self._list is None:
            return
        count = self._model.rowCount()
        current = self._list.currentIndex()
        row = current.row() if current.isValid() else (-1 if steps > 0 else count)
        place = row + steps
        if abs(steps) > 1:
            place = min(max(place, 0), count - 1)
        if 0 <= place < count:
            index = self._model.index(place)
            self._list.setCurrentIndex(index)
            self._take(index.data())
        else:
            self._list.setCurrentIndex(QModelIndex())
            self._put(self._typed, self._typed_cursor)

    @Slot(QModelIndex)
    def _on_list_clicked(self, index: QModelIndex) -> None:
        self._take(index.data())
        if not self._continue(index.data()):
            self.hide()

    def _continue(self, completion: str) -> bool:
        """Show what may follow a completion that is only a beginning; return whether it is one."""
        if not completion.endswith(":"):
            return False
        self._show(asked=True)
        return self.is_shown

    def _take(self, completion: str) -> None:
        typed = self._typed
        before = typed[: self._start] + completion
        self._put(before + typed[self._end :], len(before))

    def _put(self, text: str, cursor: int) -> None:
        """Replace the text, so that Undo brings back the previous one."""
        if text == self._field.text():
            return
        self._is_completing = True
        self._field.selectAll()
        self._field.insert(text)
        self._field.setCursorPosition(utf16_length(text[:cursor]))
        self._is_completing = False
