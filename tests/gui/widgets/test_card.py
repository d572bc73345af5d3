from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy

from socket_workbench.gui.widgets.card import Card


def test_a_card_holds_a_header_and_a_body(qtbot):
    card = Card("Server")
    qtbot.addWidget(card)
    card.header.addWidget(QLabel("chip"))
    card.body.addWidget(QLabel("table"))
    card.show()

    assert card.title() == "Server"
    assert card.accessibleName() == "Server"
    assert {label.text() for label in card.findChildren(QLabel)} == {"Server", "chip", "table"}


def test_a_card_without_a_title_leaves_no_room_for_one(qtbot):
    card = Card()
    qtbot.addWidget(card)
    card.show()
    (label,) = card.findChildren(QLabel)

    assert not label.isVisible()
    card.set_title("Client")
    assert label.isVisible()
    assert (card.title(), card.accessibleName()) == ("Client", "Client")
    card.set_title("")
    assert not label.isVisible()


def test_a_long_title_leaves_room_for_what_stands_beside_it(qtbot):
    card = Card("a name that is much longer than what there is room for " * 2)
    beside = QLineEdit()
    card.header.addWidget(beside, 1)
    qtbot.addWidget(card)
    card.resize(400, 100)
    card.show()
    assert beside.width() > 200
    assert card.width() == 400


def test_a_dense_card_leaves_its_contents_more_room(qtbot):
    heights = []
    for dense in (False, True):
        card, contents = Card(), QLineEdit()
        contents.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        if dense:
            card.make_dense()
        card.body.addWidget(contents)
        qtbot.addWidget(card)
        card.resize(400, 200)
        card.show()
        heights.append(contents.height())
    assert heights[1] >= heights[0] + 16
