import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.card.record_card import LogPanel
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.filter import Filter
from socket_workbench.journal.search.pattern import PatternForm


@pytest.fixture
def panel(qtbot, recording):
    recording.receive(b"apple", b"pear", b"Apple pie", b"plum")
    recording.add((recording.client, Kind.ERROR, b"", "No apple there."))
    panel = LogPanel(recording.path)
    qtbot.addWidget(panel, before_close_func=LogPanel.close_reader)
    panel.resize(1200, 500)
    panel.show()
    panel.activateWindow()
    qtbot.waitActive(panel)
    return panel


@pytest.fixture
def find(panel, qtbot):
    bar = panel.finding.bar

    def find(expected, *, forward=True):
        (panel.finding.find_next if forward else panel.finding.find_before)()
        qtbot.waitUntil(lambda: panel.view.currentIndex().row() == expected)
        qtbot.waitUntil(lambda: bool(bar.status.text()))
        return bar.status.text()

    panel.finding.open()
    return find


def test_rows_are_found_one_after_the_other_and_round_the_end(panel, find):
    panel.finding.bar.field.setText("apple")
    assert find(0) == "Row 1"
    assert find(2) == "Row 3"
    assert find(4) == "Row 5"
    assert find(0) == "Row 1; went round at the end."
    assert find(4, forward=False) == "Row 5; went round at the end."


def test_only_what_the_filter_shows_is_found(panel, find, qtbot):
    panel.filter_bar.set_filter(Filter(kinds=frozenset({Kind.RECEIVED})))
    qtbot.waitUntil(lambda: panel.model.rowCount() == 4)
    panel.finding.bar.field.setText("apple")
    find(0)
    find(2)
    assert "went round" in find(0)
    panel.finding.bar.field.setText("there")
    panel.finding.find_next()
    qtbot.waitUntil(lambda: panel.finding.bar.status.text().startswith("Not found in the rows"))


def test_what_is_found_is_highlighted(panel, find):
    before = panel.view.grab().toImage()
    panel.finding.bar.field.setText("appl")
    assert panel.view.grab().toImage() != before
    find(2, forward=False) if panel.view.currentIndex().isValid() else find(0)
    row = panel.view.currentIndex().row()
    spans = panel.finding.highlights.spans(panel.model.line(row).shown)
    assert list(spans) == [(0, 4)]
    (selection,) = panel.detail.text_view.extraSelections()
    assert selection.cursor.selectedText().lower() == "appl"
    assert list(panel.detail.hex_view._found) == [(0, 4)]
    panel.finding.bar.close_bar()
    assert panel.detail.text_view.extraSelections() == []
    panel.view.setCurrentIndex(panel.model.index(-1, -1))


def test_an_event_is_highlighted_in_its_text(panel, find):
    panel.finding.bar.field.setText("no apple")
    find(4)
    (selection,) = panel.detail.text_view.extraSelections()
    assert selection.cursor.selectedText() == "No apple"


def test_expressions_are_highlighted_too(panel, find, qtbot):
    bar = panel.finding.bar
    bar.form.setCurrentIndex(bar.form.findData(PatternForm.REGEX))
    bar.field.setText("^p")
    find(1)
    qtbot.waitUntil(lambda: len(panel.detail.text_view.extraSelections()) == 1)


def test_a_search_can_be_cancelled(panel, find, recording, qtbot):
    bar = panel.finding.bar
    bar.form.setCurrentIndex(bar.form.findData(PatternForm.REGEX))
    panel.rows_committed(recording.receive(b"a" * 60 + b"b"))
    bar.field.setText("(a+)+$")
    panel.finding.find_next()
    qtbot.waitUntil(bar.cancel.isVisible)
    qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    assert bar.status.text() == "Cancelled."
    bar.field.setText("^plum")
    find(3)


def test_without_anything_to_find_the_bar_opens(panel, qtbot):
    panel.finding.find_next()
    qtbot.waitUntil(panel.finding.bar.field.hasFocus)
