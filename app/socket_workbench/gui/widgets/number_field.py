"""A field for a whole number."""

from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox, QWidget

INDENT = 6
"""Pixels before the text of a spin box."""


def indent_text(field: QAbstractSpinBox) -> None:
    """Keep the text of a spin box away from its border.

    The padding of a style sheet does not apply to the line edit inside.
    """
    field.lineEdit().setTextMargins(INDENT, 0, 0, 0)


class NumberField(QSpinBox):
    """A spin box whose thousands are grouped.

    Args:
        least: the smallest number.
        most: the largest number.
        value: the initial number.
        suffix: what is shown behind the number.
        parent: the widget around it.
    """

    def __init__(
        self, least: int, most: int, value: int, suffix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        indent_text(self)
        self.setGroupSeparatorShown(True)
        self.setRange(least, most)
        self.setSuffix(suffix)
        self.setValue(value)
