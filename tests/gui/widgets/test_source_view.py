"""Tests of the view of source text."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QTextCharFormat
from pytestqt.qtbot import QtBot

from socket_workbench.gui.looks.theme import Scheme, Theme
from socket_workbench.gui.widgets.source_view import LineMark, MarkKind, SourceView

SOURCE = "import socket\n\nserver = socket.socket()\nserver.listen()\nserver.accept()\n"


def test_marks_stay_on_lines_of_the_text_and_the_strongest_is_shown(qtbot: QtBot) -> None:
    """A line that waits is shown as waiting, whatever else is known of it."""
    view = SourceView()
    qtbot.addWidget(view)
    view.set_source(SOURCE)

    view.set_marks(
        [
            LineMark(5, MarkKind.WAITING, "waiting 4.1 s"),
            LineMark(5, MarkKind.CHOSEN),
            LineMark(5, MarkKind.HINT),
            LineMark(4, MarkKind.RETURNED, "= None"),
            LineMark(99, MarkKind.HELD),
        ]
    )

    assert [each.line for each in view.marks()] == [4, 5, 99]
    assert view.mark_at(5) == LineMark(5, MarkKind.WAITING, "waiting 4.1 s")
    marked = view.extraSelections()
    assert sorted(each.cursor.blockNumber() + 1 for each in marked) == [4, 5]
    assert view.toPlainText() == SOURCE


def test_the_words_of_a_mark_are_painted_behind_its_line(qtbot: QtBot) -> None:
    """The picture of a view changes with the words of a mark."""
    view = SourceView()
    qtbot.addWidget(view)
    view.resize(600, 200)
    view.set_source(SOURCE)
    view.set_marks([LineMark(4, MarkKind.RETURNED)])
    bare = view.grab().toImage()

    view.set_marks([LineMark(4, MarkKind.RETURNED, "= None")])

    assert view.grab().toImage() != bare


def test_a_click_on_a_number_chooses_the_line(qtbot: QtBot) -> None:
    """Line numbers can be clicked, and a line far below can be brought into sight."""
    view = SourceView()
    qtbot.addWidget(view)
    view.resize(400, 120)
    view.show()
    view.set_source("pass\n" * 500)
    chosen: list[int] = []
    view.line_chosen.connect(chosen.append)
    view.show_mark(300)

    first, top = next((block, top) for block, top in view.visible_blocks() if top > 0)
    margin = view.childAt(2, top + 3)
    assert margin is not None
    place = margin.mapFrom(view, QPoint(2, top + 3))
    qtbot.mouseClick(margin, Qt.MouseButton.LeftButton, pos=place)

    assert chosen == [first.blockNumber() + 1]
    shown = [block.blockNumber() + 1 for block, _ in view.visible_blocks()]
    assert 300 in shown


def test_the_same_text_again_keeps_the_place(qtbot: QtBot) -> None:
    """A program that is written anew does not make its view jump."""
    view = SourceView()
    qtbot.addWidget(view)
    view.resize(400, 120)
    view.show()
    view.set_source("pass\n" * 500)
    view.show_line(300)
    place = view.verticalScrollBar().value()

    view.set_source("pass\n" * 499 + "end\n")

    assert view.verticalScrollBar().value() == place


def test_another_theme_and_size_reach_the_text(qtbot: QtBot, theme: Theme) -> None:
    """The words of Python have the colours of the theme in use, and the type is as large as all."""
    view = SourceView()
    qtbot.addWidget(view)
    view.set_source(SOURCE)
    view.show()

    def seen() -> tuple[QColor, int, int]:
        layout = view.document().firstBlock().layout()
        formats = layout.formats()
        chars = QTextCharFormat(formats[0].format)
        return (
            QColor(chars.foreground().color()),
            view.source_font().pixelSize(),
            view.numbers_width(),
        )

    theme.set_scheme(Scheme.LIGHT)
    color, size, width = seen()
    theme.set_scheme(Scheme.DARK)
    theme.set_zoom(2.0)
    assert seen()[0] != color
    assert seen()[1] == 2 * size
    assert seen()[2] > width
