import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QLineEdit

from socket_workbench.gui.looks.palette import DARK, LIGHT, use_tokens
from socket_workbench.gui.widgets.labels import (
    ElidedLabel,
    LabelledField,
    PlainLabel,
    RowLabel,
    ThemedSign,
    WrappedLabel,
)

MARKUP = "<b>&amp;</b>"


def test_no_label_reads_markup(qtbot):
    for kind in (PlainLabel, RowLabel, WrappedLabel, ElidedLabel):
        label = kind(MARKUP)
        qtbot.addWidget(label)
        assert label.textFormat() == Qt.TextFormat.PlainText
        assert label.text() == MARKUP


def test_a_label_has_a_rank_for_the_stylesheet(qtbot):
    label = PlainLabel("Server", "title")
    qtbot.addWidget(label)

    assert label.property("type") == "title"
    assert PlainLabel("x").property("type") is None


def test_selectable_text_can_be_selected_with_keys_too(qtbot):
    label = PlainLabel("x", selectable=True)
    qtbot.addWidget(label)

    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard


def test_a_long_address_gives_way_and_stands_whole_in_the_tooltip(qtbot):
    label = ElidedLabel("[2001:db8:85a3:8d3:1319:8a2e:370:7348]:51344")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    label.grab()

    assert "[2001:db8:85a3:8d3:1319:8a2e:370:7348]:51344" in label.toolTip()
    assert label.minimumSizeHint().width() < 100
    label.resize(900, 20)
    label.grab()
    assert label.toolTip() == ""


def test_a_tooltip_reads_no_markup_either(qtbot):
    label = ElidedLabel("/tmp/" + "<b>bold</b>" * 10)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.grab()

    assert "&lt;b&gt;" in label.toolTip()


def test_wrapped_text_is_as_high_as_it_must_be(qtbot):
    label = WrappedLabel("word " * 40)
    qtbot.addWidget(label)

    assert label.heightForWidth(100) > label.heightForWidth(1000)
    assert label.minimumSizeHint().height() <= label.heightForWidth(10_000)


def test_a_label_that_gives_way_has_one_line(qtbot):
    label = ElidedLabel("")
    qtbot.addWidget(label)
    label.setText("a\nb\tc\u202e")
    assert label.text() == "a␊b␉c\\u202e"


def test_a_field_is_called_what_its_label_says(qtbot):
    line = QLineEdit()
    field = LabelledField("Backlog", line)
    qtbot.addWidget(field)

    (label,) = field.findChildren(QLabel)
    assert label.text() == "Backlog"
    assert label.buddy() is line
    assert line.accessibleName() == "Backlog"


def middle(sign):
    image = sign.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2)


def test_it_paints_its_icon_in_the_theme_of_now(qtbot):
    use_tokens(LIGHT)
    sign = ThemedSign("square", "accent", 2.0)
    qtbot.addWidget(sign)
    sign.resize(sign.sizeHint())

    assert middle(sign) == QColor(LIGHT.accent)
    use_tokens(DARK)
    assert middle(sign) == QColor(DARK.accent)
    use_tokens(LIGHT)


def test_it_can_show_another_icon(qtbot):
    sign = ThemedSign("square", "accent")
    qtbot.addWidget(sign)
    sign.resize(sign.sizeHint())
    sign.show_icon("square", "error")

    assert middle(sign) == QColor(LIGHT.error)
    assert sign.sizeHint().width() == sign.fontMetrics().height()


HEBREW = "\u05d0\u05d1\u05d2"


@pytest.mark.parametrize("make", [PlainLabel, ElidedLabel, WrappedLabel])
def test_a_text_is_laid_out_from_left_to_right_whatever_its_first_letter_is(qtbot, make):
    label = make()
    qtbot.addWidget(label)
    label.resize(400, 30)
    label.show()
    label.setText(HEBREW + " MM")
    assert label.text() == HEBREW + " MM"
    mixed = ink_of(label)
    # The Latin letters are to the right of the others, at the left edge of the label.
    assert mixed[0] <= 2
    label.setText(HEBREW)
    assert ink_of(label)[1] < mixed[1]


def ink_of(label):
    """Return the first and the last column with something painted in it."""
    image = label.grab().toImage()
    ground = image.pixelColor(image.width() - 1, 0)
    columns = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) != ground for y in range(image.height()))
    ]
    return columns[0], columns[-1]
