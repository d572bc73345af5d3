import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.looks.zoom import zoom_part, zoom_steps
from socket_workbench.gui.window.pages import LOG, PAGES
from socket_workbench.gui.window.shared_entries import zoom_entries
from socket_workbench.journal.event import SESSION, Kind
from socket_workbench.language import tr

CALLS = next(page for page in PAGES if page.key == "calls")


@pytest.fixture
def with_rows(window, session, until):
    for number in range(5):
        session.journal.append(SESSION.number, Kind.NOTE, text=f"note {number}")
    until(lambda: window.log.model.rowCount() == 5)
    return window


def press(qtbot, window, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(window, key, modifiers)
    # Else a modifier counts as held down from then on.
    qtbot.keyRelease(window, Qt.Key.Key_Shift)


def current(window):
    return window.log.view.currentIndex().row()


def test_finding_with_the_keyboard(with_rows, qtbot, until):
    window = with_rows
    window.card.tabs.setCurrentIndex(1)
    press(qtbot, window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = window.log.finding.bar
    until(bar.field.hasFocus)
    assert window.log.view.isVisible()
    qtbot.keyClicks(bar.field, "note 3")
    press(qtbot, window, Qt.Key.Key_F3)
    until(lambda: current(window) == 3)
    press(qtbot, window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    until(lambda: "wrapped" in bar.status.text())


def test_the_bar_is_only_there_with_what_it_finds_in(with_rows, qtbot, until):
    window = with_rows
    bar = window.log.finding.bar
    press(qtbot, window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    until(bar.isVisible)

    window.card.tabs.setCurrentIndex(1)
    assert not bar.isVisible()
    window.card.tabs.setCurrentIndex(0)
    assert bar.isVisible()


def test_the_filter_is_reached_too(with_rows, qtbot, until):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(qtbot, with_rows, Qt.Key.Key_F, both)
    until(with_rows.log.filter_bar.text_field.hasFocus)


def test_marks_with_the_keyboard(with_rows, qtbot, until):
    window = with_rows
    for row in (1, 3):
        window.log.view.clearSelection()
        window.log.view.go_to(row)
        press(qtbot, window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert window.card.annotations.numbers() == [1, 3]
    press(qtbot, window, Qt.Key.Key_F4)
    assert current(window) == 1
    press(qtbot, window, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert current(window) == 3


def test_what_is_found_filtered_and_marked_is_in_the_page_of_calls_if_that_is_shown(
    with_rows, qtbot, until
):
    window = with_rows
    page = window.card.show_page(CALLS)
    press(qtbot, window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    until(page.finding.bar.field.hasFocus)
    qtbot.keyClicks(page.finding.bar.field, "recv")
    press(qtbot, window, Qt.Key.Key_F3)
    until(lambda: page.finding.bar.status.text() == "Not found in the rows that the filter shows.")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(qtbot, window, Qt.Key.Key_F, both)
    until(page.filter_bar.text_field.hasFocus)

    # The log keeps a pattern of its own.
    log = window.card.show_page(LOG)
    log.finding.open()
    log.finding.bar.field.setText("note")
    highlights = window.card._context.highlights
    until(lambda: highlights.pattern is not None and highlights.pattern.text == "note")
    window.card.show_page(CALLS)
    assert highlights.pattern.text == "recv"
    window.card.show_page(LOG)
    assert highlights.pattern.text == "note"


def test_they_change_all_type_or_that_of_the_part_with_the_focus(window, theme):
    entries = {
        entry.text: entry for entry in zoom_entries(theme, lambda: window.part_zoom) if entry
    }
    assert [entry.text for entry in entries.values() if entry.in_dialogs] == [
        tr("&Zoom in"),
        tr("Zoom &out"),
        tr("&Reset zoom"),
    ]
    entries[tr("&Zoom in")].slot()
    assert theme.zoom == 1.1
    entries[tr("Zoom &out")].slot()
    entries[tr("Zoom &out")].slot()
    assert theme.zoom == 0.9
    window.log.view.setFocus()
    zoom_part(window.log, 1)
    entries[tr("Zoom &part in")].slot()
    assert zoom_steps(window.log) == 2
    entries[tr("Zoom part o&ut")].slot()
    assert zoom_steps(window.log) == 1
    entries[tr("&Reset zoom")].slot()
    assert (theme.zoom, zoom_steps(window.log)) == (0.9, 0)
    entries[tr("&Reset zoom")].slot()
    assert theme.zoom == 1.0
