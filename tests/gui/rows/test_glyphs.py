import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from socket_workbench.gui.looks.fonts import text_font
from socket_workbench.gui.rows import glyphs as log_glyphs
from socket_workbench.gui.rows.glyphs import LaidOutTexts

WHITE, BLACK = QColor("white"), QColor("black")


@pytest.fixture
def texts(qapp):
    return LaidOutTexts(text_font())


def painted(texts, text, area, **how):
    """Return the rectangle around everything painted on a picture of 200 by 40."""
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(WHITE)
    painter = QPainter(image)
    texts.paint(painter, area, text, BLACK, **how)
    painter.end()
    dark = [
        (x, y) for x in range(200) for y in range(40) if image.pixelColor(x, y).lightness() < 160
    ]
    if not dark:
        return None
    xs, ys = zip(*dark, strict=True)
    return min(xs), max(xs), min(ys), max(ys)


def test_a_text_stands_in_its_area(texts):
    left, right, top, bottom = painted(texts, "HHH", QRect(20, 10, 100, 20))
    assert 20 <= left < 30
    assert right < 120
    assert 10 <= top < bottom <= 30


def test_a_text_can_stand_at_the_right(texts):
    left, right, _, _ = painted(texts, "HHH", QRect(20, 10, 100, 20), right=True)
    assert left > 60
    assert 110 < right <= 120


@pytest.mark.parametrize("letters", ["世界", "サーバー", "한국어", "ü"])
def test_all_texts_of_a_row_have_one_baseline(texts, letters):
    area = QRect(10, 8, 180, 22)
    alone = painted(texts, "H", area)
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(WHITE)
    painter = QPainter(image)
    texts.paint(painter, area, "H " + letters, BLACK)
    painter.end()
    rows = [
        y
        for x in range(alone[0], alone[1] + 1)
        for y in range(40)
        if image.pixelColor(x, y).lightness() < 160
    ]
    assert (min(rows), max(rows)) == alone[2:]


def test_what_does_not_fit_is_shortened(texts):
    _, right, _, _ = painted(texts, "H" * 100_000, QRect(20, 10, 100, 20))
    assert 90 < right <= 120


def test_nothing_is_painted_where_there_is_no_room(texts):
    assert painted(texts, "HHH", QRect(20, 10, 3, 20)) is None


def test_memory_holds_the_texts_painted_last(texts, monkeypatch):
    monkeypatch.setattr(log_glyphs, "_MOST_TEXTS", 5)
    for number in range(20):
        painted(texts, str(number), QRect(20, 10, 100, 20))
    assert list(texts._texts) == ["15", "16", "17", "18", "19"]


def test_markup_is_shown_as_it_is(texts):
    plain = painted(texts, "<b></b>", QRect(0, 10, 200, 20))
    assert plain is not None


def test_letters_that_no_font_has_are_not_asked_of_qt(texts, monkeypatch):
    monkeypatch.setattr(log_glyphs, "with_boxes", lambda text: text.replace("ܐ", "□"))

    for wide in (200, 40):
        area = QRect(0, 10, wide, 20)
        assert painted(texts, "aܐ" * 9, area) == painted(texts, "a□" * 9, area)
    assert texts.width("aܐ") == texts.width("a□")


def test_texts_are_laid_out_from_left_to_right_whatever_they_begin_with(texts):
    laid_out, *_ = texts._laid_out_whole("שלום\\0\\n")
    assert laid_out.textOption().textDirection() is Qt.LayoutDirection.LeftToRight
    assert laid_out.text() == "שלום\u200e\\0\\n"


@pytest.mark.parametrize("elide", [Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle])
def test_a_shortened_text_has_nothing_that_the_whole_one_has_not(texts, elide):
    text = "שלום\\0\\n" + "x" * 90
    room = texts.width("שלום\\0\\nxxxxxxxx")
    laid_out = texts._laid_out(text, room, elide)
    assert laid_out.width <= room
    drawn = laid_out.layout.text()
    assert "…" in drawn
    assert "u200e" not in drawn
    # The one that is kept is the same.
    assert texts._laid_out(text, room, elide) == laid_out
    assert texts._laid_out(text, room - 20, elide) != laid_out
