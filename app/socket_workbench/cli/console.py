"""Sinks of the journal that print: events as lines, payloads as they are, and a count of all."""

from collections.abc import Callable, Collection, Iterable

from socket_workbench.cli.output import Output
from socket_workbench.journal.event import Event, Kind, Source
from socket_workbench.language import tr, trn
from socket_workbench.payload.hexadecimal import format_hex

Print = Callable[[Iterable[str]], None]
Form = Callable[[Source, Event], str]

EVERY_KIND = frozenset(Kind)


class EventPrinter:
    """Prints each event as one line."""

    def __init__(
        self,
        print_lines: Print,
        form: Form,
        kinds: Collection[Kind] = EVERY_KIND,
        *,
        tells_failure: bool = True,
    ) -> None:
        """Prepare it.

        Args:
            print_lines: prints the lines of one batch.
            form: makes an event's line.
            kinds: the kinds of event that are printed.
            tells_failure: whether to print why a server could not listen; a command that says so
                itself does not.
        """
        self._print = print_lines
        self._form = form
        self._kinds = frozenset(kinds)
        self._tells_failure = tells_failure
        self._sources: dict[int, Source] = {}
        self._listening: set[int] = set()

    def write(self, sources: list[Source], events: list[Event]) -> None:
        """Print a batch."""
        self._sources.update((source.number, source) for source in sources)
        lines = [
            self._form(self._sources[event.source], event)
            for event in events
            if event.kind in self._kinds and self._is_told(event)
        ]
        if lines:
            self._print(lines)

    def close(self) -> None:
        """Do nothing: every batch is flushed."""

    def _is_told(self, event: Event) -> bool:
        if event.kind is Kind.LISTENING:
            self._listening.add(event.source)
        if self._tells_failure or event.kind is not Kind.ERROR:
            return True
        return self._sources[event.source].connection > 0 or event.source in self._listening


class PayloadPrinter:
    """Writes what is received on standard output, as it is or as lines of hex."""

    def __init__(self, output: Output, *, as_hex: bool = False) -> None:
        self._output = output
        self._as_hex = as_hex

    def write(self, sources: list[Source], events: list[Event]) -> None:
        """Write the payloads of a batch."""
        payloads = [event.payload for event in events if event.kind is Kind.RECEIVED]
        if self._as_hex:
            self._output.lines([format_hex(payload) for payload in payloads if payload])
        else:
            self._output.raw(b"".join(payloads))

    def close(self) -> None:
        """Do nothing: every batch is flushed."""


class Tally:
    """Counts what happened, for the summary at the end.

    Attributes:
        connections: connections accepted or made, datagram peers included.
        received: messages received.
        bytes_in: their bytes.
        sent: messages sent.
        bytes_out: their bytes.
        errors: errors and resets.
    """

    def __init__(self) -> None:
        self.connections = 0
        self.received = 0
        self.bytes_in = 0
        self.sent = 0
        self.bytes_out = 0
        self.errors = 0

    def write(self, sources: list[Source], events: list[Event]) -> None:
        """Count a batch."""
        self.connections += sum(source.connection > 0 for source in sources)
        for event in events:
            if event.kind is Kind.RECEIVED:
                self.received += 1
                self.bytes_in += len(event.payload)
            elif event.kind is Kind.SENT:
                self.sent += 1
                self.bytes_out += len(event.payload)
            elif event.kind in (Kind.ERROR, Kind.RESET):
                self.errors += 1

    def close(self) -> None:
        """Do nothing: the counts stay."""

    def summary(self) -> str:
        """The counts as one line."""
        parts = [
            trn("{count} connection", "{count} connections", self.connections),
            _traffic(tr("received"), self.received, self.bytes_in),
            _traffic(tr("sent"), self.sent, self.bytes_out),
            trn("{count} error", "{count} errors", self.errors),
        ]
        return tr("stopped: {counts}", counts=", ".join(parts))


def _traffic(word: str, messages: int, size: int) -> str:
    return tr(
        "{word} {size} in {messages}",
        word=word,
        size=trn("{count} byte", "{count} bytes", size),
        messages=trn("{count} message", "{count} messages", messages),
    )
