"""Marks, notes and encodings of the session that a log shows, kept in its file."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.journal.annotations import (
    LONGEST_NOTE,
    Annotation,
    AnnotationError,
    Annotations,
    read_annotations,
    write_annotation,
    write_encoding,
)
from socket_workbench.journal.errors import JournalError
from socket_workbench.payload.text import TextDecoder

DEFAULT_ENCODING = "utf-8"


class LogAnnotations(QObject):
    """What a person adds to the session; changes are seen at once and written in the background.

    Signals:
        rows_changed: marks or notes have changed.
        encoding_changed(str, str): the endpoint of this name has this encoding from now on.
        failed(str): what was added cannot be kept; the sentence says why.
    """

    rows_changed = Signal()
    encoding_changed = Signal(str, str)
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._job: Job | None = None
        try:
            self._found = read_annotations(path)
        except JournalError:
            self._found = Annotations()
        # The file is not trusted: an unknown encoding would raise with each row that is read.
        encodings = self._found.encodings
        for endpoint in [name for name, encoding in encodings.items() if not _is_text(encoding)]:
            del encodings[endpoint]

    # Rows

    def of(self, number: int) -> Annotation | None:
        """Return what was added to a row; None for nothing."""
        return self._found.rows.get(number)

    def numbers(self) -> list[int]:
        """Return the numbers of the rows with a mark or a note, ascending."""
        return sorted(self._found.rows)

    def next_number(self, number: int, *, forward: bool, shown: Callable[[int], bool]) -> int:
        """Return the next row with a mark or a note, going round at the end; -1 without any.

        Args:
            number: the row to begin behind, or before.
            forward: which way.
            shown: whether a row can be gone to.
        """
        numbers = self.numbers()
        if forward:
            place = bisect_right(numbers, number)
            order = numbers[place:] + numbers[:place]
        else:
            place = bisect_left(numbers, number)
            order = (numbers[place:] + numbers[:place])[::-1]
        return next(filter(shown, order), -1)

    def toggle_marks(self, numbers: Sequence[int]) -> None:
        """Mark rows; where all of them are, take their marks away."""
        there = [self._found.rows.get(number, Annotation()) for number in numbers]
        marked = not all(annotation.marked for annotation in there)
        for number, annotation in zip(numbers, there, strict=True):
            self._keep(number, replace(annotation, marked=marked))
        self.rows_changed.emit()

    def set_note(self, number: int, note: str) -> None:
        """Write a note on a row, in place of the one that it has; an empty one is none."""
        there = self._found.rows.get(number, Annotation())
        self._keep(number, replace(there, note=note.strip()[:LONGEST_NOTE]))
        self.rows_changed.emit()

    def _keep(self, number: int, annotation: Annotation) -> None:
        if annotation == Annotation():
            self._found.rows.pop(number, None)
        else:
            self._found.rows[number] = annotation
        path = self._path
        self._write(lambda: write_annotation(path, number, annotation))

    # Encodings

    def encoding(self, endpoint: str) -> str:
        """Return the encoding of an endpoint's text, as Python knows it."""
        return self._found.encodings.get(endpoint, DEFAULT_ENCODING)

    @Slot(str, str)
    def choose_encoding(self, endpoint: str, encoding: str) -> None:
        """Decode an endpoint's text so from now on.

        Raises:
            ValueError: there is no such encoding.
        """
        TextDecoder(encoding)
        if encoding == self._found.encodings.get(endpoint):
            return
        self._found.encodings[endpoint] = encoding
        path = self._path
        self._write(lambda: write_encoding(path, endpoint, encoding))
        self.encoding_changed.emit(endpoint, encoding)

    def _write(self, write: Callable[[], None]) -> None:
        # By one job at a time, so that what is changed twice is written in this order.
        if self._job is None or not self._job.give(write):
            self._job = Job("write annotations", run_writes, self)
            self._job.told.connect(self._on_job_told)
            self._job.give(write)
            self._job.start()

    @Slot(object)
    def _on_job_told(self, sentence: str) -> None:
        self.failed.emit(sentence)


def _is_text(encoding: str) -> bool:
    try:
        TextDecoder(encoding)
    except ValueError:
        return False
    return True


def run_writes(token: Token) -> None:
    """Write what the job is given, in this order; tells why something could not be."""
    while writes := token.take(0):
        for write in writes:
            try:
                write()
            except AnnotationError as error:
                token.tell(str(error))
