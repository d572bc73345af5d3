"""From pictures of the window: every text can be read, and it is seen where the keyboard is."""

from collections import Counter

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.looks.theme import Scheme
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton, QuietButton
from socket_workbench.gui.widgets.state_chip import StateChip

TEXT = 4.5
SHAPE = 3.0
RING = 2
ZOOM = 1.5
"""The strokes of small type are thinner than a pixel, and mixed with the ground everywhere."""

WITH_TEXT = (QAbstractButton, QComboBox, QLabel, QLineEdit, StateChip)


def picture(widget, around=8):
    """Return what is seen of a widget where it stands, with some pixels of its surroundings."""
    window = widget.window()
    area = QRect(widget.mapTo(window, QPoint()), widget.size())
    seen = area.adjusted(-around, -around, around, around).intersected(window.rect())
    return window.grab(seen).toImage()


def rows_of(image):
    """Return the pixels as numbers, by row."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(image.constBits()).cast("I").tolist()
    return [pixels[at : at + image.width()] for at in range(0, len(pixels), image.width())]


def clearest(image, contrast):
    """Return the contrast between the ground, the most frequent colour, and the clearest one."""
    colors = Counter(pixel for row in rows_of(image) for pixel in row)
    ground = QColor(colors.most_common(1)[0][0])
    return max(contrast(QColor(color), ground) for color in colors)


def text_contrast(widget, contrast):
    # Without its border.
    return clearest(picture(widget, -4), contrast)


def border_contrast(widget, contrast):
    """Return the contrast between a widget's surroundings and its left edge, half way down."""
    image = picture(widget)
    middle = image.height() // 2
    outside = image.pixelColor(4, middle)
    return max(contrast(image.pixelColor(x, middle), outside) for x in range(7, 12))


def scroll_to(widget):
    """Bring a widget into sight, as the Tab key does."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def shows_focus(widget):
    """Return whether the focus draws a stroke of two pixels somewhere, and moves nothing."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    scroll_to(widget)
    place, before = widget.geometry(), rows_of(picture(widget))
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    after = rows_of(picture(widget))
    inks = {tokens().color("accent").rgb(), tokens().color("text").rgb()}
    return widget.geometry() == place and any(
        all(row[x + step] in inks and row[x + step] != old[x + step] for step in range(RING))
        for row, old in zip(after, before, strict=True)
        for x in range(len(row) - RING + 1)
    )


@pytest.fixture(params=[Scheme.LIGHT, Scheme.DARK])
def looks(theme, request):
    theme.set_scheme(request.param)
    theme.set_zoom(ZOOM)


class Board(QWidget):
    """One of every control, on a card."""

    def __init__(self):
        super().__init__()
        self.setProperty("looks", "card")
        combo, editable, spin, tabs = QComboBox(), QComboBox(), QSpinBox(), QTabBar()
        editable.setEditable(True)
        for choice in (combo, editable):
            choice.addItems(["MMMM", "WWWW"])
        spin.setValue(88)
        for title in ("MMM", "WWW"):
            tabs.addTab(title)
        empty, fixed = QLineEdit(), QLineEdit("MMMM")
        empty.setPlaceholderText("MMMM")
        fixed.setReadOnly(True)
        tool, plain_tool = QToolButton(), QToolButton()
        plain_tool.setProperty("rank", "plain")
        for button in (tool, plain_tool):
            button.setText("MMMM")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        check, checked = QCheckBox("MMMM"), QCheckBox("MMMM")
        checked.setChecked(True)
        self.controls = [
            *(PrimaryButton("MMMM"), PlainButton("MMMM"), QuietButton("MMMM"), tool, plain_tool),
            *(QLineEdit("MMMM"), empty, fixed, combo, editable, spin, QPlainTextEdit("MMMM")),
            *(check, checked, QRadioButton("MMMM"), tabs, QLabel("MMMM")),
            *(StateChip(tone, "MMMM") for tone in Tone),
        ]
        column = QVBoxLayout(self)
        for each in self.controls:
            row = QHBoxLayout()
            row.addWidget(each)
            row.addStretch()
            column.addLayout(row)


@pytest.fixture
def board(qtbot, looks):
    board = Board()
    qtbot.addWidget(board)
    with qtbot.waitActive(board):
        board.show()
        board.activateWindow()
    return board


@pytest.mark.parametrize("state", ["usual", "disabled", "pointed at", "focused"])
def test_every_control_can_be_read_in_every_state(board, contrast, state):
    low = {}
    for each in board.controls:
        each.setEnabled(state != "disabled")
        each.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, state == "pointed at")
        if state == "focused":
            each.setFocus()
        found = text_contrast(each, contrast)
        if found < TEXT:
            low[type(each).__name__] = found
    assert not low


def test_borders_of_fields_are_seen(board, contrast):
    for each in board.controls:
        if isinstance(each, QLineEdit | QComboBox | QAbstractSpinBox | QPlainTextEdit):
            assert border_contrast(each, contrast) >= SHAPE, type(each)


def test_everything_that_takes_the_keyboard_shows_it(board):
    tried = [each for each in board.controls if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(tried) > 14
    assert [type(each) for each in tried if not shows_focus(each)] == []


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_arrows_beside_tabs_that_do_not_fit_are_seen(qtbot, looks, theme, contrast, zoom):
    theme.set_zoom(zoom)
    tabs = QTabBar()
    qtbot.addWidget(tabs)
    for number in range(30):
        tabs.addTab(f"Server {number}")
    tabs.setCurrentIndex(15)
    tabs.resize(400, tabs.sizeHint().height())
    with qtbot.waitExposed(tabs):
        tabs.show()
    arrows = [each for each in tabs.findChildren(QToolButton) if each.isVisible()]
    assert len(arrows) == 2
    for arrow in arrows:
        assert clearest(picture(arrow, -4), contrast) >= SHAPE


def test_menus_can_be_read_and_show_where_the_keyboard_is(qtbot, looks, contrast):
    menu = QMenu()
    qtbot.addWidget(menu)
    actions = [menu.addAction("MMMM") for _ in range(3)]
    actions[1].setEnabled(False)
    with qtbot.waitExposed(menu):
        menu.popup(QPoint())
    for action in actions:
        menu.setActiveAction(action)
        image = menu.grab(menu.actionGeometry(action)).toImage()
        assert clearest(image.copy(image.rect().adjusted(4, 4, -4, -4)), contrast) >= TEXT
        row = rows_of(image)[image.height() // 2]
        assert row.count(tokens().color("accent").rgb()) == (RING if action.isEnabled() else 0)
    menu.close()


def says(widget):
    """Return what a widget shows as text, as far as Qt tells."""
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, StateChip):
        return widget.word()
    return widget.text() or getattr(widget, "placeholderText", str)()


def test_the_window_can_be_read_while_it_runs(qtbot, looks, filled_window, contrast):
    window = filled_window
    window.resize(1600, 1000)
    with qtbot.waitActive(window):
        window.activateWindow()
    tried, low, weak = set(), {}, []
    for place in range(window.card.tabs.count()):
        window.card.tabs.setCurrentIndex(place)
        for _ in range(4):  # what is laid out may lay out others
            QApplication.processEvents()
        for each in window.findChildren(QWidget):
            # Some are made anew when the focus comes to another.
            if (
                not isValid(each)
                or not each.isVisible()
                or each.visibleRegion().boundingRect() != each.rect()
            ):
                continue
            if each in tried:
                continue
            tried.add(each)
            if isinstance(each, WITH_TEXT) and says(each).strip() and each.height() > 24:
                found = text_contrast(each, contrast)
                if found < TEXT:
                    low[type(each).__name__, says(each)] = found
            takes_keys = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled()
            if takes_keys and each.focusProxy() is None and not shows_focus(each):
                weak.append((type(each), each.accessibleName()))
    assert len(tried) > 60
    assert not low
    assert not weak


DIALOGS = (
    "&Gallery…",
    "&Export…",
    "&Log to a text file…",
    "Se&ttings…",
    "&Keys",
    "&About Socket Workbench",
)


def takes_keys(widget):
    is_there = widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
    return is_there and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def test_everything_in_a_dialog_that_takes_the_keyboard_shows_it(qtbot, looks, filled_window):
    tried, weak = 0, []
    for opening in DIALOGS:
        filled_window.menus.actions[opening].trigger()
        qtbot.waitUntil(lambda: len(visible_dialogs(filled_window)) == 1)
        (dialog,) = visible_dialogs(filled_window)
        with qtbot.waitActive(dialog):
            dialog.activateWindow()
        for each in filter(takes_keys, dialog.findChildren(QWidget)):
            tried += 1
            if not shows_focus(each):
                weak.append((opening, type(each), each.accessibleName()))
        dialog.reject()
        qtbot.waitUntil(lambda: not visible_dialogs(filled_window))
    assert tried > 20
    assert not weak


def visible_dialogs(window):
    return [each for each in window.findChildren(QDialog) if each.isVisible()]
