"""Events and what a scenario's clients do, as JSON, in the order in which it happened."""

import threading
from bisect import bisect_right
from collections import deque

from socket_workbench.cli.inbox import ClientUpdate
from socket_workbench.cli.output.console import EventPrinter, PrintLater
from socket_workbench.dialogues.commands import Ask, Finished, Marked, Save, Show, StepBegun
from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Source
from socket_workbench.journal.event_object import iso_time, json_line, named_event_object


class StepPrinter:
    """A sink that puts steps between the events.

    Events come in batches, some time after they happened; a step is kept until those before it have
    come.
    """

    def __init__(self, print_later: PrintLater) -> None:
        """Prepare it; `print_later` takes the lines."""
        self._print_later = print_later
        self._events = EventPrinter(print_later, named_event_object)
        self._steps: deque[tuple[str, ClientUpdate]] = deque()
        self._lock = threading.Lock()

    def add(self, client: str, update: ClientUpdate) -> None:
        """Take what the client of this name has just begun, shown, asked or ended with."""
        with self._lock:
            self._steps.append((client, update))

    def release(self, until: int) -> None:
        """Print the steps up to a time; every event before it has come."""
        with self._lock:
            while self._steps and self._steps[0][1].time <= until:
                self._print(*self._steps.popleft())

    def write_batch(self, sources: list[Source], batch: Batch) -> None:
        """Print a batch, and the steps that happened meanwhile."""
        first = 0
        with self._lock:
            while self._steps and batch and self._steps[0][1].time < batch.times[-1]:
                step = self._steps.popleft()
                place = bisect_right(batch.times, step[1].time, first)
                self._events.write_batch(sources, batch.part(first, place))
                self._print(*step)
                sources, first = [], place
            self._events.write_batch(sources, batch.part(first, len(batch)))

    def close(self) -> None:
        """Print the steps that are left: no event will come."""
        with self._lock:
            while self._steps:
                self._print(*self._steps.popleft())

    def _print(self, client: str, update: ClientUpdate) -> None:
        line = update_object(client, update)
        self._print_later(1, len(line), lambda: (line,))


def update_object(client: str, update: ClientUpdate) -> str:
    """Write what a client has for the person as one line of JSON.

    Args:
        client: the client's name.
        update: what it has to say, and when.
    """
    members: dict[str, object] = {"time": iso_time(update.time), "client": client}
    match update.content:
        case StepBegun(path, description, number):
            members |= {
                "kind": "step",
                "number": number,
                "step": path[0],
                "path": list(path),
                "text": description,
            }
        case Show(content, form):
            text = content.decode("utf-8", "backslashreplace")
            members |= {"kind": "show", "form": form, "text": text}
        case Save(file, content):
            members |= {"kind": "save", "file": file, "length": len(content)}
        case Ask(question, choices):
            members |= {"kind": "ask", "text": question, "choices": list(choices)}
        case Marked(row):
            members |= {"kind": "mark", "row": iso_time(row)}
        case Finished(passed, reason):
            members |= {"kind": "finished", "passed": passed, "text": reason}
    return json_line(members)
