"""Buttons by rank: primary, plain, quiet, and icon only."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

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
        self._color = color
        self._align = align
        self.setProperty("rank", rank)
        self.setAutoDefault(False)
        self._fit_icon()
        if icon_name:
            self.show_icon(icon_name)

    def show_icon(self, icon_name: str) -> None:
        """Set the icon."""
        self.setIcon(icon(icon_name, self._color, self._align))

    def changeEvent(self, event: QEvent) -> None:
        """Scale the icon with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_icon()

    def _fit_icon(self) -> None:
        side = round(pixel_size(self.font()) * _ICON_SHARE)
        # Qt leaves 4 pixels between icon and text; a wider icon rectangle leaves more.
        self.setIconSize(QSize(side + round(side * _MORE_GAP), side))


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
        self.toggled.connect(self._on_toggled)

    def _on_toggled(self, opened: bool) -> None:
        self.setText(tr("Less") if opened else tr("More"))
        self.show_icon("chevron-up" if opened else "chevron-down")
