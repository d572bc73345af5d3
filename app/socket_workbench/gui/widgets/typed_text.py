"""The text of a large field, as it was typed."""

from PySide6.QtWidgets import QPlainTextEdit

PARAGRAPH = "\u2029"
"""What Qt has between two lines."""


def typed_text(field: QPlainTextEdit) -> str:
    """Return a field's text with line feeds between its lines.

    `toPlainText` would make blanks of no-break spaces.
    """
    return field.document().toRawText().replace(PARAGRAPH, "\n")
