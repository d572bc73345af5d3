"""Buttons by rank: primary, plain, quiet, and icon only."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from socket_workbench.gui.looks.fonts import pixel_size
from socket_workbench.gui.looks.icons import Align, icon
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.language import tr

_ICON_SHARE = 14 / 13
_MORE_GAP = 0.3
_ICON_GAP = 4
"""What `QPushButton.sizeHint` adds to the width of an icon, in pixels."""


class RankedButton(QPushButton):
    """A button with a text and optionally an icon.

    Args:
        text: the text.
        rank: `primary`, `plain` or `quiet`, as in the stylesheet.
        icon_name: the name of the icon; empty for none.
        color: the icon's colour, a token.
        align: on which side of its rectangle the icon is drawn: away from the text.
    """

    def __init__(
        self,
        text: str,
        rank: str,
        icon_name: str,
        color: str,
        align: Align = Align.LEFT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._words = text
        self._icon_name = icon_name
        self._color = color
        self._align = align
        self._is_compact = False
        self._lent = ""
        self._compact_icon = ""
        self._other_words: tuple[str, ...] = ()
        self._widths: dict[tuple[str, bool, bool], int] = {}
        self.setProperty("rank", rank)
        self.setAutoDefault(False)
        self._fit_icon()
        if icon_name:
            self.show_icon(icon_name)

    def show_icon(self, icon_name: str) -> None:
        """Set the icon."""
        self._icon_name = icon_name
        align = Align.CENTER if self._is_compact else self._align
        self.setIcon(icon(icon_name, self._color, align))

    def setText(self, text: str) -> None:
        """Set the text, which a compact button has as its tooltip."""
        self._words = text
        if self._is_compact:
            self._lend_words(text)
        else:
            super().setText(text)

    def set_compact_icon(self, icon_name: str) -> None:
        """Set the icon that the button has only while it is compact."""
        self._compact_icon = icon_name
        if self._is_compact:
            self.setIcon(icon(icon_name, self._color))

    def set_compact(self, compact: bool, icon_name: str = "") -> None:
        """Show the icon without the text.

        The text becomes the tooltip and the accessible name of a button that has none of its own.
        A button without an icon stays as it is.

        Args:
            compact: whether to do so, or to show the text again.
            icon_name: the icon of the compact button, if that is not the usual one.
        """
        icon_name = icon_name or self._icon_name or self._compact_icon
        if compact == self._is_compact or (compact and not icon_name):
            return
        self._is_compact = compact
        if compact:
            super().setText("")
            self._lend_words(self._words)
            self.setIcon(icon(icon_name, self._color))
        else:
            super().setText(self._words)
            self._lend_words("")
            self.setIcon(QIcon())
            if self._icon_name:
                self.show_icon(self._icon_name)
        self._fit_icon()

    def keep_room_for(self, *words: str) -> None:
        """Be as wide as the widest of these texts needs, which the button has at other times."""
        self._other_words = words

    def sizeHint(self) -> QSize:
        """Return the size for the text, and for those that there is room for."""
        hint = super().sizeHint()
        if self._other_words and not self._is_compact:
            hint.setWidth(max(hint.width(), *map(self._width_with, self._other_words)))
        return hint

    def saved_width(self) -> int:
        """Return by how many pixels the button would be narrower if it were compact."""
        if self._is_compact or not (self._icon_name or self._compact_icon):
            return 0
        return max(self.sizeHint().width() - self._width_with(""), 0)

    def width_with_text(self) -> int:
        """Return the width with the text, also while the button is compact, in pixels."""
        if not self._is_compact:
            return self.sizeHint().width()
        return self._width_with(self._words)

    def _width_with(self, words: str) -> int:
        """Return the width with a text, or with the icon alone; measured once for each style."""
        key = words, bool(self._icon_name), self.menu() is not None
        width = self._widths.get(key)
        if width is None:
            width = self._widths[key] = self._measured_with(words)
        return width

    def _measured_with(self, words: str) -> int:
        # Imported late: PySide6 creates 600 Python objects for the enums of this class.
        from PySide6.QtWidgets import QStyle

        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = words
        inside = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, words)
        if self._icon_name or not words:
            icon_width = self._icon_size(with_gap=bool(words)).width()
            inside.setWidth(inside.width() + icon_width + _ICON_GAP)
        if self.menu() is not None:
            metric = QStyle.PixelMetric.PM_MenuButtonIndicator
            inside.setWidth(inside.width() + self.style().pixelMetric(metric, option, self))
        kind = QStyle.ContentsType.CT_PushButton
        return self.style().sizeFromContents(kind, option, inside, self).width()

    def _lend_words(self, words: str) -> None:
        """Use these words as tooltip and accessible name, unless there are others."""
        if self.toolTip() == plain_tooltip(self._lent):
            self.setToolTip(plain_tooltip(words))
        if self.accessibleName() == self._lent:
            self.setAccessibleName(words)
        self._lent = words

    def changeEvent(self, event: QEvent) -> None:
        """Scale the icon with the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._widths.clear()
        if event.type() == QEvent.Type.FontChange:
            self._fit_icon()

    def _fit_icon(self) -> None:
        self.setIconSize(self._icon_size(with_gap=not self._is_compact))

    def _icon_size(self, *, with_gap: bool) -> QSize:
        side = round(pixel_size(self.font()) * _ICON_SHARE)
        # Qt leaves 4 pixels between icon and text; a wider icon rectangle leaves more.
        return QSize(side + round(side * _MORE_GAP) * with_gap, side)


class PrimaryButton(RankedButton):
    """A filled button for the main action; at most one in a group."""

    def __init__(self, text: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "primary", icon_name, "on_accent", parent=parent)


class PlainButton(RankedButton):
    """An ordinary button, with a border."""

    def __init__(self, text: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "plain", icon_name, "text", parent=parent)


class QuietButton(RankedButton):
    """A button without a border, for secondary actions."""

    def __init__(self, text: str, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "quiet", icon_name, "dim", parent=parent)


class IconButton(QToolButton):
    """A button with an icon only; its text is its tooltip and its accessible name."""

    def __init__(
        self, icon_name: str, words: str, *, small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setIcon(icon(icon_name, "dim"))
        self.setToolTip(plain_tooltip(words))
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if small:
            self.setProperty("looks", "small")


class MoreButton(RankedButton):
    """A toggle button that opens a form; its arrow shows whether that is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("More"), "quiet", "chevron-down", "dim", Align.RIGHT, parent)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setCheckable(True)
        self.setAccessibleName(tr("More options"))
        self._both = (tr("More"), tr("Less"))
        self.toggled.connect(self._on_toggled)

    def set_words(self, closed: str, opened: str) -> None:
        """Set the texts while the form is closed and while it is open."""
        self._both = (closed, opened)
        self.setText(self._both[self.isChecked()])

    def _on_toggled(self, opened: bool) -> None:
        self.setText(self._both[opened])
        self.show_icon("chevron-up" if opened else "chevron-down")


def add_clear_button(line: QLineEdit) -> None:
    """Give a field Qt's button that clears it, and that button a name."""
    line.setClearButtonEnabled(True)
    for button in line.findChildren(QToolButton):
        button.setAccessibleName(tr("Clear"))
