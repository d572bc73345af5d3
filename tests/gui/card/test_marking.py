import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from socket_workbench.gui.card.note import NoteDialog
from socket_workbench.gui.log.columns import LOG_KEYS
from socket_workbench.gui.rows.encodings import EncodingMenu
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.gui.window.pages import LOG
from socket_workbench.journal.annotations import Annotation
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.filter import Filter

NIHON = "日本".encode("shift_jis")


@pytest.fixture
def card(open_card, recording):
    recording.add((recording.accepted, Kind.ACCEPTED))
    recording.receive(NIHON[:3], NIHON[3:], b"again")
    return open_card()


@pytest.fixture
def log(card):
    return card.page(LOG)


def select(log, *rows):
    log.view.clearSelection()
    log.view.setCurrentIndex(log.model.index(rows[0], 0))
    for row in rows:
        selection = log.view.selectionModel()
        index = log.model.index(row, 0)
        selection.select(index, selection.SelectionFlag.Select | selection.SelectionFlag.Rows)


def action(menu, text):
    return next(one for one in menu.actions() if one.text() == text)


def test_a_right_click_on_a_cell_offers_rows_with_the_same(log, qtbot):
    log.view.resize(1200, 300)
    log.view.show()
    select(log, 1)
    cell = log.view.visualRect(log.model.index(1, LOG_KEYS.index("peer"))).center()
    place = log.view.viewport().mapToGlobal(cell)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, cell, place)
    QApplication.sendEvent(log.view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    action(menu, "Show only “127.0.0.1:51342”").trigger()
    menu.close()
    assert log.filter_bar.text_field.text() == "peer:127.0.0.1:51342"


def test_rows_are_marked_and_marks_taken_away(card, log):
    select(log, 1, 3)
    action(log.view.row_menu(), "Mark rows").trigger()
    assert card.annotations.numbers() == [1, 3]
    said = log.model.index(1, LOG_KEYS.index("payload")).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("marked; ")
    action(log.view.row_menu(), "Take marks away").trigger()
    assert card.annotations.numbers() == []


def test_marks_survive_and_are_gone_to(card, log, open_card, qtbot):
    select(log, 1, 3)
    log.marking.toggle_marks()
    qtbot.waitUntil(lambda: running_jobs() == [])
    other = open_card().page(LOG)
    for expected in (1, 3, 1):
        other.marking.go_to_next()
        assert other.view.currentIndex().row() == expected
    other.marking.go_to_previous()
    assert other.view.currentIndex().row() == 3


def test_marks_that_a_filter_hides_are_passed_by(log, qtbot):
    select(log, 0, 3)
    log.marking.toggle_marks()
    log.filter_bar.set_filter(Filter(kinds=frozenset({Kind.RECEIVED})))
    qtbot.waitUntil(lambda: log.model.rowCount() == 3)
    log.marking.go_to_next()
    log.marking.go_to_next()
    assert log.model.number_at(log.view.currentIndex().row()) == 3


def test_a_note_is_written_beside_the_row(card, log, qtbot):
    before = log.view.grab().toImage()
    select(log, 3)
    action(log.view.row_menu(), "Note…").trigger()
    dialog = log.view.findChild(NoteDialog)
    dialog.text.setPlainText("odd")
    dialog.buttons.button(QDialogButtonBox.StandardButton.Save).click()
    assert card.annotations.of(3) == Annotation(False, "odd")
    said = log.model.index(3, LOG_KEYS.index("payload")).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "note: odd; again"
    assert log.view.grab().toImage() != before
    QApplication.processEvents()


def test_what_is_like_a_row_can_be_hidden(log, qtbot):
    select(log, 3)
    menu = log.view.row_menu()
    hiding = action(menu, "Hide rows like this").menu()
    action(hiding, "Payload: again").trigger()
    assert log.filter_bar.text_field.text() == '-"again"c'
    qtbot.waitUntil(lambda: log.model.rowCount() == 3)


def test_the_encoding_of_an_endpoint_is_chosen(card, log, recording):
    def payloads():
        return [log.model.index(row, LOG_KEYS.index("payload")).data() for row in (1, 2)]

    select(log, 1)
    assert payloads() == [r"\x93\xfa\x96", "{"]
    menu = log.view.row_menu()
    encodings = next(one for one in menu.findChildren(EncodingMenu))
    action(encodings, "Shift_JIS").trigger()
    assert payloads() == ["日", "本"]
    assert card.detail.encoding_name() == "shift_jis"
    card.detail.encoding.setCurrentIndex(card.detail.encoding.findData("latin-1"))
    card.detail.encoding.activated.emit(card.detail.encoding.currentIndex())
    assert card.annotations.encoding("server") == "latin-1"
