"""`run`: runs scenarios without a window, and prints what their clients do or how each ended."""

import time
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from socket_workbench.cli.batch import Batch, Turn, outcome_of, read_turns
from socket_workbench.cli.conductor import Conductor
from socket_workbench.cli.exit_codes import DONE, FAILED, USAGE
from socket_workbench.cli.inbox import ClientUpdate, Inbox, Wake
from socket_workbench.cli.output.console import ErrorCount, EventPrinter, losses, summary
from socket_workbench.cli.output.event_line import event_line
from socket_workbench.cli.output.junit import ERROR, PASSED, SKIPPED, Outcome, junit_report
from socket_workbench.cli.output.junit import FAILED as FAILED_VERDICT
from socket_workbench.cli.output.queued_output import QueuedOutput
from socket_workbench.cli.output.step_printer import StepPrinter
from socket_workbench.cli.saving import SavedFiles
from socket_workbench.cli.session import (
    Recording,
    close_journal,
    finish,
    listening_for_signals,
    open_journal,
    tell_summary,
)
from socket_workbench.clock import time_ns
from socket_workbench.dialogues.commands import Marked, Save, ScriptUpdate
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.journal.event_object import iso_time, json_line
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.sink import AnySink
from socket_workbench.journal.stream_file import StreamFileError, write_bytes
from socket_workbench.language import tr, trn
from socket_workbench.scenarios.model import Scenario
from socket_workbench.scenarios.runner import OnUpdate, ScenarioRun

MOST_MARKS = 100_000
"""Rows of a recorded session that steps can mark."""


def run(parsed: Namespace) -> int:
    """Run the command; returns its exit code."""
    with QueuedOutput(as_json=parsed.json) as output:
        try:
            with listening_for_signals(output) as inbox:
                return _Command(parsed, output, inbox).run()
        except (ValueError, StreamFileError) as error:
            output.complain(str(error))
            return USAGE


class _Command:
    """One call of the command.

    Args:
        parsed: its arguments.
        output: where to print.
        inbox: where signals come.
    """

    def __init__(self, parsed: Namespace, output: QueuedOutput, inbox: Inbox) -> None:
        self._parsed = parsed
        self._output = output
        self._inbox = inbox
        self._steps = StepPrinter(output.later) if parsed.json else None
        self._files = SavedFiles(parsed.save_to)
        self._not_saved = ""
        self._marked: list[int] = []
        self._begun = datetime.now(UTC)
        self._clock = time.monotonic()

    def run(self) -> int:
        """Run what was named; raises `ValueError` where that cannot be."""
        parsed = self._parsed
        if parsed.junit is not None:
            _check_report(Path(parsed.junit))
        turns = read_turns(parsed.scenarios, parsed.repeat, dict(parsed.variables))
        for mistake in dict.fromkeys(line for turn in turns for line in turn.mistakes):
            self._output.complain(mistake)
        self._files.check(turns)
        if len(turns) == 1:
            code, outcomes = self._run_one(turns[0])
        else:
            code, outcomes = self._run_all(turns)
        self._mark_rows()
        if parsed.junit is not None:
            report = junit_report(outcomes, self._begun, time.monotonic() - self._clock)
            write_bytes(Path(parsed.junit), report)
        return FAILED if self._output.has_failed and code == DONE else code

    # Marks of the recorded session

    def _take_mark(self, update: ScriptUpdate) -> None:
        if isinstance(update, Marked) and len(self._marked) < MOST_MARKS:
            self._marked.append(update.time)

    def _mark_rows(self) -> None:
        """Mark the rows in the session, whose recording is over."""
        record = self._parsed.record
        if not self._marked or record is None:
            return
        from socket_workbench.journal.errors import JournalError
        from socket_workbench.journal.moments import mark_moments

        try:
            mark_moments(Path(record), self._marked)
        except JournalError as error:
            self._output.complain(str(error))

    # One scenario, whose steps are printed

    def _run_one(self, turn: Turn) -> tuple[int, list[Outcome]]:
        """Run one scenario; returns the exit code, and how it ended."""
        parsed, output, scenario = self._parsed, self._output, turn.scenario
        if scenario is None:
            return USAGE, [turn.ended(ERROR, *turn.mistakes)]
        count = ErrorCount()
        printers = [self._steps] if self._steps else _printers(scenario, parsed, output)
        journal = open_journal(Recording.wanted(parsed), [count, *printers], output)
        names = [client.name for client in scenario.clients]
        try:
            running = ScenarioRun.of(
                scenario,
                journal,
                PlainThreads(),
                at=parsed.at,
                only=parsed.only,
                on_update=partial(self._pass_on, turn, names),
                on_change=partial(self._inbox.put, Wake.CHANGED),
            )
        except ValueError:
            journal.close()
            raise
        print_steps = partial(_print_steps, self._steps, journal) if self._steps else None
        conductor = Conductor(scenario, running, parsed.answers, output, print_steps)
        running.start()
        code = conductor.conduct(self._inbox)
        self._inbox.let_in()
        reason = conductor.unanswered
        if code == DONE and self._not_saved:
            code, reason = FAILED, self._not_saved
        outcome = outcome_of(turn, running, time.monotonic() - self._clock, reason)
        finish(running, journal, output)
        conductor.conclude(code)
        self._tell_totals(running, journal, count.errors)
        return code, [outcome]

    def _tell_totals(self, running: ScenarioRun, journal: Journal, errors: int) -> None:
        """Print the summary of servers alone, and with clients only what is not whole."""
        traffic = running.traffic()
        lost = losses(traffic, journal)
        if not running.results and not running.error:
            told = summary(traffic, errors, lost)
            tell_summary(told, self._output, as_json=self._parsed.json)
        else:
            self._tell_losses(lost)

    def _tell_losses(self, lost: str) -> None:
        if lost:
            self._output.complain(tr("lost: {counts}", counts=lost))

    def _pass_on(self, turn: Turn, names: Sequence[str], client: int, update: ScriptUpdate) -> None:
        if isinstance(update, Save):
            problem = self._files.save(turn, update)
            if problem:
                self._not_saved = problem
                self._output.complain(problem)
        self._take_mark(update)
        message = ClientUpdate(client, update, time_ns())
        if self._steps is not None:
            self._steps.add(names[client], message)
        self._inbox.put(message)

    # Several, of which each has one line

    def _run_all(self, turns: Sequence[Turn]) -> tuple[int, list[Outcome]]:
        """Run several scenarios; returns the exit code, and how each ended."""
        parsed, output = self._parsed, self._output
        if parsed.only == "server":
            raise ValueError(
                tr("--only server runs until it is ended: name one scenario, without --repeat.")
            )
        journal = open_journal(
            Recording.wanted(parsed), [self._steps] if self._steps else [], output
        )
        batch = Batch(
            turns,
            partial(self._prepare, journal),
            partial(self._tell, journal),
            self._files.save,
            look=partial(self._look, journal),
            answers=parsed.answers,
            jobs=parsed.jobs,
            keep_going=parsed.keep_going,
        )
        try:
            code = batch.run(self._inbox)
        finally:
            self._inbox.let_in()
            output.stop_waiting()
            close_journal(journal, output)
        tell_summary(
            _count(batch.outcomes, time.monotonic() - self._clock), output, as_json=parsed.json
        )
        self._tell_losses(losses(batch.traffic, journal))
        return code, batch.outcomes

    def _prepare(
        self, journal: Journal, turn: Turn, take: OnUpdate, changed: Callable[[], None]
    ) -> ScenarioRun:
        scenario = turn.scenario
        if scenario is None:
            raise ValueError(*turn.mistakes)
        names = [f"{turn.name}: {client.name}" for client in scenario.clients]

        def pass_on(client: int, update: ScriptUpdate) -> None:
            self._take_mark(update)
            take(client, update)
            if self._steps is not None:
                message = ClientUpdate(client, update, time_ns())
                self._steps.add(names[client], message)
                # The client waits here while too much has not been printed.
                self._inbox.put(message)

        return ScenarioRun.of(
            scenario,
            journal,
            PlainThreads(),
            at=self._parsed.at,
            only=self._parsed.only,
            name=turn.name,
            on_update=pass_on,
            on_change=changed,
        )

    def _look(self, journal: Journal, update: ClientUpdate) -> None:
        """Print what clients have told by the time of an update."""
        if self._steps is not None:
            _print_steps(self._steps, journal, update.time)

    def _tell(self, journal: Journal, outcome: Outcome) -> None:
        """Print how one ended."""
        if self._steps is None:
            self._output.lines(_outcome_lines(outcome))
            return
        now = time_ns()
        _print_steps(self._steps, journal, now)
        line = json_line(
            {
                "time": iso_time(now),
                "kind": "scenario",
                "name": outcome.name,
                "verdict": outcome.verdict,
                "seconds": round(outcome.seconds, 3),
                "text": " ".join(outcome.reasons),
            }
        )
        self._output.line(line)


def _check_report(file: Path) -> None:
    """Check that a report can have this name, before anything is run; raises `ValueError`."""
    if not file.parent.is_dir():
        raise ValueError(
            tr("There is no folder for {file}. Create it, or name another file.", file=file)
        )
    if file.is_dir():
        raise ValueError(tr("{file} is a folder. Name a file for the report.", file=file))


def _print_steps(steps: StepPrinter, journal: Journal, until: int) -> None:
    """Print the steps up to a time, and what happened before them."""
    journal.flush()
    steps.release(until)


def _printers(scenario: Scenario, parsed: Namespace, output: QueuedOutput) -> list[AnySink]:
    """Return what prints events: only for servers alone, since clients' steps are printed."""
    if parsed.only == "server" or not scenario.clients:
        return [EventPrinter(output.later, event_line, tells_failure=False)]
    return []


def _outcome_lines(outcome: Outcome) -> list[str]:
    """Return the line of an outcome, and one for each reason."""
    words = {
        PASSED: tr("passed"),
        FAILED_VERDICT: tr("failed"),
        ERROR: tr("error"),
        SKIPPED: tr("skipped"),
    }
    line = f"{words[outcome.verdict]} {outcome.name}"
    if outcome.verdict in (PASSED, FAILED_VERDICT):
        line += f" ({outcome.seconds:.2f} s)"
    return [line, *(f"    {reason}" for reason in outcome.reasons)]


def _count(outcomes: Sequence[Outcome], seconds: float) -> str:
    """Return how many scenarios ended in which way."""
    found = Counter(outcome.verdict for outcome in outcomes)
    parts = [
        trn("{count} scenario", "{count} scenarios", len(outcomes)),
        tr("{count} passed", count=found[PASSED]),
        tr("{count} failed", count=found[FAILED_VERDICT]),
    ]
    if found[ERROR]:
        parts.append(tr("{count} with a mistake", count=found[ERROR]))
    if found[SKIPPED]:
        parts.append(tr("{count} skipped", count=found[SKIPPED]))
    return tr("{counts} in {seconds} s", counts=", ".join(parts), seconds=f"{seconds:.2f}")
