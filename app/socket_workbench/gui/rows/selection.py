"""Which rows of a table are selected."""

from PySide6.QtWidgets import QAbstractItemView


def selected_spans(view: QAbstractItemView) -> list[tuple[int, int]]:
    """Return first and last row of every selected stretch, ascending; whole rows are selected."""
    selection = view.selectionModel().selection()
    parts = [selection.at(place) for place in range(selection.count())]
    return sorted({(part.top(), part.bottom()) for part in parts})
