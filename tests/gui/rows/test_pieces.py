import pytest

from socket_workbench.gui.rows.pieces import PiecesButton, pieces_title
from socket_workbench.journal.search.filter import Pieces


@pytest.fixture
def button(qtbot):
    button = PiecesButton((None, *Pieces))
    qtbot.addWidget(button)
    return button


def choices(button):
    return {action.text(): action for action in button.menu().actions()}


def test_without_a_framing_there_are_only_reads_and_it_says_so(button):
    assert not button.isEnabled()
    assert button.text() == "Reads"
    assert "framing" in button.toolTip()


def test_what_is_chosen_is_said_and_ticked(button, qtbot):
    button.set_available(available=True)
    assert button.text() == "Both"
    for pieces in (*Pieces, None):
        with qtbot.waitSignal(button.chosen) as chosen:
            choices(button)[pieces_title(pieces)].trigger()
        assert chosen.args == [pieces]
        assert button.pieces is pieces
        assert button.text() == pieces_title(pieces)
        ticked = [title for title, action in choices(button).items() if action.isChecked()]
        assert ticked == [pieces_title(pieces)]


@pytest.mark.parametrize("size", [9, 30])
def test_its_width_is_the_same_whatever_is_chosen(button, size):
    font = button.font()
    font.setPixelSize(size)
    button.setFont(font)
    widths = set()
    for pieces in (*Pieces, None):
        button.set_pieces(pieces)
        widths.add(button.sizeHint().width())
    assert len(widths) == 1
    assert widths.pop() > button.fontMetrics().horizontalAdvance("Messages")


def test_a_choice_that_a_filter_makes_is_said_without_a_framing_too(button):
    button.set_pieces(Pieces.MESSAGES)
    assert button.text() == "Messages"
