"""Marks, notes and encodings of a session, stored in its file."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.journal.annotations import (
    LONGEST_NOTE,
    Annotation,
    AnnotationError,
    Annotations,
    read_annotations,
    write_annotations,
    write_encoding,
)
from socket_workbench.journal.errors import JournalError
from socket_workbench.journal.reader import Reader
from socket_workbench.payload.text import TextDecoder

DEFAULT_ENCODING = "utf-8"

_MOST_MOMENTS = 10_000
"""The most moments that wait for their rows."""


class LogAnnotations(QObject):
    """The user's annotations of a session. Changes take effect at once and are written in a job.

    Signals:
        rows_changed: marks or notes have changed.
        encoding_changed(str, str): carries an endpoint's name and its new encoding.
        failed(str): an annotation could not be written; carries a sentence.
    """

    rows_changed = Signal()
    encoding_changed = Signal(str, str)
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._job: Job | None = None
        self._moments: list[int] = []
        try:
            self._found = read_annotations(path)
        except JournalError:
            self._found = Annotations({}, {})
        # The file is not trusted: an unknown encoding would raise on each row.
        encodings = self._found.encodings
        for endpoint in [name for name, encoding in encodings.items() if not _is_text(encoding)]:
            del encodings[endpoint]

    # Rows

    def of(self, number: int) -> Annotation | None:
        """Return the annotation of a row; None if there is none."""
        return self._found.rows.get(number)

    def numbers(self) -> list[int]:
        """Return the numbers of the rows with a mark or a note, ascending."""
        return sorted(self._found.rows)

    def next_number(self, number: int, *, forward: bool, shown: Callable[[int], bool]) -> int:
        """Return the next row with a mark or a note, with wrap-around; -1 if there is none.

        Args:
            number: the row to begin after, or before.
            forward: whether to search towards higher numbers.
            shown: returns whether a row is shown; others are skipped.
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
        """Mark rows; if all of them are marked, remove their marks."""
        there = [self._found.rows.get(number, Annotation()) for number in numbers]
        marked = not all(annotation.marked for annotation in there)
        changed = [annotation._replace(marked=marked) for annotation in there]
        self._keep(dict(zip(numbers, changed, strict=True)))
        self.rows_changed.emit()

    @Slot(object)
    def mark_moment(self, time: int) -> None:
        """Mark the row that was recorded at a time, in nanoseconds since 1970, once it is there."""
        if len(self._moments) < _MOST_MOMENTS:
            self._moments.append(time)

    def rows_committed(self, reader: Reader, count: int) -> None:
        """Mark the rows of moments that have come; called once per batch.

        Args:
            reader: reads the journal.
            count: the number of rows in it.
        """
        if not self._moments or not count:
            return
        from socket_workbench.journal.moments import OUT_OF_ORDER, row_at

        with suppress(JournalError):
            newest = max(reader.times(max(count - OUT_OF_ORDER, 0), OUT_OF_ORDER), default=0)
            due = [time for time in self._moments if time <= newest]
            self._moments = [time for time in self._moments if time > newest]
            numbers = dict.fromkeys(row_at(reader, count, time) for time in due)
            there = {number: self._found.rows.get(number, Annotation()) for number in numbers}
            self._keep({number: one._replace(marked=True) for number, one in there.items()})
            self.rows_changed.emit()

    def set_note(self, number: int, note: str) -> None:
        """Set the note of a row; an empty note removes it."""
        there = self._found.rows.get(number, Annotation())
        self._keep({number: there._replace(note=note.strip()[:LONGEST_NOTE])})
        self.rows_changed.emit()

    def _keep(self, rows: Mapping[int, Annotation]) -> None:
        """Keep annotations, and write them together: each write opens the file anew."""
        for number, annotation in rows.items():
            if annotation == Annotation():
                self._found.rows.pop(number, None)
            else:
                self._found.rows[number] = annotation
        path = self._path
        self._write(lambda: write_annotations(path, rows))

    # Encodings

    def encoding(self, endpoint: str) -> str:
        """Return Python's name of the encoding of an endpoint."""
        return self._found.encodings.get(endpoint, DEFAULT_ENCODING)

    @Slot(str, str)
    def choose_encoding(self, endpoint: str, encoding: str) -> None:
        """Set the encoding of an endpoint.

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
        # One job at a time, so that changes are written in order.
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
    """Write what the job is given, in order, and report errors; the function of a job."""
    while writes := token.take(0):
        for write in writes:
            try:
                write()
            except AnnotationError as error:
                token.tell(str(error))
