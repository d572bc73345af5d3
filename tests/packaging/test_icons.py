"""The icons that packages bring are made from the drawings."""

import struct
from pathlib import Path

import icons
import pytest
from PySide6.QtGui import QColor, QImage

ROOT = Path(__file__).parents[2]


PROGRAM = icons.DRAWINGS / "socket-workbench.svg"


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_size_of_every_drawing_is_made_and_twice_the_same(tmp_path):
    icons.make(tmp_path / "once")
    icons.make(tmp_path / "twice")
    made = files(tmp_path / "once")

    assert made == files(tmp_path / "twice")
    assert len(made) == 3 * (len(icons.SIZES) + 1) + 2
    for size in icons.SIZES:
        for place in icons.THEMED.values():
            image = QImage.fromData(made[f"hicolor/{size}x{size}/{place}.png"])
            assert (image.width(), image.height()) == (size, size)
            assert image.pixelColor(0, 0).alpha() < 255
            assert image.pixelColor(size // 2, size // 2).alpha() == 255


def test_the_plug_is_made_of_whole_pixels_at_16():
    image = icons.drawn(PROGRAM, 16)
    picture = [[image.pixelColor(x, y).name() for x in range(16)] for y in range(16)]

    for row in (5, 6, 9, 10):
        assert picture[row][6] == "#ffffff"
        assert picture[row][7:9] == ["#ffd166"] * 2
        assert picture[row][9] == "#c5d0ff"
    for row in (7, 8):
        assert picture[row][2:7] == ["#ffffff"] * 5
        assert picture[row][9:14] == ["#c5d0ff"] * 5


def contrast(one, other):
    """Return the ratio that WCAG 2.1 defines, from 1 to 21."""

    def luminance(colour):
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted(map(luminance, (QColor(one), QColor(other))))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("ground", ["#ffffff", "#f0f0f0", "#303030", "#000000"])
def test_it_stands_out_from_light_and_dark_grounds(ground):
    """WCAG asks for a contrast of 3 where a picture is to be recognised."""
    image = icons.drawn(PROGRAM, 64)
    tile = [image.pixelColor(32, y) for y in range(4, 60) if y not in range(16, 48)]
    plug = [image.pixelColor(x, 32) for x in (12, 20, 44, 52)]

    assert max(contrast(colour, ground) for colour in tile) >= 3
    assert min(contrast(one, other) for one in tile for other in plug) >= 2.5


def test_the_windows_icon_holds_each_size_as_it_is_drawn():
    data = icons.ico(PROGRAM)
    assert struct.unpack_from("<HHH", data) == (0, 1, len(icons.WINDOWS_SIZES))

    end = 6 + 16 * len(icons.WINDOWS_SIZES)
    for number, size in enumerate(icons.WINDOWS_SIZES):
        width, height, _, _, planes, bits, length, start = struct.unpack_from(
            "<BBBBHHII", data, 6 + 16 * number
        )
        assert (width or 256, height or 256, planes, bits) == (size, size, 1, 32)
        assert start == end
        end += length
        # Qt reads an icon of one entry as a picture.
        alone = struct.pack("<HHHBBBBHHII", 0, 1, 1, width, height, 0, 0, 1, 32, length, 22)
        image = QImage.fromData(alone + data[start : start + length])
        drawn = icons.drawn(PROGRAM, size).convertToFormat(QImage.Format.Format_ARGB32)
        assert image.convertToFormat(QImage.Format.Format_ARGB32) == drawn
    assert end == len(data)


def test_the_apple_icon_holds_each_size():
    data = icons.icns(PROGRAM)
    magic, length = struct.unpack_from(">4sI", data)
    assert (magic, length) == (b"icns", len(data))

    found, place = {}, 8
    while place < len(data):
        kind, length = struct.unpack_from(">4sI", data, place)
        found[kind] = QImage.fromData(data[place + 8 : place + length]).width()
        place += length
    assert found == icons.APPLE_SIZES


@pytest.mark.qt_log_ignore("Cannot read file")
def test_what_is_no_drawing_is_refused(tmp_path):
    (tmp_path / "no.svg").write_text("no")

    with pytest.raises(ValueError, match="not an SVG drawing"):
        icons.drawn(tmp_path / "no.svg", 16)
