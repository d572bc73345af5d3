"""Sinks of the journal that print: events as lines, payloads as they are, and a count of all."""

from collections.abc import Callable, Collection, Iterable

from socket_workbench.cli.output.output import Output
from socket_workbench.engine.view import Traffic
from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Event, Kind, Source
from socket_workbench.journal.journal import EVENT_COST, Journal
from socket_workbench.journal.known_sources import KnownSources, SourcedEvent
from socket_workbench.language import tr, trn
from socket_workbench.payload.hexadecimal import format_hex

FormatEvent = Callable[[Source, Event, int], str]
"""Makes the line of an event, of whose message so many bytes there were."""

PrintLater = Callable[[int, int, Callable[[], Iterable[str]]], None]
"""Prints lines: how many, about how many bytes, and what makes them when they are due."""

EVERY_KIND = frozenset(Kind)

PORTION = 256 * 1024
"""About how many bytes of events are printed, or left out, together."""


class EventPrinter:
    """Prints each event as one line."""

    def __init__(
        self,
        print_later: PrintLater,
        format_event: FormatEvent,
        kinds: Collection[Kind] = EVERY_KIND,
        *,
        tells_failure: bool = True,
    ) -> None:
        """Prepare it.

        Args:
            print_later: takes the lines of one portion.
            format_event: makes an event's line.
            kinds: the kinds of event that are printed.
            tells_failure: whether to print why a server could not listen; not for a command that
                does so itself.
        """
        self._print_later = print_later
        self._format_event = format_event
        self._kinds = frozenset(kinds)
        self._tells_failure = tells_failure
        self._sources = KnownSources()
        self._listening: set[int] = set()

    def write_batch(self, sources: list[Source], batch: Batch) -> None:
        """Print a batch."""
        self._sources.add(sources)
        portion: list[SourcedEvent] = []
        cost = 0
        for source, event, length in self._sources.events(batch):
            if event.kind not in self._kinds or not self._is_told(source, event):
                continue
            portion.append((source, event, length))
            cost += EVENT_COST + len(event.payload)
            if cost > PORTION:
                self._print(portion, cost)
                portion, cost = [], 0
        self._print(portion, cost)

    def close(self) -> None:
        """Do nothing: the output is closed by whoever made it."""

    def _print(self, portion: list[SourcedEvent], cost: int) -> None:
        if portion:
            format_event = self._format_event
            self._print_later(len(portion), cost, lambda: [format_event(*each) for each in portion])

    def _is_told(self, source: Source, event: Event) -> bool:
        if event.kind is Kind.LISTENING:
            self._listening.add(source.number)
        if self._tells_failure or event.kind is not Kind.ERROR:
            return True
        return source.connection > 0 or source.number in self._listening


class PayloadPrinter:
    """Writes what is received on standard output, as it is or as lines of hex."""

    def __init__(self, output: Output, *, as_hex: bool = False) -> None:
        self._output = output
        self._as_hex = as_hex

    def write_whole(self, batch: Batch) -> None:
        """Write the payloads of a batch."""
        payloads = [
            payload
            for kind, payload in zip(batch.kinds, batch.payloads, strict=True)
            if kind is Kind.RECEIVED
        ]
        if self._as_hex:
            self._output.lines([format_hex(payload) for payload in payloads if payload])
        else:
            self._output.raw(b"".join(payloads))

    def close(self) -> None:
        """Do nothing: every batch is flushed."""


class ErrorCount:
    """Counts errors and resets.

    Attributes:
        errors: how many there have been.
        problem: what the first of them says; empty if none says anything.
    """

    def __init__(self) -> None:
        self.errors = 0
        self.problem = ""

    def write_batch(self, sources: list[Source], batch: Batch) -> None:
        """Count a batch."""
        told = zip(batch.kinds, batch.texts, strict=True)
        texts = [text for kind, text in told if kind in (Kind.ERROR, Kind.RESET)]
        self.errors += len(texts)
        self.problem = self.problem or next(filter(None, texts), "")

    def close(self) -> None:
        """Do nothing: the count stays."""


def summary(traffic: Traffic, errors: int, losses: str) -> str:
    """Return the totals of traffic, errors and what `losses` has found as one line."""
    parts = [
        trn("{count} connection", "{count} connections", traffic.connections),
        _traffic(tr("received"), traffic.messages_in, traffic.bytes_in),
        _traffic(tr("sent"), traffic.messages_out, traffic.bytes_out),
        trn("{count} error", "{count} errors", errors),
        *filter(None, [losses]),
    ]
    return tr("stopped: {counts}", counts=", ".join(parts))


def losses(traffic: Traffic, journal: Journal) -> str:
    """Return what was received but is not recorded, or only in part; empty where nothing is."""
    parts = []
    if traffic.dropped:
        parts.append(trn("{count} datagram dropped", "{count} datagrams dropped", traffic.dropped))
    if traffic.cut:
        words = trn("{count} datagram", "{count} datagrams", traffic.cut)
        size = _bytes(traffic.cut_bytes)
        parts.append(tr("{size} cut off {messages} by the receive size", size=size, messages=words))
    if journal.cut_messages:
        words, size = _messages(journal.cut_messages), _bytes(journal.cut_bytes)
        parts.append(tr("{size} of {messages} left out by the limit", size=size, messages=words))
    return ", ".join(parts)


def _traffic(word: str, messages: int, size: int) -> str:
    return tr(
        "{word} {size} in {messages}", word=word, size=_bytes(size), messages=_messages(messages)
    )


def _bytes(count: int) -> str:
    return trn("{count} byte", "{count} bytes", count)


def _messages(count: int) -> str:
    return trn("{count} message", "{count} messages", count)
