"""Copies a ladder as a picture, and saves it as SVG, PNG, PDF or Mermaid."""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QObject,
    QSizeF,
    Slot,
)
from PySide6.QtGui import QFont, QImage, QPageSize, QPainter, QPdfWriter

from socket_workbench.gui.ladder.painter import LadderPainter
from socket_workbench.gui.looks.palette import LIGHT, Tokens
from socket_workbench.gui.rows.numbered_rows import runs
from socket_workbench.gui.threads.job import Token
from socket_workbench.gui.threads.saving import Saving
from socket_workbench.journal.errors import CancelledError
from socket_workbench.journal.export.whole_file import write_file
from socket_workbench.journal.ladder.index import LadderIndex
from socket_workbench.journal.ladder.mermaid import mermaid
from socket_workbench.journal.ladder.picture import MOST_ROWS, Picture, draw, with_note
from socket_workbench.journal.ladder.shapes import Sizes
from socket_workbench.journal.ladder.svg import svg
from socket_workbench.journal.reader import Reader
from socket_workbench.language import mark, tr, trn

_MOST_PAINTED = 500
"""Rows of a picture that is painted, 12,000 pixels high; QPainter has coordinates up to 32,767."""

_DOTS_PER_INCH = 96


class PictureKind(NamedTuple):
    """A kind of file.

    Attributes:
        suffix: of its files, with the dot.
        title: what it is called in the menu, in English.
        most: the most rows of one picture.
    """

    suffix: str
    title: str
    most: int


KINDS = (
    PictureKind(".svg", mark("Save as SVG…"), MOST_ROWS),
    PictureKind(".png", mark("Save as PNG…"), _MOST_PAINTED),
    PictureKind(".pdf", mark("Save as PDF…"), _MOST_PAINTED),
    PictureKind(".mermaid", mark("Save as Mermaid text…"), MOST_ROWS),
)


class PictureTask(NamedTuple):
    """What to draw.

    Attributes:
        session: the journal's file.
        numbers: the numbers of the rows, ascending.
        left_out: how many more there are.
        sizes: the sizes.
    """

    session: Path
    numbers: Sequence[int]
    left_out: int
    sizes: Sizes


def read_picture(task: PictureTask, token: Token) -> Picture:
    """Return the picture of some rows; the function of a job.

    Raises:
        JournalError: the session cannot be read.
    """
    index = LadderIndex()
    rows = []
    with closing(Reader(task.session)) as reader:
        end = task.numbers[-1] + 1 if task.numbers else 0
        for count in index.read(reader, end, token.is_cancelled):
            token.progress(count, end)
        if token.is_cancelled():
            raise CancelledError
        for first, length in runs(task.numbers):
            rows += reader.rows(first, length)
    return with_note(draw(index, rows, task.sizes), task.left_out, task.sizes)


def save_picture(
    task: PictureTask, write: Callable[[Picture], bytes], path: Path, token: Token
) -> str:
    """Write the picture of some rows; the function of a job. Return a sentence that says so.

    Raises:
        ExportError: the file cannot be written.
        JournalError: the session cannot be read.
    """
    picture = read_picture(task, token)
    write_file(task.session, path, write(picture))
    return saved_sentence(task, path)


def save_bytes(task: PictureTask, path: Path, content: bytes, token: Token) -> str:
    """Write a file; the function of a job. Return a sentence that says so.

    Raises:
        ExportError: the file cannot be written.
    """
    write_file(task.session, path, content)
    return saved_sentence(task, path)


def saved_sentence(task: PictureTask, path: Path) -> str:
    """Return a sentence that says what was saved."""
    count = len(task.numbers)
    if task.left_out:
        return tr(
            "Saved {path}, with {count} of {total} rows. A filter chooses others.",
            path=path,
            count=f"{count:,}",
            total=f"{count + task.left_out:,}",
        )
    return trn(
        "Saved {path}, with {count:,} row.", "Saved {path}, with {count:,} rows.", count, path=path
    )


def as_svg(picture: Picture) -> bytes:
    """Return a picture as SVG."""
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + svg(picture)).encode()


def as_mermaid(picture: Picture) -> bytes:
    """Return a picture as the text of a Mermaid diagram."""
    return f"sequenceDiagram\n{mermaid(picture)}".encode("utf-8", "backslashreplace")


def as_png(picture: Picture, font: QFont, chosen: Tokens) -> bytes:
    """Return a picture as PNG."""
    size = QSizeF(picture.width, picture.height).toSize()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(chosen.color("card"))
    painter = QPainter(image)
    LadderPainter(font, chosen).paint(painter, picture.shapes)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(content.data())


def as_pdf(picture: Picture, font: QFont) -> bytes:
    """Return a picture as PDF, one page as large as it; in the colours for paper."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    # A point is 1/72 of an inch.
    points = QSizeF(picture.width, picture.height) * 72 / _DOTS_PER_INCH
    writer.setPageSize(
        QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF())
    painter = QPainter(writer)
    LadderPainter(font, LIGHT).paint(painter, picture.shapes)
    painter.end()
    buffer.close()
    return bytes(content.data())


class LadderSaving(Saving):
    """Saves one picture at a time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("save ladder", parent)
        self._pdf: tuple[PictureTask, Path, QFont] | None = None

    def save(self, task: PictureTask, path: Path, font: QFont, chosen: Tokens) -> None:
        """Save a picture in the format of a file's suffix; do nothing while another one is saved.

        Args:
            task: what to draw.
            path: the file.
            font: the font of the interface.
            chosen: the colours in use.
        """
        if self.is_saving:
            return
        suffix = path.suffix.lower()
        if suffix == ".pdf":
            # A PDF writer is an object of Qt's, which belongs to the window's thread.
            self._pdf = task, path, QFont(font)
            self.start(partial(read_picture, task), self._on_picture_read)
            return
        own = QFont(font)
        write: Callable[[Picture], bytes] = as_svg if suffix == ".svg" else as_mermaid
        if suffix == ".png":
            write = partial(as_png, font=own, chosen=chosen)
        self.start(partial(save_picture, task, write, path))

    @Slot(object)
    def _on_picture_read(self, picture: Picture) -> None:
        if self._pdf is not None:
            task, path, font = self._pdf
            work = partial(save_bytes, task, path, as_pdf(picture, font))
            self.start(work)
