"""`run`: runs a scenario without a window, and prints its clients' steps."""

from argparse import Namespace
from functools import partial

from socket_workbench.cli.conductor import Conductor
from socket_workbench.cli.exit_codes import FAILED, USAGE
from socket_workbench.cli.inbox import ClientUpdate, Inbox, Wake
from socket_workbench.cli.output.console import ErrorCount, EventPrinter, summary
from socket_workbench.cli.output.event_line import event_line
from socket_workbench.cli.output.queued_output import QueuedOutput
from socket_workbench.cli.output.step_printer import StepPrinter
from socket_workbench.cli.session import (
    Recording,
    finish,
    listening_for_signals,
    open_journal,
    tell_summary,
)
from socket_workbench.clock import time_ns
from socket_workbench.dialogues.commands import ScriptUpdate
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import Traffic
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.sink import AnySink
from socket_workbench.scenarios.find import find_scenario
from socket_workbench.scenarios.load import ScenarioError
from socket_workbench.scenarios.model import Scenario
from socket_workbench.scenarios.runner import ScenarioRun


def run(parsed: Namespace) -> int:
    """Run the command; returns its exit code."""
    with QueuedOutput(as_json=parsed.json) as output:
        try:
            with listening_for_signals(output) as inbox:
                return _run(find_scenario(parsed.scenario), parsed, output, inbox)
        except ScenarioError as error:
            for line in error.lines():
                output.complain(line)
            return USAGE
        except ValueError as error:
            output.complain(str(error))
            return USAGE


def _run(scenario: Scenario, parsed: Namespace, output: QueuedOutput, inbox: Inbox) -> int:
    steps: StepPrinter | None = None
    if parsed.json:
        steps = StepPrinter(output.later, [client.name for client in scenario.clients])
    count = ErrorCount()
    printers = [steps] if steps else _printers(scenario, parsed, output)
    journal = open_journal(Recording.wanted(parsed), [count, *printers], output)
    try:
        running = ScenarioRun.of(
            scenario,
            journal,
            PlainThreads(),
            at=parsed.at,
            only=parsed.only,
            on_update=partial(_pass_on, inbox, steps),
            on_change=partial(inbox.put, Wake.CHANGED),
        )
    except ValueError:
        journal.close()
        raise
    print_steps = partial(_print_steps, steps, journal) if steps else None
    conductor = Conductor(scenario, running, parsed.answers, output, print_steps)
    running.start()
    code = conductor.conduct(inbox)
    finish(running, journal, output)
    conductor.conclude(code)
    if not running.results and not running.error:
        traffic = sum((server.traffic() for server in running.servers), Traffic())
        tell_summary(summary(traffic, count.errors), output, as_json=parsed.json)
    return FAILED if output.has_failed else code


def _pass_on(inbox: Inbox, steps: StepPrinter | None, client: int, update: ScriptUpdate) -> None:
    message = ClientUpdate(client, update, time_ns())
    if steps is not None:
        steps.add(message)
    inbox.put(message)


def _print_steps(steps: StepPrinter, journal: Journal, until: int) -> None:
    """Print the steps up to a time, and what happened before them."""
    journal.flush()
    steps.release(until)


def _printers(scenario: Scenario, parsed: Namespace, output: QueuedOutput) -> list[AnySink]:
    """Return what prints events: only for servers alone, since clients' steps are printed."""
    if parsed.only == "server" or not scenario.clients:
        return [EventPrinter(output.later, event_line, tells_failure=False)]
    return []
