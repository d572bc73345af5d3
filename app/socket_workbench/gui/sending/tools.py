"""The controls of a message field: a menu of its form, the byte count, what was sent."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_line, plain_tooltip
from socket_workbench.gui.looks.wording import byte_count
from socket_workbench.gui.rows.encodings import encoding_title
from socket_workbench.gui.sending.appended import NOTHING, Appended
from socket_workbench.gui.sending.composition import HEX, TEXT
from socket_workbench.gui.widgets.buttons import IconButton, PlainButton
from socket_workbench.gui.widgets.labels import RowLabel
from socket_workbench.language import tr
from socket_workbench.payload.line_end import LineEnd

if TYPE_CHECKING:
    from socket_workbench.gui.sending.append_menu import AppendChoices

T = TypeVar("T")

_LINE_ENDS = {LineEnd.LF: "LF", LineEnd.CR: "CR", LineEnd.CRLF: "CR LF"}


class SendTools(QWidget):
    """A menu button that shows how the message is written, the byte count, and two buttons.

    The menu has the mode, the line end, whether there are values in the text, what is appended, the
    switch to the large field, and the choice of a file.

    Attributes:
        form_button: the button; its text is the mode and the line end.
        append_menu: the menu of what is appended; its entries are made when it is first opened.
        file_action: opens a file to send.
        again_button: sends the last message again.
        sent_button: opens the list of sent messages.

    Signals:
        mode_chosen: the user chose `text` or `hex`.
        line_end_chosen: the user chose another line end.
        filling_chosen: the user switched values on or off, or chose what is appended.
        large_toggled: the user switched the large field on or off.
    """

    mode_chosen = Signal(str)
    line_end_chosen = Signal()
    filling_chosen = Signal()
    large_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text_words = ""
        self._last_mode = TEXT
        self._appended = NOTHING
        self._choices: AppendChoices | None = None
        self.form_button = PlainButton("")
        self.form_button.setProperty("menu", "true")
        self.form_button.setToolTip(
            plain_tooltip(tr("How the message is written, and what is added at its end."))
        )
        menu = QMenu(self.form_button)
        self._modes = self._add_choices(
            menu, {TEXT: tr("Text with escapes"), HEX: tr("Hex")}, self._on_mode_triggered
        )
        menu.addSeparator()
        self._line_ends = self._add_choices(
            menu, {LineEnd.NONE: tr("No line end"), **_LINE_ENDS}, self._on_line_end_triggered
        )
        menu.addSeparator()
        self._values = menu.addAction(tr("Fill in {{values}}"))
        self._values.setCheckable(True)
        self._values.triggered.connect(self._on_values_triggered)
        self.append_menu = menu.addMenu(tr("Append"))
        self.append_menu.aboutToShow.connect(self._on_append_menu_about_to_show)
        menu.addSeparator()
        self._large = menu.addAction(icon("maximize-2", "dim"), tr("Several lines"))
        self._large.setCheckable(True)
        self._large.triggered.connect(self.large_toggled)
        self.file_action = menu.addAction(icon("paperclip", "dim"), tr("Send a file…"))
        self.form_button.setMenu(menu)
        self._count = RowLabel("")
        self._count.setAccessibleName(tr("Length of the message"))
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.again_button = IconButton("refresh-cw", tr("Send the last message again"))
        self.sent_button = IconButton("history", tr("Sent messages"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.form_button)
        row.addWidget(self._count, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self.again_button)
        buttons.addWidget(self.sent_button)
        row.addLayout(buttons)
        self._modes[TEXT].setChecked(True)
        self._line_ends[LineEnd.NONE].setChecked(True)
        self.show_encoding("utf-8")

    @staticmethod
    def _add_choices(
        menu: QMenu, titles: dict[T, str], on_triggered: Callable[[], None]
    ) -> dict[T, QAction]:
        """Add entries of which one is checked; return them by their values."""
        group = QActionGroup(menu)
        actions = {}
        for value, title in titles.items():
            action = group.addAction(title)
            action.setCheckable(True)
            menu.addAction(action)
            actions[value] = action
        group.triggered.connect(on_triggered)
        return actions

    def show_encoding(self, encoding: str) -> None:
        """Show the encoding of text, unless it is UTF-8."""
        title = encoding_title(encoding)
        self._text_words = (
            tr("Text") if encoding == "utf-8" else tr("Text ({encoding})", encoding=title)
        )
        self._show_form()

    def mode(self) -> str:
        """Return `text` or `hex`."""
        return _checked(self._modes)

    def set_mode(self, mode: str) -> None:
        """Set the mode without emitting a signal."""
        self._modes[mode].setChecked(True)
        self._last_mode = mode
        # Hexadecimal gives every byte: no line end is added.
        for action in self._line_ends.values():
            action.setEnabled(mode == TEXT)
        self._show_form()

    def line_end(self) -> LineEnd:
        """Return the chosen line end."""
        return _checked(self._line_ends)

    def set_line_end(self, line_end: LineEnd) -> None:
        """Set the line end without emitting a signal."""
        self._line_ends[line_end].setChecked(True)
        self._show_form()

    def has_values(self) -> bool:
        """Return whether `{{...}}` in the text stands for values."""
        return self._values.isChecked()

    def appended(self) -> Appended:
        """Return what is appended to the message."""
        return self._appended

    def set_filling(self, appended: Appended, *, has_values: bool) -> None:
        """Set what is appended, and whether there are values, without emitting a signal."""
        self._values.setChecked(has_values)
        self._appended = appended
        self._show_form()

    def set_large(self, large: bool) -> None:
        """Set whether the large field is on without emitting a signal."""
        self._large.setChecked(large)

    def show_count(self, count: int | None) -> None:
        """Show the number of bytes; None for an invalid text."""
        self._count.setText(tr("— B") if count is None else tr("{count} B", count=f"{count:,}"))
        self._count.setToolTip(plain_tooltip("" if count is None else byte_count(count)))
        self._keep_room_for_count()

    def _keep_room_for_count(self) -> None:
        widest = self._count.fontMetrics().horizontalAdvance(tr("{count} B", count="888"))
        self._count.setMinimumWidth(widest)

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._keep_room_for_count()

    def show_last(self, text: str, *, ready: bool) -> None:
        """Set the text of the last message; empty if none was sent.

        Args:
            text: the text of the message.
            ready: whether it can be sent now.
        """
        self.again_button.setEnabled(bool(text) and ready)
        self.sent_button.setEnabled(bool(text))
        words = tr("Send again: {text}", text=plain_line(text)) if text else ""
        self.again_button.setToolTip(plain_tooltip(words or self.again_button.accessibleName()))

    def _show_form(self) -> None:
        parts = [tr("Hex")]
        if self.mode() == TEXT:
            line_end = self.line_end()
            parts = [
                self._text_words,
                *([] if line_end is LineEnd.NONE else [_LINE_ENDS[line_end]]),
            ]
        self.form_button.setText(" · ".join(parts))
        if self.has_values():
            parts.append(tr("values are filled in"))
        if self._appended.what:
            parts.append(tr("{what} is appended", what=self._appended.words()))
        self.form_button.setAccessibleName(tr("Form of the message: {form}", form=", ".join(parts)))

    def _on_mode_triggered(self) -> None:
        mode = self.mode()
        if mode != self._last_mode:
            self.set_mode(mode)
            self.mode_chosen.emit(mode)

    @Slot()
    def _on_values_triggered(self) -> None:
        self._show_form()
        self.filling_chosen.emit()

    @Slot()
    def _on_append_menu_about_to_show(self) -> None:
        if self._choices is None:
            from socket_workbench.gui.sending.append_menu import AppendChoices

            self._choices = AppendChoices(self.append_menu)
            self._choices.chosen.connect(self._on_choices_chosen)
        self._choices.show_appended(self._appended)

    @Slot(object)
    def _on_choices_chosen(self, appended: Appended) -> None:
        self._appended = appended
        self._show_form()
        self.filling_chosen.emit()

    def _on_line_end_triggered(self) -> None:
        self._show_form()
        self.line_end_chosen.emit()


def _checked(actions: dict[T, QAction]) -> T:
    return next(value for value, action in actions.items() if action.isChecked())
