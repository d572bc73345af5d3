"""A line edit that never truncates a text silently."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from socket_workbench.language import tr
from socket_workbench.payload.escapes import escape_unseen

LONGEST = 256 * 1024
"""The most UTF-16 code units in a field; Qt lays out the whole text on each key press."""

_UNLIMITED = 2**31 - 1


def utf16_length(text: str) -> int:
    """Return the number of UTF-16 code units of a text, in which Qt counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def code_points(text: str, place: int) -> int:
    """Return the number of characters before a place that Qt counts in UTF-16 code units."""
    if text.isascii():
        return place
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * place]
    return len(units.decode("utf-16-le", "replace"))


def too_long() -> str:
    """Return the error message for a text that is too long for a field."""
    most = f"{LONGEST:,}"
    return tr("A field takes {most} characters at most; nothing was put into it.", most=most)


class WholeLine(QLineEdit):
    """A line edit that inserts a text completely or not at all.

    Attributes:
        writes_escapes: whether invisible characters are inserted as escapes.

    Signals:
        refused: a text was too long and was not inserted.
    """

    refused = Signal()

    def __init__(self, *, writes_escapes: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.writes_escapes = writes_escapes
        # Otherwise Qt truncates silently, in time quadratic in the length.
        self.setMaxLength(_UNLIMITED)
        self.setValidator(_Whole(self))

    def set_text(self, text: str) -> None:
        """Replace the text."""
        if utf16_length(text) > LONGEST:
            self.refused.emit()
        else:
            self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Refuse to paste a text that is too long, before Qt inserts it."""
        is_paste = event.matches(QKeySequence.StandardKey.Paste)
        if is_paste and len(QGuiApplication.clipboard().text()) > LONGEST:
            self.refused.emit()
        else:
            super().keyPressEvent(event)


class _Whole(QValidator):
    """A validator that sees every change of the line edit.

    A text that is too long is removed here: Qt would undo it character by character, in quadratic
    time.
    """

    def __init__(self, field: "WholeLine") -> None:
        super().__init__(field)
        self._field = field
        self._taken = ""

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        seen = escape_unseen(text) if self._field.writes_escapes else text
        if utf16_length(seen) > LONGEST:
            # The inserted text ends at the cursor; the text after it was there before.
            place = max(utf16_length(self._taken) - utf16_length(text) + place, 0)
            seen = self._taken
            self._field.refused.emit()
        elif seen != text:
            units = text.encode("utf-16-le", "surrogatepass")[: 2 * place]
            before = units.decode("utf-16-le", "surrogatepass")
            place = utf16_length(escape_unseen(before))
        self._taken = seen
        return QValidator.State.Acceptable, seen, place
