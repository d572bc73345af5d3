import pytest
from PySide6.QtWidgets import QLabel

from socket_workbench.gui.panes.list_place import ListPlace
from socket_workbench.gui.panes.pinned_card import PinnedCard
from socket_workbench.gui.widgets.buttons import PlainButton
from socket_workbench.gui.widgets.notice_line import NoticeLine


class Card(PinnedCard):
    def __init__(self):
        super().__init__("name")
        self.button = PlainButton("Some words", "play")
        self.header.addWidget(self.button)
        self.foot = QLabel("foot")
        self.body.addWidget(self.foot)

    def set_compact(self, compact):
        self.button.set_compact(compact)


@pytest.fixture
def card(qtbot):
    card = Card()
    qtbot.addWidget(card)
    card.resize(600, 200)
    card.show()
    return card


def test_words_become_icons_in_a_narrow_card_of_any_font(qtbot, card, theme):
    assert card.button.text() == "Some words"
    card.resize(400, 200)
    assert card.button.text() == ""
    card.resize(600, 200)
    assert card.button.text() == "Some words"
    least = card.minimumSizeHint().width()
    theme.set_zoom(1.5)
    qtbot.waitUntil(lambda: card.button.text() == "")
    assert card.minimumSizeHint().width() == pytest.approx(1.5 * least, rel=0.05)


def test_a_form_that_needs_the_room_of_the_list_takes_it(qtbot, card):
    form, rows = QLabel("form"), QLabel("rows")
    form.setMinimumHeight(100)
    form.hide()
    place = ListPlace(NoticeLine())
    place.row.addWidget(rows)
    card.middle.body.addWidget(form)
    card.add_list(place, [form])
    qtbot.waitUntil(rows.isVisible)
    form.show()
    qtbot.waitUntil(lambda: not rows.isVisible())
    qtbot.waitUntil(lambda: card.middle.verticalScrollBar().maximum() == 0)
    form.hide()
    qtbot.waitUntil(rows.isVisible)


def test_what_is_between_head_and_foot_scrolls(card):
    tall = QLabel("tall")
    tall.setMinimumHeight(500)
    card.middle.body.addWidget(tall)
    assert card.minimumSizeHint().height() < 200
    assert card.rect().contains(card.foot.geometry())
