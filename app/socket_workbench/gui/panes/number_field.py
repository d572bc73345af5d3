"""A field for a whole number, or for the word that stands in its place."""

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox


class NumberField(QSpinBox):
    """A spin box in which the special value's word can be typed, and stands for an empty field."""

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Take the word and its beginnings, besides what a spin box takes."""
        word = self.specialValueText()
        typed = text.removesuffix(self.suffix()).strip().lower()
        if word and word.lower().startswith(typed):
            is_whole = typed == word.lower()
            state = QValidator.State.Acceptable if is_whole else QValidator.State.Intermediate
            return state, text, place
        return super().validate(text, place)

    def valueFromText(self, text: str) -> int:
        """Return the number; the smallest for the word."""
        word = self.specialValueText()
        if word and text.removesuffix(self.suffix()).strip().lower() == word.lower():
            return self.minimum()
        return super().valueFromText(text)

    def fixup(self, text: str) -> str:
        """Turn an empty field, and a beginning of the word, into the word."""
        word = self.specialValueText()
        if word and word.lower().startswith(text.removesuffix(self.suffix()).strip().lower()):
            return word
        return super().fixup(text)
