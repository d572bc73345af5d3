"""Labels for plain text: received data is never interpreted as markup."""

from unicodedata import bidirectional

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_lines, plain_tooltip
from socket_workbench.payload.text import printable

_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"


class PlainLabel(QLabel):
    """A label of plain text, laid out from left to right whatever its first letter is.

    Args:
        text: the text.
        rank: `dim`, `title`, `heading`, `small`, `mono`; empty for ordinary text.
        selectable: whether the text can be selected and copied.
    """

    def __init__(
        self,
        text: str = "",
        rank: str = "",
        *,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        if rank:
            self.setProperty("type", rank)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def setText(self, text: str) -> None:
        """Set the text, with control characters made visible."""
        shown = plain_lines(text)
        # Qt lays out each text in the direction of its first strong character.
        super().setText(_LEFT_TO_RIGHT + shown if _is_right_to_left(shown) else shown)

    def text(self) -> str:
        """Return the text."""
        return super().text().removeprefix(_LEFT_TO_RIGHT)


def _is_right_to_left(text: str) -> bool:
    """Return whether the first strong character of a text is one of a right-to-left script."""
    directions = (bidirectional(letter) for letter in text)
    return next((each for each in directions if each in ("L", "R", "AL")), "L") != "L"


class RowLabel(PlainLabel):
    """A label as high as the fields beside it, so that their baselines match."""

    def __init__(self, text: str = "", rank: str = "dim", parent: QWidget | None = None) -> None:
        super().__init__(text, rank, parent=parent)
        self.setProperty("looks", "row")


class WrappedLabel(PlainLabel):
    """A selectable label with word wrap that is no higher than needed."""

    def __init__(self, text: str = "", rank: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, rank, selectable=True, parent=parent)
        self.setWordWrap(True)
        # The size hint of a label with word wrap is that of a narrow column.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class ElidedLabel(PlainLabel):
    """A label that elides a text that does not fit; the tooltip shows all of it.

    Args:
        text: the text, such as an address or a path.
        rank: as for `PlainLabel`.
        mode: where to elide the text; by default in the middle, since both ends of an address
            matter.
    """

    def __init__(
        self,
        text: str = "",
        rank: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, rank, parent=parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Set the text, on one line, with control characters made visible."""
        super().setText(printable(text))

    def minimumSizeHint(self) -> QSize:
        """Return the size of a few characters."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 6), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, elided if it does not fit."""
        inside = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), self._mode, inside.width())
        self.setToolTip(plain_tooltip("" if shown == self.text() else self.text()))
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        # Otherwise the first strong letter decides, and the port of an address could come first.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        flags = int(self.alignment()) | int(Qt.TextFlag.TextForceLeftToRight)
        painter.drawText(inside, flags, shown)


class LabelledField(QWidget):
    """A label and its field, kept together where a row wraps."""

    def __init__(self, title: str, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = RowLabel(title)
        label.setBuddy(field)
        field.setAccessibleName(title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)


class ThemedSign(QWidget):
    """Paints an icon as high as a line of text, or a multiple of it."""

    def __init__(
        self, icon_name: str, color: str, lines: float = 1.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_icon(icon_name, color)

    def show_icon(self, icon_name: str, color: str) -> None:
        """Set the icon and the token of its colour."""
        # Not the icon itself: one that Python holds to the end is destroyed after QApplication, and
        # crashes.
        self._shown = (icon_name, color)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square size."""
        side = round(self.fontMetrics().height() * self._lines)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        icon(*self._shown).paint(QPainter(self), self.rect())
