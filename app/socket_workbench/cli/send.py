"""`send`: sends one message, prints the answer, and compares it where that is wanted."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from socket_workbench.cli.exit_codes import DONE, FAILED, INTERRUPTED, UNREACHABLE, USAGE
from socket_workbench.cli.inbox import Inbox, Wake
from socket_workbench.cli.output.console import ErrorCount, EventPrinter, PayloadPrinter
from socket_workbench.cli.output.queued_output import PRINT_TIME, QueuedOutput
from socket_workbench.cli.session import Recording, finish, listening_for_signals, open_journal
from socket_workbench.dialogues.script import Script
from socket_workbench.dialogues.script_expectations import Expect, Match
from socket_workbench.dialogues.script_steps import SendBytes, SendMessage, Step
from socket_workbench.engine.settings import ClientSettings
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.journal.event_object import event_object
from socket_workbench.journal.sink import AnySink
from socket_workbench.language import tr
from socket_workbench.payload.framing import IdleFraming
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.regular_file import UnreadableFileError, read_regular
from socket_workbench.scenarios.participants import ClientParticipant
from socket_workbench.scenarios.runner import ScenarioRun
from socket_workbench.scenarios.settings import client_variables
from socket_workbench.sockets.options import ClientOptions
from socket_workbench.values.mistake import TemplateError
from socket_workbench.values.template import compile_template

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is sent: it is one message, and held in memory."""

PAUSE = 0.1
"""Seconds of silence that end an answer over a stream without framing."""


def send(parsed: Namespace) -> int:
    """Run the command; returns its exit code."""
    with QueuedOutput(is_data=True, as_json=parsed.json) as output:
        try:
            settings = _settings(parsed)
            with listening_for_signals(output) as inbox:
                return _send(parsed, settings, output, inbox)
        except ValueError as error:
            output.complain(str(error))
            return USAGE


def _settings(parsed: Namespace) -> ClientSettings:
    """Return a client whose steps send the message and wait for an answer."""
    options = ClientOptions.of(parsed.options)
    if options.step:
        raise ValueError(tr("send makes its calls at once; --step is for connect."))
    is_stream = parsed.endpoint.transport.is_stream
    if is_stream and options.framing.is_none:
        # However an answer is cut into reads, silence ends it.
        pause = min(PAUSE, parsed.within / 2)
        options = options.of(
            {**options.values(), "framing": IdleFraming(max(1, int(pause * 1000)))}
        )
    steps = (_message(parsed), _expectation(parsed))

    def script(endpoint: object) -> Script:
        return Script(steps, client_variables(parsed.endpoint), messages=True)

    return ClientSettings(
        name=tr("client"), endpoint=parsed.endpoint, options=options, script=script
    )


def _message(parsed: Namespace) -> Step:
    line_end = parsed.line_end or LineEnd.NONE
    if parsed.text is not None:
        _check("--text", parsed.text, parsed)
        return SendMessage(parsed.text, line_end)
    if parsed.hex is not None:
        return SendBytes(parsed.hex, line_end)
    try:
        content = read_regular(Path(parsed.file), MOST_BYTES)
    except UnreadableFileError as error:
        raise ValueError(
            tr("The file {path} cannot be read: {reason}.", path=parsed.file, reason=error)
        ) from error
    return SendBytes(content, line_end, Path(parsed.file).name)


def _expectation(parsed: Namespace) -> Step:
    if parsed.expect is not None:
        _check("--expect", parsed.expect, parsed)
        return Expect(Match.EQUALS, parsed.expect, parsed.within)
    if parsed.contains is not None:
        _check("--contains", parsed.contains, parsed)
        return Expect(Match.CONTAINS, parsed.contains, parsed.within)
    return Expect(Match.ANY, "", parsed.within)


def _check(option: str, template: str, parsed: Namespace) -> None:
    """Check a template; raises `ValueError` with a sentence that names the option."""
    try:
        compile_template(template, {*client_variables(parsed.endpoint), "peer"})
    except TemplateError as error:
        raise ValueError(f"{option}: {error}") from error


def _send(parsed: Namespace, settings: ClientSettings, output: QueuedOutput, inbox: Inbox) -> int:
    count = ErrorCount()
    printer: AnySink = (
        EventPrinter(output.later, event_object)
        if parsed.json
        else PayloadPrinter(output, as_hex=parsed.hex is not None)
    )
    journal = open_journal(Recording.wanted(parsed), [count, printer], output)
    client = ClientParticipant(settings, on_change=partial(inbox.put, Wake.CHANGED))
    running = ScenarioRun([client], journal, PlainThreads())
    running.start()
    ended_by = None
    while ended_by is None and not running.finished:
        message = inbox.get()
        if message in (Wake.INTERRUPTED, Wake.TERMINATED, Wake.OUTPUT_BROKEN):
            ended_by = message
    received = client.running.traffic().messages_in if client.running is not None else 0
    result = client.result
    journal.flush()
    output.flush(PRINT_TIME)
    finish(running, journal, output)
    if ended_by is not None:
        return INTERRUPTED if ended_by is Wake.INTERRUPTED else FAILED
    if running.error:
        output.complain(running.error)
        return UNREACHABLE
    has_expectation = parsed.expect is not None or parsed.contains is not None
    has_failed = result is not None and not result.passed
    if count.problem and (has_failed or not has_expectation):
        # Why nothing more came says more than that nothing did.
        output.complain(count.problem)
    elif result is not None and has_failed and (has_expectation or not received):
        output.complain(result.reason)
    passed = running.passed if has_expectation else not count.errors
    return DONE if passed and not output.has_failed else FAILED
