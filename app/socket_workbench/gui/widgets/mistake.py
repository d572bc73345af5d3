"""How a field says that what stands in it is wrong: marked, and with a sentence below."""

from PySide6.QtWidgets import QWidget

from socket_workbench.gui.widgets.labels import WrappedLabel


class MistakeLabel(WrappedLabel):
    """The sentence below a field; takes no room while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "mistake", parent)
        self.hide()

    def show_mistake(self, field: QWidget, sentence: str) -> None:
        """Mark the field and say the sentence; an empty sentence takes both back."""
        mark_mistake(field, sentence)
        self.setText(sentence)
        self.setVisible(bool(sentence))


def mark_mistake(field: QWidget, sentence: str) -> None:
    """Give a field the border of a mistake and tell assistive technology why; empty: take back."""
    if bool(field.property("mistaken")) == bool(sentence):
        field.setAccessibleDescription(sentence)
        return
    field.setAccessibleDescription(sentence)
    field.setProperty("mistaken", bool(sentence))
    # Qt applies rules about properties only when asked to look again.
    field.style().unpolish(field)
    field.style().polish(field)
