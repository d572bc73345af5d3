"""The watched programs of a window: what is to be run, and what runs."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from socket_workbench.journal.storage.private_folder import PrivateFolder
    from socket_workbench.watch.gate import Gate


class Program(NamedTuple):
    """What to run.

    Attributes:
        name: the path of the program, or the name of a module.
        is_module: whether it is a module.
        arguments: its own arguments, quoted as in a shell.
        python: the Python that runs it; empty for that of the nearest `.venv`, else of PATH.
        folder: where it runs; empty for the folder of the program.
        is_stepped: whether its calls are held from the beginning.
        is_generated: whether the workbench has written it, into a file that the session removes.
    """

    name: str
    is_module: bool = False
    arguments: str = ""
    python: str = ""
    folder: str = ""
    is_stepped: bool = False
    is_generated: bool = False

    @property
    def title(self) -> str:
        """Its name without a folder."""
        return self.name if self.is_module else Path(self.name).name

    def words(self) -> list[str]:
        """Return what Python is given; raises `ValueError` if a quote is not closed."""
        import shlex

        own = shlex.split(self.arguments)
        return ["-m", self.name, *own] if self.is_module else [str(self.path()), *own]

    def path(self) -> Path:
        """Return the file of the program."""
        return _absolute(self.name)

    def place(self) -> Path:
        """Return the folder where it runs."""
        if self.folder:
            return _absolute(self.folder)
        return _absolute("") if self.is_module else self.path().parent

    def save(self) -> dict[str, object]:
        """Return it for the next start, which may be in another folder."""
        fields = self.settled()._asdict()
        del fields["is_generated"]
        return fields

    def settled(self) -> "Program":
        """Return it with absolute paths, which mean the same in another current folder."""
        name = self.name if self.is_module else str(self.path())
        return self._replace(name=name, folder=str(self.place()))

    @classmethod
    def restore(cls, saved: Mapping[str, object]) -> "Program":
        """Read what `save` has returned; raises `ValueError` or `AttributeError` otherwise."""
        fields = {key: saved.get(key, value) for key, value in cls._field_defaults.items()}
        name = saved.get("name")
        # Of any type, as they were read; checked below.
        program = cls(name, **{**fields, "is_generated": False})  # type: ignore[arg-type]
        texts = program.name, program.arguments, program.python, program.folder
        if not name or not all(isinstance(text, str) for text in texts):
            raise ValueError(saved)
        return program._replace(
            is_module=program.is_module is True, is_stepped=program.is_stepped is True
        )


def _absolute(path: str) -> Path:
    """Return a path that the user has typed as an absolute one."""
    # Path.expanduser raises for a user who is not there.
    expanded = os.path.expanduser(path)  # noqa: PTH111
    try:
        return Path.cwd() / expanded
    except OSError:
        # The current folder has been deleted.
        return Path.home() / expanded


class WatchedProgram(Protocol):
    """A program that a pane shows, whether it runs or not.

    Attributes:
        program: how it is run.
    """

    program: Program

    @property
    def is_live(self) -> bool:
        """Whether it runs."""

    @property
    def gate(self) -> "Gate | None":
        """What holds its calls; None while it does not run."""

    def step_calls(self, is_on: bool) -> None:
        """Hold its calls from now on, or let them go."""


class WatchedPrograms(QObject):
    """The programs that a window shows, for parts of it that do not know their panes.

    Signals:
        run_requested(Program): run this program.
        changed(): a program was added or removed, was started or has ended.
        refreshed(): calls were made, held or let go.
    """

    run_requested = Signal(object)
    changed = Signal()
    refreshed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: PrivateFolder | None = None
        self._all: list[WatchedProgram] = []

    @property
    def live_count(self) -> int:
        """How many programs run."""
        return len(self.live())

    def live(self) -> list[WatchedProgram]:
        """Return the programs that run."""
        return [program for program in self._all if program.is_live]

    def add(self, program: WatchedProgram) -> None:
        """Add a program; whoever shows it emits `changed` and `refreshed`."""
        self._all.append(program)
        self.changed.emit()

    def remove(self, program: WatchedProgram) -> None:
        """Remove a program that is shown no longer."""
        self._all.remove(program)
        self.changed.emit()

    def generated_folder(self) -> Path:
        """Return the folder of generated programs, which only this user can read.

        For jobs, one at a time; raises `OSError` if it cannot be created.
        """
        from socket_workbench.journal.storage.private_folder import PrivateFolder

        if self._folder is None:
            from socket_workbench.journal.storage.private_folder import PrivateFolder

            place = Path(tempfile.gettempdir())
            self._folder = PrivateFolder(place, "socket-workbench-programs-")
        return self._folder.path

    def close(self) -> None:
        """Remove the generated programs, none of which runs any longer."""
        if self._folder is not None:
            self._folder.close()
