"""Makes the icons of the packages from the drawings in `resources/application`.

    python packaging/icons.py FOLDER

FOLDER gets `hicolor/`, a tree for the icon theme of that name, and `socket-workbench.ico` and
`socket-workbench.icns` for Windows and macOS. The same drawings give the same bytes.
"""

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWINGS = Path(__file__).parents[1] / "resources" / "application"
PROGRAM = "socket-workbench"

THEMED = {
    PROGRAM: f"apps/{PROGRAM}",
    "session": f"mimetypes/application-x-{PROGRAM}-session",
    "scenario": f"mimetypes/application-x-{PROGRAM}-scenario",
}
"""The place of each drawing in a folder of the icon theme; MIME types name their icons so."""

SIZES = (16, 22, 24, 32, 48, 64, 128, 256)

WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""What Windows asks for at 100, 125, 150 and 200 percent."""

APPLE_SIZES = {
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic08": 256,
    b"ic13": 256,
    b"ic09": 512,
    b"ic14": 512,
    b"ic10": 1024,
}
"""Types of PNG entries; 11 to 14 and 10 are the doubled 16, 32, 128, 256 and 512 points."""


def drawn(drawing: Path, size: int) -> QImage:
    """Return a drawing as a square bitmap of `size` pixels.

    Raises:
        ValueError: the file is no drawing.
    """
    renderer = QSvgRenderer(str(drawing))
    if not renderer.isValid():
        raise ValueError(f"{drawing} is not an SVG drawing")
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def png(image: QImage) -> bytes:
    """Return a bitmap as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want the name as bytes
    return bytes(buffer.data().data())


def ico(drawing: Path) -> bytes:
    """Return the drawing in all sizes as a Windows icon.

    Sizes below 256 are device-independent bitmaps, which every reader of icons knows; 256 is a PNG.
    """
    entries, data = b"", b""
    start = 6 + 16 * len(WINDOWS_SIZES)
    for size in WINDOWS_SIZES:
        image = drawn(drawing, size)
        body = png(image) if size == 256 else _bitmap(image)
        entries += struct.pack(
            "<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(body), start + len(data)
        )
        data += body
    return struct.pack("<HHH", 0, 1, len(WINDOWS_SIZES)) + entries + data


def _bitmap(image: QImage) -> bytes:
    """Return a BITMAPINFOHEADER, the pixels from the bottom up, and an empty mask."""
    size = image.width()
    flipped = image.convertToFormat(QImage.Format.Format_ARGB32).flipped()
    pixels = bytes(flipped.constBits())
    mask = bytes(size * ((size + 31) // 32 * 4))
    # Its height counts the mask, too.
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, len(pixels), 0, 0, 0, 0)
    return header + pixels + mask


def icns(drawing: Path) -> bytes:
    """Return the drawing in all sizes as a macOS icon."""
    body = b""
    for kind, size in APPLE_SIZES.items():
        data = png(drawn(drawing, size))
        body += kind + struct.pack(">I", 8 + len(data)) + data
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def make_themed(folder: Path) -> None:
    """Write the icons of a desktop into a folder of the theme `hicolor`."""
    for name, place in THEMED.items():
        drawing = DRAWINGS / f"{name}.svg"
        _write(folder / "scalable" / f"{place}.svg", drawing.read_bytes())
        for size in SIZES:
            _write(folder / f"{size}x{size}" / f"{place}.png", png(drawn(drawing, size)))


def make(folder: Path) -> None:
    """Write all icons into a folder, which is made where it is missing."""
    make_themed(folder / "hicolor")
    drawing = DRAWINGS / f"{PROGRAM}.svg"
    _write(folder / f"{PROGRAM}.ico", ico(drawing))
    _write(folder / f"{PROGRAM}.icns", icns(drawing))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
