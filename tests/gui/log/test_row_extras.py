import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from socket_workbench.gui.log.model import LogModel
from socket_workbench.gui.log.row_extras import (
    RowExtras,
    ground_of,
    paint_ground,
    paint_mark,
    row_extras,
)
from socket_workbench.gui.looks.palette import DARK, LIGHT, use_tokens
from socket_workbench.gui.rows.annotations import LogAnnotations
from socket_workbench.gui.rows.colors import colors_in_use
from socket_workbench.gui.rows.highlights import LogHighlights
from socket_workbench.journal.search.pattern import Pattern, PatternSyntax


@pytest.fixture
def annotations(qapp, recording):
    recording.receive(b"apple", b"pear")
    return LogAnnotations(recording.path)


def test_what_was_added_and_found(annotations, reader):
    model = LogModel(reader, annotations=annotations)
    annotations.toggle_marks([1])
    annotations.set_note(1, "two\nlines")
    highlights = LogHighlights()
    highlights.set_pattern(Pattern(PatternSyntax.TEXT, "ea"))
    first, second = model.line(0), model.line(1)
    assert first is not None
    assert second is not None
    assert row_extras(model, first, highlights) == RowExtras(places=[])
    assert row_extras(model, second, highlights) == RowExtras(True, "two lines", [(1, 3)])
    assert row_extras(model, second, None) == RowExtras(True, "two lines")
    highlights.close()


def test_a_mark_is_a_ribbon_at_the_left(qapp):
    image = QImage(40, 26, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_mark(painter, 0, 26, colors_in_use())
    painter.end()
    assert image.pixelColor(3, 8) == colors_in_use().accent
    assert image.pixelColor(12, 8) == QColor("white")


def test_what_was_found_has_a_ground_and_a_line(qapp):
    image = QImage(40, 26, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_ground(painter, QRect(4, 3, 20, 20), colors_in_use())
    painter.end()
    assert image.pixelColor(10, 10) == colors_in_use().found
    assert image.pixelColor(10, 22) == colors_in_use().found_line
    assert image.pixelColor(30, 10) == QColor("white")


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_what_was_found_can_be_read(tokens, contrast):
    use_tokens(tokens)
    try:
        colors = colors_in_use()
        grounds = [
            contrast(color, colors.found)
            for color in (
                colors.client_to_server,
                colors.server_to_client,
                colors.text,
                colors.dim,
                colors.error,
            )
        ]
    finally:
        use_tokens(LIGHT)
    assert min(grounds) >= 4.5


def test_the_ground_stays_in_its_cell():
    assert ground_of(QRect(10, 0, 50, 26), 40, 90) == QRect(40, 3, 20, 20)
