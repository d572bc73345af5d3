from PySide6.QtGui import QFont, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.looks.fonts import (
    COMFORTABLE_ROW,
    COMPACT_ROW,
    MONO_FAMILY,
    load_fonts,
    mono_font,
    mono_like,
    pixel_size,
    row_height,
    size_in_type,
    table_row_height,
    text_font,
    use_table_rows,
)
from socket_workbench.resources import resource_folder


def test_the_programs_own_fonts_are_loaded(qapp):
    assert {"Inter", "JetBrains Mono"} <= set(load_fonts())


def test_both_types_are_really_there_afterwards(qapp):
    load_fonts()

    assert QFontInfo(text_font()).family() == "Inter"
    assert QFontInfo(mono_font()).family() == "JetBrains Mono"
    assert QFontInfo(mono_font()).fixedPitch()


def test_sizes_scale(qapp):
    assert (text_font().pixelSize(), mono_font().pixelSize()) == (13, 12)
    assert (text_font(2.0).pixelSize(), mono_font(2.0).pixelSize()) == (26, 24)
    assert mono_like(text_font(1.5)).pixelSize() == 18
    assert row_height(text_font()) == 30


def test_type_set_in_points_has_a_size_in_pixels_too(qapp):
    font = QFont()
    font.setPointSize(20)

    assert pixel_size(font) == QFontInfo(font).pixelSize() > 0


def test_bytes_are_never_drawn_as_ligatures(qapp):
    assert mono_font().featureValue(QFont.Tag("calt")) == 0
    assert text_font().featureValue(QFont.Tag("calt")) == 0


def test_each_family_has_its_licence_beside_it():
    folder = resource_folder("fonts")

    for family in ("Inter", "JetBrainsMono"):
        licence = (folder / f"LICENSE-{family}.txt").read_text("utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert "Project Authors" in licence
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_500_000


def test_it_is_monospaced_and_in_step_with_the_type_around_it(qapp):
    assert mono_like(text_font()).families()[0] == MONO_FAMILY
    assert mono_like(text_font()).pixelSize() == 12
    assert mono_like(text_font(2.0)).pixelSize() == 24


def test_a_font_sized_in_points_is_understood(qapp):
    font = QFont()
    font.setPointSize(10)
    assert mono_like(font).pixelSize() > 0


def sized(qtbot, pixels, width, height):
    widget = QWidget()
    qtbot.addWidget(widget)
    font = widget.font()
    font.setPixelSize(pixels)
    widget.setFont(font)
    size = size_in_type(widget, width, height)
    return size.width(), size.height()


def test_with_usual_type_it_is_the_size_asked_for(qtbot):
    assert sized(qtbot, 13, 400, 200) == (400, 200)


def test_it_grows_with_the_type(qtbot):
    assert sized(qtbot, 26, 200, 100) == (400, 200)


def test_it_never_is_larger_than_the_screen(qtbot, qapp):
    screen = qapp.primaryScreen().availableSize()

    width, height = sized(qtbot, 13, screen.width() * 2, screen.height() * 2)

    assert screen.width() * 0.8 < width < screen.width()
    assert screen.height() * 0.8 < height < screen.height()


def test_rows_of_tables_are_of_one_of_two_heights_and_scale(qapp):
    heights = {}
    for rows in (COMFORTABLE_ROW, COMPACT_ROW):
        use_table_rows(rows)
        heights[rows] = [table_row_height(text_font(zoom)) for zoom in (1.0, 1.5, 2.5)]
    assert heights == {22: [22, 34, 54], 28: [28, 43, 69]}


def test_a_row_of_a_table_is_never_lower_than_its_text(qapp):
    use_table_rows(1)
    assert table_row_height(text_font()) >= QFontMetrics(text_font()).height()
    use_table_rows(COMPACT_ROW)
