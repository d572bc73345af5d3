"""Runs many scenarios: one after the other, or several side by side."""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from socket_workbench.cli.exit_codes import DONE, FAILED, INTERRUPTED, UNREACHABLE, USAGE
from socket_workbench.cli.inbox import ClientUpdate, Inbox, Wake
from socket_workbench.cli.output.junit import ERROR, PASSED, SKIPPED, Outcome
from socket_workbench.cli.output.junit import FAILED as FAILED_VERDICT
from socket_workbench.cli.session import STOP_TIME
from socket_workbench.dialogues.commands import Ask, Save, ScriptUpdate
from socket_workbench.engine.threads import PlainThreads, Worker
from socket_workbench.engine.view import Traffic
from socket_workbench.language import tr
from socket_workbench.scenarios.file_names import folder_names
from socket_workbench.scenarios.find import document_name, find_documents
from socket_workbench.scenarios.load import ScenarioError, load_scenario
from socket_workbench.scenarios.model import Scenario
from socket_workbench.scenarios.runner import OnUpdate, ScenarioRun
from socket_workbench.scenarios.variables import ValuesForSeveral

MOST_TURNS = 100_000
"""Runs of one command: the number of scenarios times that of repetitions."""


class Turn:
    """One run of one scenario.

    Attributes:
        name: of the scenario, with the repetition's number where there are several.
        folder: where the scenario is from.
        scenario: the document; None if it has mistakes.
        mistakes: what is wrong with it, a line each.
        place: the folder of the files that its steps save; empty where it is the only turn.
    """

    def __init__(
        self, name: str, folder: str, scenario: Scenario | None, mistakes: Sequence[str] = ()
    ) -> None:
        self.name = name
        self.folder = folder
        self.scenario = scenario
        self.mistakes = tuple(mistakes)
        self.place = ""

    def repetition(self, number: int) -> "Turn":
        """Return one of several runs of the same scenario."""
        turn = Turn(f"{self.name} ({number})", self.folder, self.scenario, self.mistakes)
        turn.place = f"{self.place}/{number}"
        return turn

    def ended(self, verdict: str, *reasons: str, seconds: float = 0.0) -> Outcome:
        """Return how it ended."""
        return Outcome(self.name, self.folder, verdict, reasons, seconds)


Prepare = Callable[[Turn, OnUpdate, Callable[[], None]], ScenarioRun]
"""Makes the run of a turn, given what to call with its updates and after each change."""


def read_turns(
    words: Sequence[str], repeat: int, variables: Mapping[str, str] | None = None
) -> list[Turn]:
    """Read the documents that names, files and folders stand for; nothing is run.

    Args:
        words: as they were given.
        repeat: how often each document is to be run.
        variables: values for the variables of the documents; each has to be in one of them.

    Returns:
        All documents in order, and that as often as wanted.

    Raises:
        ValueError: a name is unknown, a folder has no scenario, these are too many, or none has
            a variable.
    """
    paths = [path for word in words for path in find_documents(word)]
    if len(paths) * repeat > MOST_TURNS:
        raise ValueError(
            tr("These are more than {most:,} runs; choose fewer of them.", most=MOST_TURNS)
        )
    values = ValuesForSeveral(variables or {})
    documents = [_read(path, values if len(paths) > 1 else variables or {}) for path in paths]
    if len(paths) > 1 and not any(one.mistakes for one in documents):
        values.check()
    if len(documents) * repeat > 1:
        for one, place in zip(documents, folder_names(one.name for one in documents), strict=True):
            one.place = place
    if repeat == 1:
        return documents
    return [one.repetition(number) for number in range(1, repeat + 1) for one in documents]


def _read(path: Path, variables: Mapping[str, str]) -> Turn:
    name, folder = document_name(path), path.resolve().parent.name
    try:
        return Turn(name, folder, load_scenario(path, variables))
    except ScenarioError as error:
        return Turn(name, folder, None, error.lines())


def outcome_of(turn: Turn, running: ScenarioRun, seconds: float, reason: str = "") -> Outcome:
    """Return how a run ended that is through, or was ended.

    Args:
        turn: what was run.
        running: its run.
        seconds: how long it took.
        reason: why it failed where its clients do not know it; empty otherwise.
    """
    if running.passed and not reason:
        return turn.ended(PASSED, seconds=seconds)
    names = [client.name for client in turn.scenario.clients] if turn.scenario else []
    if reason:
        return turn.ended(FAILED_VERDICT, reason, seconds=seconds)
    reasons = [running.error]
    for name, result in zip(names, running.results, strict=False):
        if result is not None and not result.passed and result.reason not in reasons:
            reasons.append(f"{name}: {result.reason}" if len(names) > 1 else result.reason)
            reasons.append(result.difference)
    told = tuple(filter(None, reasons)) or (tr("It was ended before it was through."),)
    unreachable = bool(running.error)
    return Outcome(turn.name, turn.folder, FAILED_VERDICT, told, seconds, unreachable)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """Return the exit code for the outcomes of everything that was to be run."""
    if any(outcome.verdict == ERROR for outcome in outcomes):
        return USAGE
    failed = [outcome for outcome in outcomes if outcome.verdict == FAILED_VERDICT]
    if not failed:
        return DONE
    return UNREACHABLE if all(outcome.is_unreachable for outcome in failed) else FAILED


def _ignore_update(update: ClientUpdate) -> None:
    """Do nothing: updates are printed nowhere."""


class Batch:
    """Runs turns in order, so many at a time.

    Two that listen at the same port or path are never run at the same time.

    Attributes:
        outcomes: how those ended that are through.
        traffic: how much they have moved and lost.
    """

    def __init__(
        self,
        turns: Sequence[Turn],
        prepare: Prepare,
        tell: Callable[[Outcome], None],
        save: Callable[[Turn, Save], str],
        *,
        look: Callable[[ClientUpdate], None] = _ignore_update,
        answers: Sequence[str] = (),
        jobs: int = 1,
        keep_going: bool = False,
    ) -> None:
        """Prepare it.

        Args:
            turns: what to run.
            prepare: makes a turn's run.
            tell: called with each outcome as it is known.
            save: writes a file of a step, in its client's thread; returns why it could not, as a
                sentence, empty if it could.
            look: called with each update of a client that comes into the inbox.
            answers: what is answered to the first questions of each run, in order.
            jobs: how many run at the same time at most.
            keep_going: whether to go on after one that did not pass.
        """
        self.outcomes: list[Outcome] = []
        self.traffic = Traffic()
        self._waiting = deque(turns)
        self._prepare = prepare
        self._tell = tell
        self._save = save
        self._look = look
        self._answers = answers
        self._jobs = jobs
        self._keep_going = keep_going
        self._active: list[_Running] = []
        self._next: _Running | None = None
        self._why_ended = ""

    def run(self, inbox: Inbox) -> int:
        """Run all turns; returns the exit code."""
        code: int | None = None
        self._refuse_mistakes()
        while self._begin_more(inbox) or self._active:
            match inbox.get():
                case ClientUpdate() as update:
                    self._look(update)
                    continue
                case Wake.INTERRUPTED:
                    code = INTERRUPTED
                    self._end(tr("It was ended by Ctrl-C."))
                case Wake.TERMINATED:
                    code = FAILED
                    self._end(tr("It was ended by a signal."))
            for running in self._active:
                running.go_on()
            # Asked once of each: another thread may close it at any moment.
            for running in [running for running in self._active if running.is_closed]:
                self._active.remove(running)
                self.traffic += running.traffic()
                self._conclude(running.outcome())
        self._take_back()
        reason = self._why_ended or tr("One before it did not pass, so it was not run.")
        for turn in self._waiting:
            self._conclude(turn.ended(SKIPPED, reason))
        return exit_code(self.outcomes) if code is None else code

    def _refuse_mistakes(self) -> None:
        """Tell of documents with mistakes before anything is run."""
        wrong = [turn for turn in self._waiting if turn.mistakes]
        for turn in wrong:
            self._waiting.remove(turn)
            self._conclude(turn.ended(ERROR, *turn.mistakes))

    def _begin_more(self, inbox: Inbox) -> bool:
        """Begin what has room; returns whether something has begun."""
        begun = False
        while len(self._active) < self._jobs and not self._why_ended:
            running = self._next = self._next or self._prepare_next(inbox)
            if running is None or any(running.places & each.places for each in self._active):
                break
            self._next = None
            self._active.append(running)
            running.start()
            begun = True
        return begun

    def _prepare_next(self, inbox: Inbox) -> "_Running | None":
        """Prepare the next turn that can be run; None when there is none."""
        while self._waiting and not self._why_ended:
            turn = self._waiting.popleft()
            if turn.scenario is None or not turn.scenario.clients:
                self._conclude(turn.ended(SKIPPED, tr("It has no clients; run it by itself.")))
                continue
            running = _Running(turn, inbox, self._save, self._answers)
            try:
                running.prepare(self._prepare)
            except ValueError as error:
                self._conclude(turn.ended(ERROR, str(error)))
            else:
                return running
        return None

    def _take_back(self) -> None:
        """Put what was prepared and has not begun back among those that wait."""
        if self._next is not None:
            self._waiting.appendleft(self._next.turn)
            self._next = None

    def _end(self, reason: str) -> None:
        """Begin nothing more, and end what runs."""
        self._why_ended = self._why_ended or reason
        for running in self._active:
            running.reason = running.reason or reason

    def _conclude(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self._tell(outcome)
        if outcome.verdict not in (PASSED, SKIPPED) and not self._keep_going:
            self._why_ended = self._why_ended or tr(
                "'{name}' did not pass, so it was not run.", name=outcome.name
            )


class _Running:
    """A turn that is being run.

    Attributes:
        turn: the turn.
        places: where its servers will listen.
        reason: why it is ended before it is through; empty if it is not.
        is_closed: whether all of it is closed; its thread then ends at once.
    """

    def __init__(
        self, turn: Turn, inbox: Inbox, save: Callable[[Turn, Save], str], answers: Sequence[str]
    ) -> None:
        self.turn = turn
        self.places: frozenset[int | str] = frozenset()
        self.reason = ""
        self.is_closed = False
        self._closing: Worker | None = None
        self._run: ScenarioRun | None = None
        self._inbox = inbox
        self._save = save
        self._not_saved = ""
        self._answers = deque(answers)
        self._questions: deque[int] = deque()
        self._begun = 0.0
        self._seconds: float | None = None

    def prepare(self, prepare: Prepare) -> None:
        """Make its run; raises `ValueError` where that cannot be."""
        changed = partial(self._inbox.put, Wake.CHANGED)
        self._run = prepare(self.turn, self.take, changed)
        self.places = self._run.places

    def start(self) -> None:
        """Begin; returns at once."""
        self._begun = time.monotonic()
        self._running.start()

    def traffic(self) -> Traffic:
        """Return how much it has moved and lost."""
        return self._running.traffic()

    def take(self, client: int, update: ScriptUpdate) -> None:
        """Take note of questions and write files, in the thread of the client."""
        if isinstance(update, Ask):
            self._questions.append(client)
            self._inbox.put(Wake.CHANGED)
        elif isinstance(update, Save):
            self._not_saved = self._save(self.turn, update) or self._not_saved

    def go_on(self) -> None:
        """Answer what was asked; once it is through, close it in a thread of its own."""
        if self._seconds is not None:
            return
        while self._questions and not self.reason:
            client = self._questions.popleft()
            if self._answers:
                self._running.answer(client, self._answers.popleft())
            else:
                self.reason = tr("A question was left without an answer: give --answer VALUE.")
        if self.reason or self._running.finished:
            self._seconds = time.monotonic() - self._begun
            self._closing = PlainThreads().start("end scenario", self._close)

    @property
    def _running(self) -> ScenarioRun:
        if self._run is None:
            raise RuntimeError("not prepared")
        return self._run

    def outcome(self) -> Outcome:
        """Return how it ended, once it is closed."""
        if self._closing is not None:
            # The process is cut off where a thread is left at its end.
            self._closing.join()
        reason = self.reason or (self._not_saved if self._running.passed else "")
        return outcome_of(self.turn, self._running, self._seconds or 0.0, reason)

    def _close(self) -> None:
        self._running.stop()
        self._running.join(STOP_TIME)
        self.is_closed = True
        self._inbox.put(Wake.CHANGED)
