import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.find import finder
from socket_workbench.gui.window.pages import LOG
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.pattern import PatternSyntax


@pytest.fixture
def card(open_card, recording):
    recording.receive(b"apple", b"pear", b"Apple pie", b"plum")
    recording.add((recording.client, Kind.ERROR, b"", "No apple there."))
    return open_card()


@pytest.fixture
def log(card):
    return card.page(LOG)


@pytest.fixture
def find(log, qtbot):
    bar = log.finding.bar

    def find(expected, *, forward=True):
        (log.finding.find_next if forward else log.finding.find_previous)()
        qtbot.waitUntil(lambda: log.view.currentIndex().row() == expected)
        qtbot.waitUntil(lambda: " of " in bar.status.text())
        return bar.status.text()

    log.finding.open()
    return find


def test_rows_are_found_one_after_the_other_and_round_the_end(log, find):
    log.finding.bar.field.setText("apple")
    assert find(0) == "1 of 3"
    assert find(2) == "2 of 3"
    assert find(4) == "3 of 3"
    assert find(0) == "1 of 3, wrapped to the start"
    assert find(4, forward=False) == "3 of 3, wrapped to the end"


def test_matches_that_come_are_counted_too_and_no_more_than_a_bound(
    card, log, find, recording, qtbot, monkeypatch
):
    log.finding.bar.field.setText("apple")
    assert find(0) == "1 of 3"
    card.rows_committed(recording.receive(b"apple", b"apple"))
    find(2)
    qtbot.waitUntil(lambda: log.finding.bar.status.text() == "2 of 5")
    monkeypatch.setattr(finder, "MOST_COUNTED", 2)
    log.finding.bar.field.setText("appl")
    find(4)
    qtbot.waitUntil(lambda: log.finding.bar.status.text() == "Row 5, of 2+")
    assert find(5) == "Row 6, of 2+"


def test_matches_are_counted_while_one_types(log, find, qtbot):
    bar = log.finding.bar
    qtbot.keyClicks(bar.field, "app")
    qtbot.waitUntil(lambda: bar.status.text() == "3 rows")
    assert not log.view.currentIndex().isValid()
    log.view.go_to(2)
    qtbot.keyClicks(bar.field, "le")
    qtbot.waitUntil(lambda: bar.status.text() == "2 of 3")
    qtbot.keyClicks(bar.field, "xx")
    qtbot.waitUntil(lambda: bar.status.text() == "Not found.")
    bar.field.clear()
    assert bar.status.text() == ""


def test_only_what_the_filter_shows_is_found(log, find, qtbot):
    log.filter_bar.set_filter(Filter(kinds=frozenset({Kind.RECEIVED})))
    qtbot.waitUntil(lambda: log.model.rowCount() == 4)
    log.finding.bar.field.setText("apple")
    find(0)
    find(2)
    assert "wrapped" in find(0)
    log.finding.bar.field.setText("there")
    log.finding.find_next()
    qtbot.waitUntil(lambda: log.finding.bar.status.text().startswith("Not found in the rows"))


def test_what_is_found_is_highlighted(card, log, find):
    before = log.view.grab().toImage()
    log.finding.bar.field.setText("appl")
    assert log.view.grab().toImage() != before
    find(2, forward=False) if log.view.currentIndex().isValid() else find(0)
    row = log.view.currentIndex().row()
    spans = card._context.highlights.spans(log.model.line(row).shown)
    assert list(spans) == [(0, 4)]
    (selection,) = card.detail.text_view.extraSelections()
    assert selection.cursor.selectedText().lower() == "appl"
    assert list(card.detail.hex_view._found) == [(0, 4)]
    log.finding.bar.close_bar()
    assert card.detail.text_view.extraSelections() == []
    log.view.setCurrentIndex(log.model.index(-1, -1))


def test_an_event_is_highlighted_in_its_text(card, log, find):
    log.finding.bar.field.setText("no apple")
    find(4)
    (selection,) = card.detail.text_view.extraSelections()
    assert selection.cursor.selectedText() == "No apple"


def test_expressions_are_highlighted_too(card, log, find, qtbot):
    bar = log.finding.bar
    bar.syntax.setCurrentIndex(bar.syntax.findData(PatternSyntax.REGEX))
    bar.field.setText("^p")
    find(1)
    qtbot.waitUntil(lambda: len(card.detail.text_view.extraSelections()) == 1)


def test_a_search_can_be_cancelled(card, log, find, recording, qtbot):
    bar = log.finding.bar
    bar.syntax.setCurrentIndex(bar.syntax.findData(PatternSyntax.REGEX))
    card.rows_committed(recording.receive(b"a" * 60 + b"b"))
    bar.field.setText("(a+)+$")
    log.finding.find_next()
    qtbot.waitUntil(bar.cancel.isVisible)
    qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    assert bar.status.text() == "Cancelled."
    bar.field.setText("^plum")
    find(3)


def test_without_anything_to_find_the_bar_opens(log, qtbot):
    log.finding.find_next()
    qtbot.waitUntil(log.finding.bar.field.hasFocus)
