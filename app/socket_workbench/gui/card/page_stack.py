"""The tabs of the card's pages, and the stack that shows one of them."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from socket_workbench.gui.looks.fonts import TEXT_SIZE, pixel_size
from socket_workbench.gui.rows.page import Page
from socket_workbench.gui.widgets.scrolled_column import ScrolledColumn

_SIZE = QSize(912, 404)

_LEAST_HEIGHT = 130
"""The minimum height of a page, in pixels, where the type is not large."""

_LEAST_OF_LARGE_TYPE = 86
"""The same for large type, at the default font size: a find bar, a header and a row."""

_MOST_NEEDED = 134
"""The largest minimum height, in pixels: of the largest type, a find bar and a row. The window fits
its screen, and panes show their heads."""


class PageStack(QStackedWidget):
    """The pages; one that needs more height than there is scrolls as a whole.

    Without that, a layout would make each part of the page lower than its minimum height. The sizes
    do not depend on the pages: the widgets around the card would move when a larger page is first
    shown.

    Attributes:
        lent: how much less height than usual they need, in pixels.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: dict[Page, ScrolledColumn] = {}
        self.lent = 0

    def add_page(self, page: Page) -> None:
        """Add a page."""
        place = self._places[page] = ScrolledColumn(0, self)
        place.body.addWidget(page)
        self.addWidget(place)

    def show_page(self, page: Page) -> None:
        """Show a page that was added."""
        self.setCurrentWidget(self._places[page])

    def lend_height(self, height: int) -> None:
        """Need so many pixels less than usual, which something beside the card takes."""
        self.lent = height
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the preferred size."""
        return super().sizeHint().expandedTo(_SIZE)

    def minimumSizeHint(self) -> QSize:
        """Return the width that the pages need, and the minimum height."""
        scaled = round(_LEAST_OF_LARGE_TYPE * pixel_size(self.font()) / TEXT_SIZE)
        height = max(_LEAST_HEIGHT, min(scaled, _MOST_NEEDED))
        return QSize(super().minimumSizeHint().width(), max(height - self.lent, 0))


class PageTabs(QTabBar):
    """Tabs whose widths do not depend on which of them is the current one.

    Otherwise the bold text of another tab would need more room than the bar was given.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("looks", "pages")
        # Qt asks for the sizes of all tabs several times for each layout.
        self._widths: dict[tuple[QFont.Weight, str], int] = {}

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size of a tab with bold text, whether or not it is the current one."""
        # What surrounds the text is the same for all; of the current tab, Qt adds to it. The style
        # sheet gives the others a medium weight.
        other = (self.currentIndex() + 1) % self.count()
        hint = super().tabSizeHint(other)
        around = hint.width() - self._text_width(QFont.Weight.Medium, other)
        width = self._text_width(QFont.Weight.DemiBold, index) + around
        return QSize(width, hint.height())

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._widths.clear()
        super().changeEvent(event)

    def _text_width(self, weight: QFont.Weight, index: int) -> int:
        text = self.tabText(index)
        width = self._widths.get((weight, text))
        if width is None:
            font = QFont(self.font())
            font.setWeight(weight)
            width = QFontMetrics(font).size(Qt.TextFlag.TextShowMnemonic, text).width()
            self._widths[weight, text] = width
        return width
