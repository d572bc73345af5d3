"""An output that does not block: what is printed goes through queues of bounded size."""

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from socket_workbench.cli.output.output import Output
from socket_workbench.cli.output.printer import Printer
from socket_workbench.clock import time_ns
from socket_workbench.journal.event_object import iso_time, json_line
from socket_workbench.language import trn
from socket_workbench.payload.harmless import brief

PRINT_TIME = 0.5
"""Seconds to wait at the end until a stream has taken everything."""


class QueuedOutput(Output):
    """Prints in threads of its own, for commands that serve and record meanwhile.

    Any thread may print; lines never mix, and keep the order in which they were given. Used as a
    context manager, it is closed at the end.
    """

    def __init__(self, *, is_data: bool = False, as_json: bool = False) -> None:
        """Prepare it.

        Args:
            is_data: whether nothing on standard output may be left out; printing then waits.
            as_json: whether lines on standard output are JSON.
        """
        super().__init__()
        told = _left_out_object if as_json else _left_out_line
        self._printer = Printer(self._printed, told, self._tell_failure, waits=is_data)
        self._complainer = Printer(self._complaints, _left_out_line, _ignore_failure)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def left_out(self) -> int:
        """Lines of standard output that were not printed, because it was not read in time."""
        return self._printer.left_out

    def lines(self, texts: Iterable[str]) -> None:
        """Print lines on standard output."""
        lines = tuple(texts)
        self.later(len(lines), sum(map(len, lines)), lambda: lines)

    def later(self, lines: int, cost: int, make: Callable[[], Iterable[str]]) -> None:
        """Print lines that are made when their turn has come.

        Args:
            lines: how many there are.
            cost: about how many bytes they take until then.
            make: makes them, in the printing thread.
        """
        self._printer.put(lines, cost, lambda: self._printed.pieces(make()))

    def raw(self, data: bytes) -> None:
        """Write bytes on standard output as they are."""
        if data:
            self._printer.put(1, len(data), lambda: ((1, data),))

    def complain(self, text: str) -> None:
        """Print one line on standard error."""
        self.complain_later(1, len(text), lambda: (brief(text),))

    def complain_later(self, lines: int, cost: int, make: Callable[[], Iterable[str]]) -> None:
        """Print lines on standard error, as `later` does on standard output."""
        self._complainer.put(lines, cost, lambda: self._complaints.pieces(make()))

    def stop_waiting(self) -> None:
        """Wait for no reader any longer; see `Printer.stop_waiting`."""
        self._printer.stop_waiting()

    def flush(self, patience: float | None = None) -> bool:
        """Wait until standard output has taken everything; see `Printer.flush`."""
        return self._printer.flush(patience)

    def close_lines(self) -> None:
        """Print nothing more on standard output; what waits is left out."""
        self._printer.close(0)

    def close(self) -> None:
        """Print what waits, for `PRINT_TIME` at most on each stream."""
        self._printer.close(PRINT_TIME)
        self._complainer.close(PRINT_TIME)


def _ignore_failure(error: Exception) -> None:
    """Do nothing: there is no other stream to report it on."""


def _left_out_line(count: int) -> str:
    return trn(
        "... {count} line was left out: it came faster than it was read.",
        "... {count} lines were left out: they came faster than they were read.",
        count,
    )


def _left_out_object(count: int) -> str:
    """Say it as an event, with the fields that every event has."""
    return json_line(
        {
            "time": iso_time(time_ns()),
            "endpoint": "",
            "connection": 0,
            "local": "",
            "peer": "",
            "kind": "left_out",
            "length": 0,
            "payload": "",
            "text": _left_out_line(count),
            "count": count,
        }
    )
