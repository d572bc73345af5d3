"""`run`: a scenario without a window; what its clients do is printed step by step."""

from argparse import Namespace
from functools import partial

from socket_workbench.cli.conductor import Conductor
from socket_workbench.cli.console import EventPrinter
from socket_workbench.cli.event_line import event_line
from socket_workbench.cli.exit_codes import FAILED, INTERRUPTED, USAGE
from socket_workbench.cli.inbox import Directed, Inbox, Wake
from socket_workbench.cli.output import Output
from socket_workbench.cli.session import Recording, finish, listening_for_signals, open_journal
from socket_workbench.dialogues.commands import Direction
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.journal.event_object import named_event_object
from socket_workbench.journal.sink import Sink
from socket_workbench.scenarios.find import find_scenario
from socket_workbench.scenarios.runner import ScenarioRun


def run(parsed: Namespace) -> int:
    """Run the command; returns its exit code."""
    output = Output()
    try:
        scenario = find_scenario(parsed.scenario)
        with listening_for_signals(output) as inbox:
            journal = open_journal(Recording.wanted(parsed), _printers(parsed, output), output)
            try:
                running = ScenarioRun(
                    scenario,
                    journal,
                    PlainThreads(),
                    at=parsed.at,
                    only=parsed.only,
                    on_direction=partial(_direct, inbox),
                    on_change=partial(inbox.put, Wake.CHANGED),
                )
            except ValueError:
                journal.close()
                raise
            conductor = Conductor(scenario, running, parsed.answers, output, as_json=parsed.json)
            running.start()
            code = conductor.conduct(inbox)
            if code != INTERRUPTED:
                journal.flush()
            finish(running, journal)
    except ValueError as error:
        output.complain(str(error))
        return USAGE
    conductor.conclude(code)
    return FAILED if output.has_failed else code


def _direct(inbox: Inbox, client: int, direction: Direction) -> None:
    inbox.put(Directed(client, direction))


def _printers(parsed: Namespace, output: Output) -> list[Sink]:
    """Print all events as JSON, or those of servers alone as lines.

    What the clients of a scenario do is told step by step instead.
    """
    if parsed.json:
        return [EventPrinter(output.lines, named_event_object)]
    if parsed.only == "server":
        return [EventPrinter(output.lines, event_line, tells_failure=False)]
    return []
