from PySide6.QtGui import QFont, QFontInfo, QFontMetrics

from socket_workbench.gui.looks.fonts import (
    COMFORTABLE_ROW,
    COMPACT_ROW,
    MONO_FAMILY,
    load_fonts,
    mono_font,
    mono_like,
    pixel_size,
    row_height,
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
