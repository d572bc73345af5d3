import platform

import PySide6
import pytest
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

import socket_workbench
from socket_workbench.gui.window.about import About, about_text


@pytest.fixture
def about(qtbot, theme):
    about = About()
    qtbot.addWidget(about)
    with qtbot.waitActive(about):
        about.show()
    return about


def labels(about):
    return [one for one in about.findChildren(QLabel) if one.text()]


def button(about, words):
    return next(one for one in about.findChildren(QPushButton) if one.text() == words)


def test_it_says_what_this_is_in_which_versions_and_under_which_licence(about):
    said = [one.text() for one in labels(about)]

    for fact in (
        "Socket Workbench",
        socket_workbench.__version__,
        "MIT",
        platform.python_version(),
        qVersion(),
        PySide6.__version__,
    ):
        assert fact in said


def test_every_label_is_plain_text_that_can_be_selected_and_no_link(about):
    for one in labels(about):
        assert one.textFormat() == Qt.TextFormat.PlainText
        assert one.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        assert "://" not in one.text()


def test_all_of_it_can_be_copied_at_once(about, qtbot):
    qtbot.mouseClick(button(about, "Copy"), Qt.MouseButton.LeftButton)

    copied = QGuiApplication.clipboard().text()
    assert copied == about_text()
    assert copied.splitlines()[:2] == [
        "Socket Workbench",
        f"Version: {socket_workbench.__version__}",
    ]
    assert f"PySide6: {PySide6.__version__}" in copied.splitlines()
    assert not about.isHidden()


def test_the_copy_button_says_for_a_while_that_it_is_done(about, qtbot):
    copy = button(about, "Copy")
    before = copy.grab().toImage()
    copy.click()
    assert copy.grab().toImage() != before

    qtbot.waitUntil(lambda: copy.grab().toImage() == before)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_escape_and_enter_close(about, qtbot, key):
    qtbot.keyClick(about.focusWidget(), key)

    assert about.isHidden()


def test_nothing_is_cut_off_when_the_type_grows(about, theme, qtbot):
    before = about.height()
    theme.set_zoom(1.5)
    qtbot.waitUntil(lambda: about.height() > before * 1.3)

    for one in labels(about):
        assert one.fontMetrics().horizontalAdvance(one.text()) <= one.width()
        assert one.fontMetrics().height() <= one.height()


def test_its_words_are_translated(qtbot, theme, pseudo_language):
    about = About()
    qtbot.addWidget(about)

    assert about.windowTitle().startswith("⟦")
    assert [one for one in about.findChildren(QPushButton) if not one.text().startswith("⟦")] == []
    assert "⟦Version⟧: " in about_text()
