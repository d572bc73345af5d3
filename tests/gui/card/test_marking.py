import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from socket_workbench.gui.card.note import NoteDialog
from socket_workbench.gui.card.record_card import LogPanel
from socket_workbench.gui.log.columns import Column
from socket_workbench.gui.rows.encoding_menu import EncodingMenu
from socket_workbench.journal.annotations import Annotation
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.filter import Filter

NIHON = "日本".encode("shift_jis")


@pytest.fixture
def open_panel(qtbot, recording):
    def open_panel():
        panel = LogPanel(recording.path)
        qtbot.addWidget(panel, before_close_func=LogPanel.close_reader)
        panel.resize(1200, 500)
        panel.show()
        qtbot.waitExposed(panel)
        return panel

    return open_panel


@pytest.fixture
def panel(open_panel, recording):
    recording.add((recording.accepted, Kind.ACCEPTED))
    recording.receive(NIHON[:3], NIHON[3:], b"again")
    return open_panel()


def select(panel, *rows):
    panel.view.clearSelection()
    panel.view.setCurrentIndex(panel.model.index(rows[0], 0))
    for row in rows:
        selection = panel.view.selectionModel()
        index = panel.model.index(row, 0)
        selection.select(index, selection.SelectionFlag.Select | selection.SelectionFlag.Rows)


def action(menu, text):
    return next(one for one in menu.actions() if one.text() == text)


def test_rows_are_marked_and_marks_taken_away(panel):
    select(panel, 1, 3)
    action(panel.view.row_menu(), "Mark rows").trigger()
    assert panel.annotations.numbers() == [1, 3]
    said = panel.model.index(1, Column.PAYLOAD).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("marked; ")
    action(panel.view.row_menu(), "Take marks away").trigger()
    assert panel.annotations.numbers() == []


def test_marks_survive_and_are_gone_to(panel, open_panel):
    select(panel, 1, 3)
    panel.marking.toggle_marks()
    panel.annotations.close()
    other = open_panel()
    for expected in (1, 3, 1):
        other.marking.go_to_next()
        assert other.view.currentIndex().row() == expected
    other.marking.go_to_before()
    assert other.view.currentIndex().row() == 3


def test_marks_that_a_filter_hides_are_passed_by(panel, qtbot):
    select(panel, 0, 3)
    panel.marking.toggle_marks()
    panel.filter_bar.set_filter(Filter(kinds=frozenset({Kind.RECEIVED})))
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)
    panel.marking.go_to_next()
    panel.marking.go_to_next()
    assert panel.model.number_at(panel.view.currentIndex().row()) == 3


def test_a_note_is_written_beside_the_row(panel, qtbot):
    before = panel.view.grab().toImage()
    select(panel, 3)
    action(panel.view.row_menu(), "Note…").trigger()
    dialog = panel.view.findChild(NoteDialog)
    dialog.text.setPlainText("odd")
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert panel.annotations.of(3) == Annotation(False, "odd")
    said = panel.model.index(3, Column.PAYLOAD).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "note: odd; again"
    assert panel.view.grab().toImage() != before
    QApplication.processEvents()


def test_what_is_like_a_row_can_be_hidden(panel, qtbot):
    select(panel, 3)
    menu = panel.view.row_menu()
    hiding = action(menu, "Hide rows like this").menu()
    action(hiding, "Payload: again").trigger()
    assert panel.filter_bar.text_field.text() == '-"again"c'
    qtbot.waitUntil(lambda: panel.model.rowCount() == 3)


def test_the_encoding_of_an_endpoint_is_chosen(panel, recording):
    def payloads():
        return [panel.model.index(row, Column.PAYLOAD).data() for row in (1, 2)]

    select(panel, 1)
    assert payloads() == [r"\x93\xfa\x96", "{"]
    menu = panel.view.row_menu()
    encodings = next(one for one in menu.findChildren(EncodingMenu))
    action(encodings, "Shift_JIS").trigger()
    assert payloads() == ["日", "本"]
    assert panel.detail.encoding_name() == "shift_jis"
    panel.detail.encoding.setCurrentIndex(panel.detail.encoding.findData("latin-1"))
    panel.detail.encoding.activated.emit(panel.detail.encoding.currentIndex())
    assert panel.annotations.encoding("server") == "latin-1"


def test_what_cannot_be_kept_is_said(panel):
    panel.annotations.failed.emit("The disk is full.")
    assert panel.notice.text() == "The disk is full."
