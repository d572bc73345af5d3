"""`connect`: sends what is typed, prints what is received; can be part of a pipeline."""

import time
from argparse import Namespace
from functools import partial

from socket_workbench.cli.exit_codes import DONE, FAILED, INTERRUPTED, UNREACHABLE, USAGE
from socket_workbench.cli.inbox import Inbox, Wake
from socket_workbench.cli.input.outgoing import Outgoing
from socket_workbench.cli.input.standard_input import read_standard_input
from socket_workbench.cli.input.steps import read_messages_and_steps, terminal_for_steps
from socket_workbench.cli.input.typist import Typist
from socket_workbench.cli.output.console import EVERY_KIND, ErrorCount, EventPrinter, PayloadPrinter
from socket_workbench.cli.output.event_line import event_line
from socket_workbench.cli.output.queued_output import PRINT_TIME, QueuedOutput
from socket_workbench.cli.session import (
    Recording,
    finish,
    listening_for_signals,
    open_journal,
    wait_until_printed,
)
from socket_workbench.engine.client import Client
from socket_workbench.engine.settings import ClientSettings
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.event import WITH_PAYLOAD, Event, Kind, Source
from socket_workbench.journal.event_object import event_object
from socket_workbench.journal.sink import AnySink
from socket_workbench.language import tr
from socket_workbench.sockets.options import ClientOptions

SILENCE = 1.0
"""Seconds without a datagram, after the end of the input, that end the command over UDP."""


def connect(parsed: Namespace) -> int:
    """Run the command; returns its exit code."""
    with QueuedOutput(is_data=True, as_json=parsed.json) as output:
        return _connect(parsed, output)


def _connect(parsed: Namespace, output: QueuedOutput) -> int:
    count = ErrorCount()
    try:
        settings = _settings(parsed)
        terminal = terminal_for_steps() if settings.options.step else None
        with listening_for_signals(output) as inbox:
            sinks = [count, *_printers(parsed, output)]
            journal = open_journal(Recording.wanted(parsed), sinks, output)
            client = Client(settings, journal, PlainThreads(), partial(inbox.put, Wake.CHANGED))
            outgoing = Outgoing(
                is_stream=parsed.endpoint.transport.is_stream,
                framing=settings.options.framing,
                line_end=parsed.line_end,
                is_hex=parsed.hex,
                complain=output.complain,
            )
            typist = Typist(
                client,
                outgoing,
                partial(inbox.put, Wake.INPUT_ENDED),
                keeps_open=parsed.keep_open,
            )
            client.start()
            if terminal is None:
                read_standard_input(typist.feed)
            else:
                read_messages_and_steps(client.gate, terminal, typist.feed, output.complain)
            ended_by = _Visit(client, typist, inbox).wait()
            is_unreachable = ended_by is None and client.connection is None
            typist.stop()
            client.stop()
            ended_by = ended_by or wait_until_printed(journal, output, inbox)
            finish(client, journal, output)
            output.flush(PRINT_TIME)
    except ValueError as error:
        output.complain(str(error))
        return USAGE
    if is_unreachable and parsed.json:
        output.complain(client.error)
    if output.left_out:
        output.complain(tr("Not everything that came was printed: nobody read it in time."))
    if ended_by is Wake.INTERRUPTED:
        return INTERRUPTED
    if is_unreachable:
        return UNREACHABLE
    if outgoing.mistakes:
        return USAGE
    return FAILED if count.errors or output.has_failed else DONE


def _settings(parsed: Namespace) -> ClientSettings:
    return ClientSettings(
        name=tr("client"),
        endpoint=parsed.endpoint,
        options=ClientOptions.of(parsed.options),
    )


def _printers(parsed: Namespace, output: QueuedOutput) -> list[AnySink]:
    """Everything but the bytes received goes to standard error, unless JSON is wanted."""
    if parsed.json:
        return [EventPrinter(output.later, event_object)]
    return [
        EventPrinter(output.complain_later, _spoken, EVERY_KIND - WITH_PAYLOAD),
        PayloadPrinter(output, as_hex=parsed.hex),
    ]


def _spoken(source: Source, event: Event, length: int) -> str:
    """An error as the sentence it is, everything else as a line of the log."""
    return event.text if event.kind is Kind.ERROR else event_line(source, event, length)


class _Visit:
    """Waits for the end of the connection, whichever side ends it."""

    def __init__(self, client: Client, typist: Typist, inbox: Inbox) -> None:
        self._client = client
        self._typist = typist
        self._inbox = inbox
        self._is_stream = client.settings.endpoint.transport.is_stream
        self._input_ended = False
        self._traffic = (0, 0)
        self._quiet_since = time.monotonic()

    def wait(self) -> Wake | None:
        """Wait for the end; returns what asked for it, None where the connection is over."""
        while True:
            message = self._inbox.get(self._patience())
            if message in (Wake.INTERRUPTED, Wake.TERMINATED, Wake.OUTPUT_BROKEN):
                return message
            if message is Wake.INPUT_ENDED:
                self._input_ended = True
                self._quiet_since = time.monotonic()
            if message is Wake.CHANGED:
                self._typist.look()
            if self._is_over() or self._is_quiet():
                return None

    def _is_over(self) -> bool:
        state = self._client.state
        if state is EndpointState.WAITING_TO_RECONNECT:
            # With the input at its end there is nothing to connect again for.
            return self._input_ended and self._client.connection is not None
        return state.is_over

    def _patience(self) -> float | None:
        if self._is_stream or not self._input_ended:
            return None
        return self._quiet_since + SILENCE - time.monotonic()

    def _is_quiet(self) -> bool:
        """Whether, over datagrams, nothing was sent or received for a while after the input."""
        view = self._client.connection
        if self._is_stream or not self._input_ended or view is None:
            return False
        traffic = (view.bytes_in + view.messages_in, view.bytes_out + view.messages_out)
        if traffic != self._traffic:
            self._traffic = traffic
            self._quiet_since = time.monotonic()
        return time.monotonic() - self._quiet_since >= SILENCE
