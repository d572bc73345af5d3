"""The source of a watched program: one of its files, with marks."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.looks.plain import plain_line
from socket_workbench.gui.threads.job import Job
from socket_workbench.gui.watch.source_file import read_source
from socket_workbench.gui.watch.source_marks import ChosenLine, source_marks
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.gui.widgets.source_view import SourceView
from socket_workbench.language import tr
from socket_workbench.watch.following import CallPlace, Hint

MOST_FILES = 200
"""Files that are offered; code that a program makes may name any number."""


class ProgramSource(QWidget):
    """Shows one file of a program, which is read in a job.

    Attributes:
        files: chooses the file; hidden while there is only one.
        view: the text.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.files = Combo()
        self.files.setAccessibleName(tr("Source file"))
        self.view = SourceView()
        self.view.setAccessibleName(tr("Source"))
        self._reading: Job | None = None
        self._places: Sequence[CallPlace] = ()
        self._hints: Sequence[Hint] = ()
        self._now = 0
        self._shown_place: tuple[str, int] | None = None
        self._chosen: ChosenLine | None = None
        self._wanted_line = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.files)
        column.addWidget(self.view, 1)
        self.files.hide()
        self.files.activated.connect(self.read)

    @property
    def file(self) -> str:
        """The file that is shown; empty if there is none."""
        return str(self.files.currentData() or "")

    def has(self, file: str) -> bool:
        """Whether calls were made in this file, or it is the program's own."""
        return self.files.findData(file) >= 0

    def add_files(self, files: Iterable[str]) -> None:
        """Offer files; the first of all is shown at once."""
        known = {self.files.itemData(place) for place in range(self.files.count())}
        for file in files:
            if file not in known and len(known) < MOST_FILES:
                known.add(file)
                self.files.addItem(plain_line(Path(file).name), file)
                if len(known) == 1:
                    self.read()
        self.files.setVisible(self.files.count() > 1)

    def begin(self) -> None:
        """Begin another run: the file is read again, and no line is chosen any longer."""
        self._chosen = None
        self._shown_place = None
        self.read()

    def show_marks(self, places: Sequence[CallPlace], hints: Sequence[Hint], now: int) -> None:
        """Mark lines, and scroll to the one of the latest call if that is another one than before.

        Args:
            places: where the threads are, the latest call at the end.
            hints: what is said of lines.
            now: nanoseconds since 1970 in UTC.
        """
        self._places, self._hints, self._now = places, hints, now
        shown = self.file
        self._mark()
        found = [each for each in places if each.file == shown]
        if found and (place := (shown, found[-1].line)) != self._shown_place:
            # Not again for the same line: the user may be reading elsewhere.
            self._shown_place = place
            self.view.show_mark(found[-1].line)

    def show_chosen(self, chosen: ChosenLine | None) -> None:
        """Mark the line of a row that was chosen elsewhere, and scroll to it; None for no row."""
        self._chosen = chosen
        if chosen is not None:
            self.show_line(chosen.file, chosen.mark.line)
        self._mark()

    def show_line(self, file: str, line: int) -> None:
        """Scroll to a line of a file, if the program has that."""
        place = self.files.findData(file)
        if place < 0:
            return
        if place != self.files.currentIndex():
            self.files.setCurrentIndex(place)
            self.read()
        self._wanted_line = line if self._reading is not None else 0
        self.view.show_line(line)

    def close_readers(self) -> None:
        """Read nothing any longer."""
        if self._reading is not None:
            self._reading.drop()
            self._reading = None

    def _mark(self) -> None:
        marks = source_marks(self._places, self._hints, self.file, self._now)
        if self._chosen is not None and self._chosen.file == self.file:
            marks.append(self._chosen.mark)
        self.view.set_marks(marks)

    @Slot()
    def read(self) -> None:
        """Read the file again."""
        file = self.file
        self.close_readers()
        self._wanted_line = 0
        if file:
            self._reading = Job("read source", lambda token: read_source(Path(file)), self)
            self._reading.succeeded.connect(self._on_reading_succeeded)
            self._reading.start()

    @Slot(object)
    def _on_reading_succeeded(self, text: str) -> None:
        self._reading = None
        self.view.set_source(text)
        self._shown_place = None
        line, self._wanted_line = self._wanted_line, 0
        self.show_marks(self._places, self._hints, self._now)
        if line:
            self.view.show_line(line)
