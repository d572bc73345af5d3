"""Letters that no installed font has.

For a letter of a script with rules of its own for joining letters, Qt asks every font on the system
and opens it, once for each script and font: where none has it, that takes a tenth of a second, in
which the window stands still. In bytes that are no text, such letters come up by chance.
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
    """Return a text with a box for each letter of a script that no font on this system has.

    It has as many characters as before. Qt would paint boxes too, after it has looked for longer.
    """
    return text if text.isascii() else text.translate(_boxes())


@cache
def _boxes() -> dict[int, str]:
    """Return what to put in place of which characters."""
    missing = [block for system, block in _BLOCKS.items() if not QFontDatabase.families(system)]
    return {letter: BOX for first, last in missing for letter in range(first, last + 1)}
