"""What is dragged onto a field."""

from PySide6.QtCore import QMimeData


def dropped_files(data: QMimeData) -> list[str]:
    """Return the paths of the files that are dragged, none for text."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
