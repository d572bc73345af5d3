import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from socket_workbench.gui.widgets.buttons import (
    IconButton,
    MoreButton,
    PlainButton,
    PrimaryButton,
    QuietButton,
)


def test_every_button_knows_its_rank(qtbot):
    for kind, rank in ((PrimaryButton, "primary"), (PlainButton, "plain"), (QuietButton, "quiet")):
        button = kind("Run", "play")
        qtbot.addWidget(button)
        assert button.property("rank") == rank
        assert button.text() == "Run"
        assert not button.icon().isNull()


def test_a_button_needs_no_icon(qtbot):
    button = PlainButton("Stop")
    qtbot.addWidget(button)

    assert button.icon().isNull()


def test_an_icon_grows_with_the_type(qtbot):
    button = PlainButton("Run", "play")
    qtbot.addWidget(button)
    font = button.font()
    font.setPixelSize(13)
    button.setFont(font)
    small = button.iconSize()
    font.setPixelSize(26)
    button.setFont(font)

    assert small.height() == 14
    assert button.iconSize().height() == 28
    assert small.width() > small.height()


def test_a_compact_button_has_its_words_as_tooltip_and_name(qtbot):
    for button, icon_name in ((PrimaryButton("Run", "play"), ""), (PlainButton("Send"), "send")):
        qtbot.addWidget(button)
        has_icon, size, wide = not button.icon().isNull(), button.iconSize(), button.sizeHint()
        words = button.text()
        saved = button.saved_width()
        button.set_compact(True, icon_name)
        assert saved in (0, wide.width() - button.sizeHint().width())
        assert (button.text(), button.toolTip(), button.accessibleName()) == ("", words, words)
        assert not button.icon().isNull()
        assert button.sizeHint().width() < wide.width() == button.width_with_text()
        button.setText("Other")
        assert (button.text(), button.toolTip(), button.accessibleName()) == ("", "Other", "Other")
        button.setText(words)
        button.set_compact(False)
        assert (button.text(), button.toolTip(), button.accessibleName()) == (words, "", "")
        assert (not button.icon().isNull(), button.iconSize()) == (has_icon, size)
        assert button.sizeHint() == wide


def test_an_icon_alone_has_words_for_those_who_do_not_see_it(qtbot):
    button = IconButton("x", "Close", small=True)
    qtbot.addWidget(button)

    assert (button.accessibleName(), button.toolTip()) == ("Close", "Close")
    assert button.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert button.property("looks") == "small"
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_it_says_what_a_press_would_do(qtbot):
    button = MoreButton()
    qtbot.addWidget(button)

    assert button.text() == "More"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (button.text(), button.isChecked()) == ("Less", True)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert (button.text(), button.isChecked()) == ("More", False)
    assert button.accessibleName() == "More options"


def test_a_compact_button_keeps_a_tooltip_and_a_name_of_its_own(qtbot):
    button = QuietButton("Filter", "funnel")
    qtbot.addWidget(button)
    button.setToolTip("What to show")
    button.setAccessibleName("Choose a filter")
    for compact in (True, False):
        button.set_compact(compact)
        assert (button.toolTip(), button.accessibleName()) == ("What to show", "Choose a filter")


def test_a_button_without_an_icon_is_never_bare(qtbot):
    button = QuietButton("Text")
    qtbot.addWidget(button)
    button.set_compact(True)
    assert button.text() == "Text"


def test_a_button_may_keep_room_for_its_other_texts(theme, qtbot):
    button = QuietButton("Clear")
    qtbot.addWidget(button)
    narrow = button.sizeHint()
    button.keep_room_for("Clear", "Undo clear")
    wide = button.sizeHint()
    button.setText("Undo clear")
    assert button.sizeHint() == wide
    assert wide.width() > narrow.width()


def test_the_icon_of_a_compact_button_may_change(qtbot):
    button = QuietButton("Clear")
    qtbot.addWidget(button)
    button.set_compact_icon("eraser")
    assert button.icon().isNull()
    assert button.saved_width() > 0
    button.set_compact(True)
    before = button.icon().pixmap(16, 16).toImage()
    button.set_compact_icon("undo-2")
    assert button.icon().pixmap(16, 16).toImage() != before
    assert button.saved_width() == 0


@pytest.mark.parametrize("has_menu", [False, True])
def test_what_a_compact_button_saves_is_known_before(theme, qtbot, has_menu):
    button = QuietButton("Filter", "funnel")
    qtbot.addWidget(button)
    if has_menu:
        button.setProperty("menu", "true")
        button.setMenu(QMenu(button))
    before, saved = button.sizeHint().width(), button.saved_width()
    button.set_compact(True)
    assert button.sizeHint().width() == before - saved
    assert saved > 0
