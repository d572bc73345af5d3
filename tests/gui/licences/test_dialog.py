import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from socket_workbench.gui.licences import dialog as module
from socket_workbench.gui.licences.dialog import Licences
from socket_workbench.gui.licences.notices import Notice
from socket_workbench.gui.window.about import About


def button(dialog, words):
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == words)


@pytest.fixture
def licences(qtbot, theme):
    about = About()
    qtbot.addWidget(about)
    about.show()
    qtbot.mouseClick(button(about, "Licences…"), Qt.MouseButton.LeftButton)
    yield about.findChild(Licences)
    about.close()


def test_about_opens_it_with_the_program_chosen(licences):
    assert licences.isVisible()
    assert licences.parts.currentItem().text().startswith("Socket Workbench")
    assert "Permission is hereby granted" in licences.text.toPlainText()


def test_a_part_that_is_chosen_shows_its_licence(licences, qtbot):
    item = licences.parts.findItems("PySide6", Qt.MatchFlag.MatchStartsWith)[0]
    place = licences.parts.visualItemRect(item).center()
    qtbot.mouseClick(licences.parts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in licences.text.toPlainText()
    assert "LGPL-3.0" in " ".join(one.text() for one in licences.findChildren(QLabel))


def test_the_text_is_read_only_and_can_be_selected(licences):
    assert licences.text.isReadOnly()
    assert licences.text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard


def test_the_lines_of_licences_are_whole_and_the_parts_are_rows(licences, theme):
    # The screen of the test is smaller.
    licences.resize(920, 560)
    room = licences.text.viewport().width() - 2 * licences.text.document().documentMargin()
    assert room >= licences.text.fontMetrics().horizontalAdvance("0") * 78
    row = licences.parts.visualItemRect(licences.parts.item(0))
    assert row.height() >= 22


def test_it_closes(licences, qtbot):
    with qtbot.waitSignal(licences.finished):
        qtbot.mouseClick(button(licences, "Close"), Qt.MouseButton.LeftButton)


def test_a_part_without_a_text_says_so(qtbot, theme, monkeypatch):
    monkeypatch.setattr(module, "notices", lambda: [Notice("<b>thing</b>", "", "", "")])
    dialog = Licences()
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == "The text was not installed with this part."
    labels = dialog.findChildren(QLabel)
    assert any(one.text() == "<b>thing</b>" for one in labels)
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in labels)
