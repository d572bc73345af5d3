"""Labels that show text as it is: what came over the wire is never read as markup."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.plain import plain_lines, plain_tooltip
from socket_workbench.payload.text import printable


class PlainLabel(QLabel):
    """A label of plain text.

    Args:
        text: what it says.
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
        """Show a text, its control characters made visible."""
        super().setText(plain_lines(text))


class RowLabel(PlainLabel):
    """A label as high as the fields beside it, so that their texts have one baseline."""

    def __init__(self, text: str = "", rank: str = "dim", parent: QWidget | None = None) -> None:
        super().__init__(text, rank, parent=parent)
        self.setProperty("looks", "row")


class WrappedLabel(PlainLabel):
    """A label of as many lines as the room is narrow, and no more; can be selected."""

    def __init__(self, text: str = "", rank: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, rank, selectable=True, parent=parent)
        self.setWordWrap(True)
        # By itself a wrapped label asks for the height of a narrow column.
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class ElidedLabel(PlainLabel):
    """A label that gives way: what does not fit becomes `…`, and the tooltip has all of it.

    Args:
        text: what it says, such as an address or a path.
        rank: as for `PlainLabel`.
        mode: where the text gives way; by default in the middle, both ends of an address count.
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
        """Show a text in one line, its control characters made visible."""
        super().setText(printable(text))

    def minimumSizeHint(self) -> QSize:
        """Leave room for a few characters only."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 6), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, shortened where it must be."""
        inside = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), self._mode, inside.width())
        self.setToolTip(plain_tooltip("" if shown == self.text() else self.text()))
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(inside, int(self.alignment()), shown)


class LabelledField(QWidget):
    """A label and its field, kept together wherever a row breaks."""

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
        """Show another icon, in the colour of a token."""
        self._icon = icon(icon_name, color)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a square."""
        side = round(self.fontMetrics().height() * self._lines)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        self._icon.paint(QPainter(self), self.rect())
