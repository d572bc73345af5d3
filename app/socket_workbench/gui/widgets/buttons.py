"""Buttons by rank: primary, plain, quiet, and icon only."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QStyle,
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
            self._show_words_as_tooltip()
        else:
            super().setText(text)

    def set_compact(self, compact: bool, icon_name: str = "") -> None:
        """Show the icon without the text, which becomes the tooltip and the accessible name.

        Args:
            compact: whether to do so, or to show the text again.
            icon_name: the icon of a compact button that has none otherwise.
        """
        if compact == self._is_compact:
            return
        self._is_compact = compact
        if compact:
            super().setText("")
            self._show_words_as_tooltip()
            self.setIcon(icon(self._icon_name or icon_name, self._color))
        else:
            super().setText(self._words)
            self.setToolTip("")
            self.setAccessibleName("")
            self.setIcon(QIcon())
            if self._icon_name:
                self.show_icon(self._icon_name)
        self._fit_icon()

    def width_with_text(self) -> int:
        """Return the width with the text, also while the button is compact, in pixels."""
        if not self._is_compact:
            return self.sizeHint().width()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = self._words
        inside = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self._words)
        if self._icon_name:
            inside.setWidth(inside.width() + self._icon_size(with_gap=True).width() + 4)
        kind = QStyle.ContentsType.CT_PushButton
        return self.style().sizeFromContents(kind, option, inside, self).width()

    def _show_words_as_tooltip(self) -> None:
        self.setToolTip(plain_tooltip(self._words))
        self.setAccessibleName(self._words)

    def changeEvent(self, event: QEvent) -> None:
        """Scale the icon with the font."""
        super().changeEvent(event)
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
