import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.find.bar import FindBar
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax


@pytest.fixture
def bar(qtbot):
    bar = FindBar()
    qtbot.addWidget(bar)
    with qtbot.waitExposed(bar):
        bar.open_bar()
    return bar


def choose(bar, syntax):
    bar.syntax.setCurrentIndex(bar.syntax.findData(syntax))


def test_what_is_typed_is_the_pattern(bar, qtbot):
    with qtbot.waitSignal(bar.pattern_changed) as changed:
        qtbot.keyClicks(bar.field, "a")
    assert changed.args == [Pattern(PatternSyntax.TEXT, "a")]
    qtbot.mouseClick(bar.case, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bar.words, Qt.MouseButton.LeftButton)
    assert bar.pattern == Pattern(PatternSyntax.TEXT, "a", cased=True, whole_words=True)
    choose(bar, PatternSyntax.REGEX)
    assert bar.pattern == Pattern(PatternSyntax.REGEX, "a", cased=True)
    assert not bar.words.isEnabled()
    choose(bar, PatternSyntax.HEX)
    bar.field.setText("0x48 65")
    assert bar.pattern == Pattern(PatternSyntax.HEX, "4865")
    assert not bar.case.isEnabled()
    bar.field.clear()
    assert bar.pattern is None


def test_mistakes_are_named_with_their_column(bar):
    choose(bar, PatternSyntax.REGEX)
    bar.field.setText("a(")
    assert bar.pattern is None
    assert bar.status.text().startswith("Column 2: this is no regular expression")
    assert bar.field.property("mistaken")
    choose(bar, PatternSyntax.HEX)
    bar.field.setText("4x")
    assert bar.status.text().startswith("Column 2: x is not")
    bar.field.setText("44")
    assert bar.status.text() == ""
    assert not bar.field.property("mistaken")


def test_enter_finds_forwards_and_with_shift_backwards(bar, qtbot):
    with qtbot.waitSignal(bar.find_requested) as requested:
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert requested.args == [True]
    with qtbot.waitSignal(bar.find_requested) as requested:
        qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert requested.args == [False]
    qtbot.keyRelease(bar.field, Qt.Key.Key_Shift)
    with qtbot.waitSignal(bar.find_requested) as requested:
        qtbot.mouseClick(bar.previous, Qt.MouseButton.LeftButton)
    assert requested.args == [False]
    with qtbot.waitSignal(bar.find_requested) as requested:
        qtbot.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    assert requested.args == [True]


def test_progress_is_shown_while_it_looks(bar, qtbot):
    assert bar.progress.isHidden()
    bar.set_looking(True)
    bar.set_progress(0.5)
    assert bar.progress.value() == bar.progress.maximum() // 2
    with qtbot.waitSignal(bar.cancel_requested):
        qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    bar.set_looking(False)
    assert bar.cancel.isHidden()


def test_escape_closes_it(bar, qtbot):
    with qtbot.waitSignals([bar.cancel_requested, bar.closed]):
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_everything_has_a_name(bar):
    for widget in (bar.field, bar.syntax, bar.case, bar.words, bar.previous, bar.next, bar.cancel):
        assert widget.accessibleName() or widget.text()


def test_a_long_pattern_is_taken_whole_or_refused_with_a_sentence(bar, qtbot):
    bar.field.insert("x" * 60_000)
    assert bar.pattern == Pattern(PatternSyntax.TEXT, "x" * 60_000)
    bar.field.insert("x" * 300_000)
    qtbot.waitUntil(lambda: "262,144 characters" in bar.status.text())
    assert bar.pattern == Pattern(PatternSyntax.TEXT, "x" * 60_000)
