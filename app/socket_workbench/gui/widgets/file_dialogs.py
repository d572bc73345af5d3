"""File dialogs that do not block: everything goes on while one is open."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_for_file(
    parent: QWidget,
    title: str,
    chosen: Callable[[str], object],
    *,
    filters: Sequence[str] = (),
    folder: Path | None = None,
) -> None:
    """Open a dialog for a file that exists.

    Args:
        parent: what wants the file; the dialog is closed when this is deleted.
        title: the title of the dialog.
        chosen: called with the file's name; not called if the dialog is cancelled.
        filters: name filters in Qt's form, the initial one first; none for all files.
        folder: the initial folder; None for the current one.
    """
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, chosen, filters, folder)


def ask_for_folder(
    parent: QWidget, title: str, chosen: Callable[[str], object], folder: Path | None = None
) -> None:
    """Open a dialog for a folder that exists.

    Args:
        parent: what wants the folder; the dialog is closed when this is deleted.
        title: the title of the dialog.
        chosen: called with the folder's name; not called if the dialog is cancelled.
        folder: the initial folder; None for the current one.
    """
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _open(dialog, chosen, (), folder)


def ask_where_to_save(
    parent: QWidget,
    title: str,
    chosen: Callable[[str], object],
    name: str,
    *,
    filters: Sequence[str] = (),
    folder: Path | None = None,
    suffix: str = "",
    confirms: bool = True,
) -> None:
    """Open a dialog for a file to be written.

    Args:
        parent: what will write the file; the dialog is closed when this is deleted.
        title: the title of the dialog.
        chosen: called with the file's name; not called if the dialog is cancelled.
        name: the name offered.
        filters: name filters in Qt's form, the initial one first; none for all files.
        folder: the initial folder; None for the current one.
        suffix: the suffix of a name that is typed without one, with the dot.
        confirms: whether to ask before a file that exists is chosen.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not confirms)
    _open(dialog, chosen, filters, folder, name)


def _open(
    dialog: QFileDialog,
    chosen: Callable[[str], object],
    filters: Sequence[str],
    folder: Path | None,
    name: str = "",
) -> None:
    if filters:
        dialog.setNameFilters(filters)
    if folder is not None:
        dialog.setDirectory(str(folder))
    if name:
        dialog.selectFile(name)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
