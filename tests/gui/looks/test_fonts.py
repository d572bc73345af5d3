from PySide6.QtGui import QFont, QFontInfo

from socket_workbench.gui.looks.fonts import (
    load_fonts,
    mono_font,
    mono_like,
    pixel_size,
    row_height,
    text_font,
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
