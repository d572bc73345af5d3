from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QComboBox, QStyle, QStyleOptionComboBox, QToolTip

import socket_workbench.gui
from socket_workbench.gui.looks.icons import drawn_icon
from socket_workbench.gui.widgets.combo import Combo

LONG = "多くの言葉 and a title of many words that nobody has room for"

EDIT_FIELD = QStyle.SubControl.SC_ComboBoxEditField


@pytest.fixture
def combo(qtbot, theme):
    combo = Combo()
    qtbot.addWidget(combo)
    combo.addItems(["short", LONG])
    combo.resize(200, 30)
    combo.show()
    return combo


def painted(combo):
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    return option.currentText


@pytest.mark.parametrize("zoom", [1.0, 2.5])
def test_a_text_that_does_not_fit_is_elided(combo, theme, zoom):
    theme.set_zoom(zoom)
    combo.resize(round(200 * zoom), round(30 * zoom))
    assert painted(combo) == "short"
    assert not combo.is_cut()
    combo.setCurrentIndex(1)
    assert painted(combo).endswith("…")
    assert LONG.startswith(painted(combo)[:-1])
    assert combo.is_cut()
    assert combo.currentText() == LONG
    combo.resize(round(900 * zoom), combo.height())
    assert painted(combo) == LONG


@pytest.mark.parametrize("has_icon", [True, False])
@pytest.mark.parametrize("zoom", [0.8, 1.0, 1.25, 1.5, 2.0, 2.5])
def test_a_text_is_whole_until_the_style_has_no_room_for_it(combo, theme, zoom, has_icon):
    """Whether the style is asked for that room or not."""
    theme.set_zoom(zoom)
    combo.setCurrentIndex(1)
    if has_icon:
        combo.setItemIcon(1, drawn_icon(lambda painter, place: painter.drawRect(place)))
    wide = combo.fontMetrics().horizontalAdvance(LONG) + 200
    fits = []
    for width in range(wide, wide - 200, -1):
        combo.resize(width, round(30 * zoom))
        option = QStyleOptionComboBox()
        QComboBox.initStyleOption(combo, option)
        parts = (QStyle.ComplexControl.CC_ComboBox, option, EDIT_FIELD, combo)
        room = combo.style().subControlRect(*parts).width() - 2
        if has_icon:
            room -= option.iconSize.width() + 4
        whole = combo.fontMetrics().elidedText(LONG, Qt.TextElideMode.ElideRight, room)
        assert painted(combo) == whole
        fits.append(whole == LONG)
    assert set(fits) == {True, False}


def test_the_end_of_a_cut_text_is_painted_as_an_ellipsis(combo):
    """The paint event asks for the elided text."""
    combo.setCurrentIndex(1)
    cut = combo.grab().toImage()
    combo.setItemText(1, painted(combo))
    assert combo.grab().toImage() == cut


def tip_of(combo):
    QToolTip.hideText()
    place = QPoint(20, 10)
    event = QHelpEvent(QEvent.Type.ToolTip, place, combo.mapToGlobal(place))
    QApplication.sendEvent(combo, event)
    return QToolTip.text()


def test_the_tooltip_has_all_of_a_text_that_is_cut(combo):
    assert tip_of(combo) == ""
    combo.setCurrentIndex(1)
    assert LONG in tip_of(combo)
    combo.setToolTip("another one")
    assert tip_of(combo) == "another one"
    QToolTip.hideText()


def test_every_combo_box_of_the_window_elides():
    for path in Path(socket_workbench.gui.__path__[0]).rglob("*.py"):
        if path.name != "combo.py":
            source = path.read_text(encoding="utf-8")
            assert "QComboBox(" not in source, path
            assert "(QComboBox)" not in source, path
