"""The two font families, one for the interface and one for data, and sizes derived from fonts."""

from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics

from socket_workbench.resources import resource_folder

TEXT_FAMILY = "Inter"
MONO_FAMILY = "JetBrains Mono"
TEXT_SIZE = 13
MONO_SIZE = 12
SMALL_SIZE = 12
ROW_HEIGHT = 30
COMPACT_ROW = 22
COMFORTABLE_ROW = 28
"""The heights of rows of tables, at the default font size, in pixels."""

_table_row = COMPACT_ROW


def load_fonts() -> list[str]:
    """Register the program's font files with Qt; needs a QGuiApplication.

    Returns:
        The families loaded. If a file cannot be read, Qt uses a system font instead.
    """
    paths = sorted(resource_folder("fonts").glob("*.[ot]tf"))
    return sorted({family for path in paths for family in _load_font(str(path))})


@cache
def _load_font(path: str) -> list[str]:
    """Register a font file; once, since Qt keeps each registration, and drops cached fonts."""
    number = QFontDatabase.addApplicationFont(path)
    return QFontDatabase.applicationFontFamilies(number) if number >= 0 else []


def text_font(scale: float = 1.0) -> QFont:
    """Return the interface font, with digits of equal width so that counts do not jitter."""
    return _font([TEXT_FAMILY], TEXT_SIZE * scale, QFont.StyleHint.SansSerif)


def mono_font(scale: float = 1.0) -> QFont:
    """Return the monospaced font for data, without ligatures, so that each byte is recognizable."""
    return _font([MONO_FAMILY, _fixed_family()], MONO_SIZE * scale, QFont.StyleHint.Monospace)


@cache
def _fixed_family() -> str:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()


def _font(families: list[str], pixels: float, hint: QFont.StyleHint) -> QFont:
    usual = tuple(QFont().families())
    return QFont(_made_font((*families, *usual), round(pixels), hint))


@lru_cache(maxsize=64)
def _made_font(families: tuple[str, ...], pixels: int, hint: QFont.StyleHint) -> QFont:
    """Return a font, of which the caller uses a copy."""
    font = QFont()
    font.setFamilies(families)
    font.setStyleHint(hint)
    font.setPixelSize(pixels)
    # `calt` would draw `->` as an arrow and `!=` as one glyph.
    font.setFeature(QFont.Tag("calt"), 0)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def pixel_size(font: QFont) -> int:
    """Return the size of a font in pixels, also if it was set in points."""
    return font.pixelSize() if font.pixelSize() > 0 else QFontInfo(font).pixelSize()


def mono_like(font: QFont) -> QFont:
    """Return the monospaced font in the size that matches this font; for delegates."""
    return mono_font(pixel_size(font) / TEXT_SIZE)


def row_height(font: QFont) -> int:
    """Return the height of fields and buttons with this font, for widgets beside them."""
    return round(ROW_HEIGHT * pixel_size(font) / TEXT_SIZE)


def use_table_rows(height: int) -> None:
    """Set the height of rows of tables at the default font size, in pixels."""
    global _table_row
    _table_row = height


def table_row_height(font: QFont) -> int:
    """Return the height of a row of a table with this font; ask again when the style changes."""
    scaled = round(_table_row * pixel_size(font) / TEXT_SIZE)
    return max(scaled, QFontMetrics(font).height(), QFontMetrics(mono_like(font)).height())
