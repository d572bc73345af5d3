from typing import Any

import pytest
from PySide6.QtCore import QFile, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QLabel,
    QMenu,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTreeView,
)
from shiboken6 import delete

from socket_workbench.gui.looks.palette import DARK, LIGHT, tokens, use_tokens
from socket_workbench.gui.looks.theme import Scheme, Theme
from socket_workbench.gui.looks.zoom import ZOOMS
from socket_workbench.gui.widgets.buttons import PrimaryButton


@pytest.fixture
def theme(qapp):
    before = (qapp.palette(), qapp.font(), qapp.styleSheet(), qapp.style().name())
    theme = Theme(qapp)
    yield theme
    delete(theme)
    use_tokens(LIGHT)
    qapp.setStyleSheet(before[2])
    qapp.setStyle(before[3])
    qapp.setPalette(before[0])
    qapp.setFont(before[1])


def test_it_begins_with_the_systems_scheme_at_the_usual_size(theme, qapp):
    assert theme.scheme is Scheme.SYSTEM
    assert theme.zoom == 1.0
    assert qapp.font().pixelSize() == 13
    dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert tokens() is (DARK if dark else LIGHT)


def test_light_and_dark_change_what_is_on_the_screen_at_once(theme, qapp, qtbot):
    label = QLabel("text")
    qtbot.addWidget(label)
    label.show()

    theme.set_scheme(Scheme.DARK)

    assert tokens() is DARK
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == DARK.text
    theme.set_scheme(Scheme.LIGHT)
    assert label.palette().color(QPalette.ColorRole.WindowText).name().upper() == LIGHT.text
    assert LIGHT.accent in qapp.styleSheet()


def test_what_is_built_unstyled_looks_as_if_it_had_been_styled_all_along(theme, qapp, qtbot):
    sheet = qapp.styleSheet()

    with theme.unstyled():
        assert not qapp.styleSheet()
        late = PrimaryButton("Run")
    early = PrimaryButton("Run")

    assert qapp.styleSheet() == sheet
    for button in (late, early):
        qtbot.addWidget(button)
        button.show()
    assert late.sizeHint() == early.sizeHint()
    assert late.grab().toImage() == early.grab().toImage()


def test_the_stylesheet_is_there_again_when_building_failed(theme, qapp):
    sheet = qapp.styleSheet()

    with pytest.raises(RuntimeError), theme.unstyled():
        raise RuntimeError

    assert qapp.styleSheet() == sheet


def test_a_change_is_told_once_and_no_change_never(theme, qtbot):
    theme.set_scheme(Scheme.LIGHT)
    told = []
    theme.changed.connect(lambda: told.append(tokens()))

    theme.set_scheme(Scheme.LIGHT)
    theme.set_scheme(Scheme.DARK)

    assert told == [DARK]


def test_a_change_of_the_systems_scheme_counts_only_while_it_is_followed(theme, qapp):
    try:
        qapp.styleHints().setColorScheme(Qt.ColorScheme.Dark)
        followed = tokens()
        theme.set_scheme(Scheme.LIGHT)
        qapp.styleHints().setColorScheme(Qt.ColorScheme.Dark)

        assert tokens() is LIGHT
        dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
        assert followed is (DARK if dark else LIGHT)
    finally:
        qapp.styleHints().unsetColorScheme()


def test_zoom_goes_in_steps_and_stops_at_both_ends(theme, qapp):
    theme.zoom_in()
    assert theme.zoom == 1.1
    theme.set_zoom(ZOOMS[-2])
    theme.zoom_in()
    theme.zoom_in()
    assert theme.zoom == ZOOMS[-1]
    assert qapp.font().pixelSize() == round(13 * ZOOMS[-1])
    theme.set_zoom(ZOOMS[1])
    theme.zoom_out()
    theme.zoom_out()
    assert theme.zoom == ZOOMS[0]
    theme.reset_zoom()
    assert theme.zoom == 1.0


def test_a_size_from_settings_becomes_the_nearest_step(theme):
    theme.set_zoom(1.2)

    assert theme.zoom == 1.25


def test_the_stylesheets_pictures_are_found(theme):
    assert QFile.exists("looks:light/chevron-down.svg")
    assert QFile.exists("looks:dark/check.svg")


@pytest.fixture
def _fonts_of_classes(qapp):
    set_font: Any = QApplication.setFont  # which takes text, whatever its type hints say
    for name in ("QMenu", "QAbstractItemView", "QStatusBar", "QTipLabel"):
        set_font(QFont("MS Shell Dlg", 8), name)
    yield
    # A font for all takes those of classes away.
    qapp.setFont(qapp.font())


@pytest.mark.usefixtures("_fonts_of_classes")
def test_where_the_desktop_has_fonts_for_classes_they_follow_the_zoom_too(theme, qapp, qtbot):
    font: Any = QApplication.font
    theme.set_zoom(1.5)
    menu, rows = QMenu(), QTreeView()
    qtbot.addWidget(menu)
    qtbot.addWidget(rows)
    for widget in (menu, rows):
        widget.ensurePolished()
        assert widget.font().pixelSize() == qapp.font().pixelSize()
    assert font("QTipLabel").family() == qapp.font().family()


def test_dialog_buttons_have_no_icons_of_the_systems(theme, qapp, qtbot):
    # As where the system wants them; here it does not.
    wanted = "QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 1; }"
    qapp.setStyleSheet(wanted + qapp.styleSheet())
    buttons = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(buttons.Save | buttons.Cancel)
    qtbot.addWidget(box)
    box.show()

    assert [button.icon().isNull() for button in box.buttons()] == [True, True]


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("focused", [False, True], ids=["resting", "focused"])
def test_radio_buttons_are_round_in_every_size(theme, qtbot, zoom, focused):
    theme.set_scheme(Scheme.LIGHT)
    theme.set_zoom(zoom)
    button = QRadioButton("Rows")
    qtbot.addWidget(button)
    button.setChecked(True)
    button.show()
    if focused:
        button.activateWindow()
        button.setFocus()
        qtbot.waitUntil(button.hasFocus)
    option = QStyleOptionButton()
    button.initStyleOption(option)
    circle = button.style().subElementRect(
        QStyle.SubElement.SE_RadioButtonIndicator, option, button
    )
    picture = button.grab().toImage()
    ground = picture.pixelColor(picture.width() - 1, 0)
    corners = (circle.topLeft(), circle.topRight(), circle.bottomLeft(), circle.bottomRight())
    assert [picture.pixelColor(corner).name() for corner in corners] == 4 * [ground.name()]
    assert picture.pixelColor(circle.center()) == QColor(LIGHT.accent)
