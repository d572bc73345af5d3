from PySide6.QtCore import Qt

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
        button.set_compact(True, icon_name)
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
