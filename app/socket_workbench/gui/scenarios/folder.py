"""A folder of scenarios that is open in the window: a collection with an order."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from socket_workbench.gui.scenarios.gallery_entry import GalleryEntry
from socket_workbench.gui.threads.job import Job, Token
from socket_workbench.language import tr
from socket_workbench.scenarios.find import document_name, documents_in
from socket_workbench.scenarios.load import ScenarioError, load_scenario

MOST_SCENARIOS = 1000
"""Scenarios of a folder that is open in the window."""


class ScenarioFolder(QObject):
    """Reads the scenarios of one folder at a time, in a job.

    Attributes:
        path: the folder that is open or being read; None for none.
        entries: its scenarios in their order, by the paths of their files.

    Signals:
        read(): a folder was read.
        closed(): no folder is open any more.
        refused(str): a folder could not be read; carries a sentence.
    """

    read = Signal()
    closed = Signal()
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.entries: list[GalleryEntry] = []
        self._job: Job | None = None

    def open(self, path: Path) -> None:
        """Read a folder in the place of the one before; `read` or `refused` follows."""
        self.drop()
        self.path = path.absolute()
        reading = partial(entries_of, self.path)
        self._job = Job("read folder", reading, self, (ValueError,))
        self._job.succeeded.connect(self._on_job_succeeded)
        self._job.failed.connect(self._on_job_failed)
        self._job.start()

    def close(self) -> None:
        """Have no folder open."""
        self.drop()
        self.path, self.entries = None, []
        self.closed.emit()

    @Slot()
    def drop(self) -> None:
        """Give up reading; no signal follows."""
        if self._job is not None:
            self._job.drop()
            self._job = None

    @Slot(object)
    def _on_job_succeeded(self, entries: list[GalleryEntry]) -> None:
        self._job, self.entries = None, entries
        self.read.emit()

    @Slot(str)
    def _on_job_failed(self, sentence: str) -> None:
        self._job = None
        self.close()
        self.refused.emit(sentence)


def entries_of(folder: Path, token: Token) -> list[GalleryEntry]:
    """Return the scenarios of a folder in their order; the function of a job.

    One with a mistake is among them, with its first mistake for a summary.

    Raises:
        ValueError: it has none or too many, or cannot be read.
    """
    documents = documents_in(folder)
    if len(documents) > MOST_SCENARIOS:
        raise ValueError(
            tr(
                "The folder {folder} has more than {most:,} scenarios; the window opens no more.",
                folder=folder,
                most=MOST_SCENARIOS,
            )
        )
    entries = []
    for number, document in enumerate(documents):
        if not token.progress(number, len(documents)):
            break
        entries.append(_entry(document))
        # So that the window can paint, however large the documents are.
        token.rest()
    return entries


def _entry(document: Path) -> GalleryEntry:
    try:
        scenario = load_scenario(document, None)
    except ScenarioError as error:
        return GalleryEntry(str(document), document_name(document), str(error), (document.name,))
    ends = scenario.servers or scenario.clients
    shown = (document.name, *(end.endpoint for end in ends))
    return GalleryEntry(str(document), scenario.title, scenario.summary, shown)
