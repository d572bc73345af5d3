"""Replaces letters that no installed font has.

For a letter of a complex script, Qt opens every font on the system to look for it, once for each
script and font; if none has it, that blocks the window for a tenth of a second. In binary data
decoded as text, such letters come up by chance.
"""

from functools import cache

from PySide6.QtGui import QFontDatabase

BOX = "□"

_WritingSystem = QFontDatabase.WritingSystem
_BLOCKS = {
    _WritingSystem.Syriac: (0x0700, 0x074F),
    _WritingSystem.Thaana: (0x0780, 0x07BF),
    _WritingSystem.Devanagari: (0x0900, 0x097F),
    _WritingSystem.Bengali: (0x0980, 0x09FF),
    _WritingSystem.Gurmukhi: (0x0A00, 0x0A7F),
    _WritingSystem.Gujarati: (0x0A80, 0x0AFF),
    _WritingSystem.Oriya: (0x0B00, 0x0B7F),
    _WritingSystem.Tamil: (0x0B80, 0x0BFF),
    _WritingSystem.Telugu: (0x0C00, 0x0C7F),
    _WritingSystem.Kannada: (0x0C80, 0x0CFF),
    _WritingSystem.Malayalam: (0x0D00, 0x0D7F),
    _WritingSystem.Sinhala: (0x0D80, 0x0DFF),
    _WritingSystem.Khmer: (0x1780, 0x17FF),
}


def with_boxes(text: str) -> str:
    """Return the text with a box in place of each letter of a script that no font here supports.

    The number of characters stays the same. Qt would paint boxes too, but more slowly.
    """
    return text if text.isascii() else text.translate(_boxes())


@cache
def _boxes() -> dict[int, str]:
    """Return the translation table: boxes for characters."""
    missing = [block for system, block in _BLOCKS.items() if not QFontDatabase.families(system)]
    return {letter: BOX for first, last in missing for letter in range(first, last + 1)}
