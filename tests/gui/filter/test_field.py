import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton

from socket_workbench.gui.filter.field import FilterField, filter_colors
from socket_workbench.gui.looks.palette import tokens


def undo(qtbot, field):
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    # Else Ctrl counts as held down from then on.
    qtbot.keyRelease(field, Qt.Key.Key_Control)


def test_undoing_goes_back_once_nothing_is_left_to_undo(qtbot):
    field = FilterField()
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field, "x")
    with qtbot.assertNotEmitted(field.back_requested):
        undo(qtbot, field)
    assert field.text() == ""
    with qtbot.waitSignal(field.back_requested):
        undo(qtbot, field)


def test_it_explains_itself(qtbot):
    field = FilterField()
    qtbot.addWidget(field)
    assert "kind:received,sent" in field.toolTip()
    assert field.accessibleName()


def marked(field):
    """Return where the colour of errors is painted, from left to right."""
    image = field.grab().toImage()
    error = tokens().color("error")
    found = [
        x
        for x in range(image.width())
        for y in range(image.height() // 2, image.height() - 1)
        if image.pixelColor(x, y) == error
    ]
    ratio = image.devicePixelRatio()
    return (min(found) / ratio, max(found) / ratio) if found else None


@pytest.fixture
def wide_field(qtbot, theme):
    field = FilterField()
    qtbot.addWidget(field)
    field.resize(400, 30)
    with qtbot.waitExposed(field):
        field.show()
    return field


def test_a_part_is_underlined_at_its_place(wide_field):
    field = wide_field
    field.setText("kind:sent,recieved x")
    assert marked(field) is None
    field.underline((10, 18))
    left, right = marked(field)

    field.setCursorPosition(10)
    assert abs(field.cursorRect().center().x() - left) <= 3
    field.setCursorPosition(18)
    assert abs(field.cursorRect().center().x() - right) <= 3
    field.underline(None)
    assert marked(field) is None


def test_of_a_text_that_is_scrolled_what_is_seen_is_underlined(wide_field):
    field = wide_field
    field.setText("word " * 100 + "kind:x")
    field.underline((500, 506))
    field.home(False)
    assert marked(field) is None
    field.end(False)
    left, right = marked(field)
    assert 200 < left < right < field.width()


def test_keys_values_and_expressions_have_colours():
    text = 'kind:sent -conn:3 word "kind:x" /a b/i hex:48'
    found = [(text[start:end], token) for start, end, token in filter_colors(text)]
    assert found == [
        ("kind:", "accent"),
        ("sent", "open"),
        ("-conn:", "accent"),
        ("3", "open"),
        ("/a b/i", "waiting"),
        ("hex:", "accent"),
        ("48", "waiting"),
    ]


def colors_of(field):
    """Return which of the colours of keys, values and expressions are seen."""
    image = field.grab().toImage()
    seen = {
        image.pixelColor(x, y).name()
        for x in range(8, image.width() // 2)
        for y in range(6, image.height() - 6)
    }
    return {name for name in ("accent", "open", "waiting") if tokens().color(name).name() in seen}


def test_what_is_typed_is_coloured_at_once(wide_field, qtbot):
    qtbot.keyClicks(wide_field, "hello ")
    assert colors_of(wide_field) == set()
    qtbot.keyClicks(wide_field, "kind:")
    assert colors_of(wide_field) == {"accent"}
    qtbot.keyClicks(wide_field, "sent")
    assert colors_of(wide_field) == {"accent", "open"}
    wide_field.setText("/MMMM/")
    assert colors_of(wide_field) == {"waiting"}
    # Colours change neither the text, nor what can be undone.
    assert wide_field.text() == "/MMMM/"
    wide_field.clear()
    qtbot.keyClicks(wide_field, "MMM")
    assert colors_of(wide_field) == set()


@pytest.mark.parametrize("text", ["", "kind:sent"])
def test_neither_text_nor_placeholder_reaches_the_count(wide_field, text):
    wide_field.setText(text)
    for width in (180, 240, 400):
        wide_field.resize(width, wide_field.height())
        wide_field.show_count("27 rows", "27")
        assert wide_field.count()
        count = wide_field.findChild(QLabel)
        with_count = count.geometry()
        # What is painted ends at the right text margin, and before the clear button if it is seen.
        shown = [each for each in wide_field.findChildren(QToolButton) if text]
        behind = sum(each.width() for each in shown)
        end = wide_field.width() - 8 - wide_field.textMargins().right() - behind
        assert end <= with_count.left()


def test_the_count_stands_at_the_right_and_gives_way_in_a_narrow_field(wide_field):
    wide_field.resize(400, wide_field.height())
    wide_field.show_count("4 of 27 rows", "4 of 27")
    assert wide_field.count() == "4 of 27 rows"
    wide_field.resize(190, wide_field.height())
    assert wide_field.count() == "4 of 27"
    assert wide_field.textMargins().right() > 0
    wide_field.setMinimumWidth(0)
    wide_field.resize(120, wide_field.height())
    assert wide_field.count() == ""
    assert wide_field.textMargins().right() == 0
