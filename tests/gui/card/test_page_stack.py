"""Pages in a card that is lower than they are, also in the real window."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout

from socket_workbench.gui.card.page_stack import PageStack
from socket_workbench.gui.rows.page import Page
from socket_workbench.gui.window.pages import PAGES


class TallPage(Page):
    """A page of ten buttons."""

    def __init__(self):
        super().__init__()
        column = QVBoxLayout(self)
        self.buttons = [QPushButton(str(number)) for number in range(10)]
        for button in self.buttons:
            column.addWidget(button)


@pytest.fixture
def stack(qtbot):
    stack = PageStack()
    qtbot.addWidget(stack)
    stack.show()
    return stack


def test_a_page_that_does_not_fit_scrolls(stack, qtbot):
    least = stack.minimumSizeHint().height()
    page, other = TallPage(), Page()
    stack.add_page(other)
    stack.add_page(page)
    stack.show_page(page)
    assert stack.minimumSizeHint().height() == least
    stack.resize(400, least)
    qtbot.waitUntil(lambda: page.height() > least)
    needed = page.buttons[0].minimumSizeHint().height()
    assert all(button.height() >= needed for button in page.buttons)
    page.buttons[0].setFocus()
    for button in page.buttons[1:]:
        page.focusNextChild()
        assert button.hasFocus() or not stack.isActiveWindow()
    stack.resize(400, 2 * page.height())
    qtbot.waitUntil(lambda: page.height() == stack.height())
    stack.show_page(other)
    assert (page.isVisible(), other.isVisible()) == (False, True)


def test_it_needs_less_height_where_something_else_takes_it(stack):
    least = stack.minimumSizeHint().height()
    stack.lend_height(50)
    assert stack.minimumSizeHint().height() == least - 50
    stack.lend_height(least + 1)
    assert stack.minimumSizeHint().height() == 0
    stack.lend_height(0)
    assert stack.minimumSizeHint().height() == least


def needed_height(label):
    least = label.heightForWidth(label.width()) if label.wordWrap() else -1
    return least if least >= 0 else label.minimumSizeHint().height()


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.5])
def test_no_page_of_the_window_is_lower_than_its_parts_need(window, theme, until, zoom):
    theme.set_zoom(zoom)
    window.board.add_server()
    window.resize(1024, 700)
    for record in PAGES:
        page = window.card.show_page(record)
        layout = page.layout()

        def has_room(page=page, layout=layout):
            by_width = layout.totalMinimumHeightForWidth(page.width())
            labels = [label for label in page.findChildren(QLabel) if label.isVisible()]
            return page.height() >= max(page.minimumSizeHint().height(), by_width) and all(
                label.height() >= needed_height(label) for label in labels
            )

        until(has_room)
    assert (window.width(), window.height()) == (1024, 700)
