import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from socket_workbench.gui.looks.palette import DARK, LIGHT
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.scenarios.gallery_delegate import GalleryDelegate
from socket_workbench.gui.scenarios.gallery_entry import GalleryEntry
from socket_workbench.gui.scenarios.gallery_model import GalleryModel

LONG = " ".join(["A sentence about what the scenario does."] * 4)
ENTRIES = [
    GalleryEntry("short", "Short", "One line.", ("tcp://127.0.0.1:1",)),
    GalleryEntry("long", "Long", LONG, ("unix:///a/path/" + "x" * 200,)),
    GalleryEntry("last", "Last", "One line."),
]


@pytest.fixture
def view(qtbot, theme):
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(GalleryModel(ENTRIES, view))
    view.setItemDelegate(GalleryDelegate(view))
    view.setWordWrap(True)
    view.resize(600, 400)
    view.show()
    return view


def place(view, row):
    return view.visualRect(view.model().index(row, 0))


def colors(image, rect):
    """Return the colours of some pixels of a place."""
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(rect.left(), rect.right() + 1)
        for y in range(rect.top(), rect.bottom() + 1)
    }


def test_a_row_is_as_high_as_its_summary_needs(view, qtbot):
    assert place(view, 1).height() > place(view, 0).height() == place(view, 2).height()
    wide = place(view, 2).top()
    view.resize(300, view.height())
    qtbot.waitUntil(lambda: place(view, 2).top() > wide)


def test_a_row_is_as_wide_as_the_view_however_long_its_address(view):
    assert place(view, 1).width() == view.viewport().width()
    assert view.horizontalScrollBar().maximum() == 0


def test_rows_grow_with_the_type(view, theme, qtbot):
    before = place(view, 0).height()
    theme.set_zoom(2.0)
    qtbot.waitUntil(lambda: place(view, 0).height() > before * 1.4)


@pytest.mark.parametrize(("scheme", "tokens"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_it_paints_in_the_colors_of_now(view, theme, scheme, tokens):
    theme.set_scheme(scheme)
    view.setCurrentIndex(view.model().index(0, 0))
    image = view.viewport().grab().toImage()

    assert image.pixelColor(place(view, 0).center().x(), place(view, 0).top() + 4) == QColor(
        tokens.selection
    )
    assert {tokens.card, tokens.text, tokens.dim} <= colors(image, place(view, 1))


def test_a_hairline_parts_rows_but_not_from_a_selected_one(view):
    view.setCurrentIndex(view.model().index(2, 0))
    image = view.viewport().grab().toImage()

    def foot(row):
        return image.pixelColor(place(view, row).center().x(), place(view, row).bottom())

    assert foot(0) == QColor(LIGHT.line)
    assert foot(1) == QColor(LIGHT.card)
    assert foot(2) == QColor(LIGHT.selection)


def test_where_there_is_no_row_there_is_no_size(view):
    option = QStyleOptionViewItem()

    assert not view.itemDelegate().sizeHint(option, QModelIndex()).isValid()
