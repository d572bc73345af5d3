"""The find bar."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.widgets.buttons import IconButton, QuietButton, add_clear_button
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.gui.widgets.labels import ElidedLabel
from socket_workbench.gui.widgets.mistake import mark_mistake
from socket_workbench.gui.widgets.whole_line import WholeLine, too_long
from socket_workbench.journal.search.pattern import (
    Pattern,
    PatternError,
    PatternSyntax,
    compile_expression,
)
from socket_workbench.language import tr
from socket_workbench.payload.hexadecimal import HexError

_PROGRESS_STEPS = 1000


class FindBar(QWidget):
    """A field for the pattern, its syntax, and the result. Hidden at first.

    Signals:
        pattern_changed(object): carries the new `Pattern`; None without a valid one.
        find_requested(bool): find the next match (True) or the previous one (False).
        cancel_requested: the running search is to be cancelled.
        closed: the bar was closed.
    """

    pattern_changed = Signal(object)
    find_requested = Signal(bool)
    cancel_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pattern: Pattern | None = None
        self.field = WholeLine(parent=self)
        self.field.setPlaceholderText(tr("Find in the whole session"))
        self.field.setAccessibleName(tr("Find"))
        add_clear_button(self.field)
        self.syntax = Combo(self)
        self.syntax.setAccessibleName(tr("Syntax of what is typed"))
        for syntax, title in (
            (PatternSyntax.TEXT, tr("Text")),
            (PatternSyntax.REGEX, tr("Regular expression")),
            (PatternSyntax.HEX, tr("Hex bytes")),
        ):
            self.syntax.addItem(title, syntax)
        self.case = self._tick(tr("Case"), tr("Upper and lower case differ"))
        self.words = self._tick(tr("Words"), tr("Find whole words only"))
        self.previous = IconButton("chevron-up", tr("Find previous (Shift+F3)"))
        self.next = IconButton("chevron-down", tr("Find next (F3)"))
        self.status = ElidedLabel("", "small", Qt.TextElideMode.ElideRight)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, _PROGRESS_STEPS)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(96)
        self.progress.setAccessibleName(tr("How much was looked through"))
        self.cancel = QuietButton(tr("Cancel"))
        self.close_button = IconButton("x", tr("Close (Esc)"))
        self._arrange()
        self.set_looking(False)
        self._connect()
        self.hide()

    def _tick(self, title: str, explanation: str) -> QuietButton:
        button = QuietButton(title)
        button.setCheckable(True)
        button.setToolTip(plain_tooltip(explanation))
        button.setAccessibleDescription(explanation)
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 3)
        row.addWidget(self.syntax)
        for button in (self.case, self.words, self.previous, self.next):
            row.addWidget(button)
        row.addWidget(self.status, 2)
        row.addWidget(self.progress)
        row.addWidget(self.cancel)
        row.addWidget(self.close_button)

    def _connect(self) -> None:
        self.field.refused.connect(self._on_field_refused, Qt.ConnectionType.QueuedConnection)
        self.field.textChanged.connect(self._on_changed)
        self.syntax.currentIndexChanged.connect(self._on_changed)
        self.case.toggled.connect(self._on_changed)
        self.words.toggled.connect(self._on_changed)
        self.previous.clicked.connect(self._on_previous_clicked)
        self.next.clicked.connect(self._on_next_clicked)
        self.cancel.clicked.connect(self.cancel_requested)
        self.close_button.clicked.connect(self.close_bar)

    @property
    def pattern(self) -> Pattern | None:
        """The pattern; None if the field is empty or invalid."""
        return self._pattern

    def open_bar(self) -> None:
        """Show the bar and give it the focus."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    @Slot()
    def close_bar(self) -> None:
        """Hide the bar and cancel the search."""
        self.hide()
        self.cancel_requested.emit()
        self.closed.emit()

    def say(self, sentence: str) -> None:
        """Show the result of a search."""
        self.status.setText(sentence)

    @Slot()
    def _on_field_refused(self) -> None:
        self.say(too_long())

    def set_looking(self, looking: bool) -> None:
        """Show whether a search is running."""
        self.progress.setValue(0)
        self.progress.setVisible(looking)
        self.cancel.setVisible(looking)
        if looking:
            self.say("")

    def set_progress(self, share: float) -> None:
        """Show the fraction searched, 0 to 1."""
        self.progress.setValue(round(share * _PROGRESS_STEPS))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Enter (find next), Shift+Enter (find previous) and Escape (close)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.find_requested.emit(not back)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_previous_clicked(self) -> None:
        self.find_requested.emit(False)

    @Slot()
    def _on_next_clicked(self) -> None:
        self.find_requested.emit(True)

    @Slot()
    def _on_changed(self) -> None:
        syntax = self.syntax.currentData()
        self.case.setEnabled(syntax is not PatternSyntax.HEX)
        self.words.setEnabled(syntax is PatternSyntax.TEXT)
        sentence = ""
        try:
            pattern = self._read(syntax)
        except (HexError, PatternError) as error:
            pattern, sentence = None, str(error)
        mark_mistake(self.field, sentence)
        self.say(sentence)
        if pattern != self._pattern:
            self._pattern = pattern
            self.pattern_changed.emit(pattern)

    def _read(self, syntax: PatternSyntax) -> Pattern | None:
        text = self.field.text()
        if not text:
            return None
        pattern = Pattern(syntax, text, self.case.isChecked(), self.words.isChecked())
        if syntax is PatternSyntax.REGEX:
            compile_expression(pattern)
        return pattern if pattern.text else None
