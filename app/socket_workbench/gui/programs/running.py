"""Runs the program of a pane, watched."""

import sys
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.programs.writing import file_name_of
from socket_workbench.gui.session.session import Session
from socket_workbench.gui.session.watched_programs import Program, WatchedPrograms
from socket_workbench.gui.threads.job import Token
from socket_workbench.gui.threads.saving import Saving
from socket_workbench.gui.widgets.notice_line import NoticeLine, Remedy
from socket_workbench.installation import is_frozen
from socket_workbench.journal.export.errors import unwritable
from socket_workbench.journal.export.whole_file import write_file
from socket_workbench.language import tr


def write_program(
    text: str, name: str, programs: WatchedPrograms, session: Path, token: Token | None = None
) -> Program:
    """Write a program into the folder of generated ones; the function of a job.

    Args:
        text: the program.
        name: the name of its file.
        programs: has the folder.
        session: the journal's file.
        token: of the job; writing is too short to be cancelled.

    Returns:
        How to run it: as the workbench itself, which has the Python that it needs, and in the
        current folder, from which the files that the options name are found.

    Raises:
        ExportError: it cannot be written.
    """
    try:
        path = programs.generated_folder() / name
    except OSError as error:
        raise unwritable(Path(error.filename or name), error) from error
    write_file(session, path, text.encode())
    # A frozen program is no Python.
    python = "" if is_frozen() else sys.executable
    return Program(str(path), python=python, folder=".", is_generated=True).settled()


class ProgramRunning(Saving):
    """Writes programs into private files and has them run.

    Attributes:
        question: asks whether to stop the server, where both cannot have its address.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__("write program", parent)
        self.question = NoticeLine()
        self._session = session
        self._stopping: tuple[Pane, str] | None = None

    def run(self, pane: Pane, text: str) -> None:
        """Run the program of a pane; ask first if the pane is a server that runs.

        Args:
            pane: whose program it is.
            text: the program.
        """
        self.forget()
        if pane.is_live and isinstance(pane, ServerPane):
            sentence = tr(
                "{name} has the address {address}, which its program needs.",
                name=pane.name,
                address=pane.address.text(),
            )
            stop = Remedy(
                tr("Stop {name} and run", name=pane.name), partial(self._stop, pane, text)
            )
            self.question.show_info(sentence, [stop])
        else:
            self._write(pane, text)

    def forget(self) -> None:
        """Ask no longer, and run nothing when a server has stopped."""
        self.question.clear()
        self._stopping = None

    @Slot()
    def go_on(self) -> None:
        """Run the program if the server that was to stop first has done so."""
        if self._stopping is not None and not self._stopping[0].is_live:
            pane, text = self._stopping
            self.forget()
            self._write(pane, text)

    def _stop(self, pane: Pane, text: str) -> None:
        self.question.clear()
        self._stopping = pane, text
        pane.stop()
        self.go_on()

    def _write(self, pane: Pane, text: str) -> None:
        if not self.is_saving:
            name, programs = file_name_of(pane.name), self._session.programs
            work = partial(write_program, text, name, programs, self._session.path)
            self.start(work, self._on_job_written)

    @Slot(object)
    def _on_job_written(self, program: Program) -> None:
        self._job = None
        self._session.programs.run_requested.emit(program)
