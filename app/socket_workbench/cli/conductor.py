"""Stands between a scenario's clients and the person at the terminal."""

import json
import time
from collections import deque
from collections.abc import Sequence

from socket_workbench.cli.exit_codes import DONE, FAILED, INTERRUPTED, UNREACHABLE
from socket_workbench.cli.inbox import Directed, Inbox, Typed, Wake
from socket_workbench.cli.output import Output
from socket_workbench.cli.shown import content_lines
from socket_workbench.cli.standard_input import read_standard_input
from socket_workbench.cli.typed_lines import LineCutter
from socket_workbench.dialogues.commands import Ask, Direction, Finished, Show, StepBegun
from socket_workbench.journal.event import Kind
from socket_workbench.journal.event_object import iso_time
from socket_workbench.language import tr
from socket_workbench.payload.text import printable
from socket_workbench.scenarios.model import Scenario
from socket_workbench.scenarios.runner import ScenarioRun


class Conductor:
    """Prints what clients do, asks what they ask, and knows when the run is over."""

    def __init__(
        self,
        scenario: Scenario,
        running: ScenarioRun,
        answers: Sequence[str],
        output: Output,
        *,
        as_json: bool,
    ) -> None:
        """Prepare it.

        Args:
            scenario: what is run.
            running: the run.
            answers: what is answered to the first questions, in order.
            output: where to print.
            as_json: whether to print JSON objects instead of lines.
        """
        self._names = [client.name for client in scenario.clients]
        self._running = running
        self._answers = deque(answers)
        self._output = output
        self._as_json = as_json
        self._listening = 0
        self._questions: deque[tuple[int, Ask]] = deque()
        self._lines = LineCutter()
        self._typed: deque[str] = deque()
        self._reads = False
        self._input_ended = False
        self._unanswered = ""
        self._prompted: Ask | None = None

    def conduct(self, inbox: Inbox) -> int:
        """Do everything that is asked for until the run is over; returns the exit code."""
        while True:
            match inbox.get():
                case Wake.INTERRUPTED:
                    return INTERRUPTED
                case Wake.TERMINATED | Wake.OUTPUT_BROKEN:
                    return self._code()
                case Wake.INPUT_ENDED:
                    self._input_ended = True
                case Typed(line):
                    self._typed.append(line.decode("utf-8", "surrogateescape"))
                case Directed(client, direction):
                    self._direct(client, direction)
                case Wake.CHANGED:
                    self._tell_servers()
            self._answer_questions(inbox)
            if self._unanswered or self._running.finished:
                self._tell_the_rest(inbox)
                return self._code()

    def conclude(self, code: int) -> None:
        """Say how it ended."""
        if code == UNREACHABLE:
            self._output.complain(self._running.error)
        elif self._unanswered:
            self._output.complain(self._unanswered)
        if self._as_json or code == INTERRUPTED:
            return
        if self._running.results and code == DONE:
            self._output.line(tr("passed"))
        elif self._running.results:
            self._output.line(tr("failed"))

    def _code(self) -> int:
        if self._running.error:
            return UNREACHABLE
        return DONE if self._running.passed and not self._unanswered else FAILED

    def _tell_the_rest(self, inbox: Inbox) -> None:
        """Print what clients said before the run was found to be over."""
        while (message := inbox.get(0)) is not None:
            if isinstance(message, Directed) and not isinstance(message.direction, Ask):
                self._direct(message.client, message.direction)

    def _tell_servers(self) -> None:
        """Print where servers listen, before the first step of a client.

        Without clients every event is printed, and so is this one.
        """
        if self._as_json or not self._running.results:
            return
        bound = [server.bound for server in self._running.servers if server.bound is not None]
        for endpoint in bound[self._listening :]:
            self._output.line(f"{Kind.LISTENING.word} {printable(str(endpoint))}")
        self._listening = len(bound)

    def _direct(self, client: int, direction: Direction) -> None:
        if isinstance(direction, Ask):
            self._questions.append((client, direction))
        if self._as_json:
            self._output.line(json.dumps(self._members(client, direction)))
        else:
            self._output.lines(self._told(client, direction))

    def _told(self, client: int, direction: Direction) -> list[str]:
        """What a client says, as lines; with its name where there are several."""
        name = f"[{printable(self._names[client])}] " if len(self._names) > 1 else ""
        match direction:
            case StepBegun(index, description):
                return [f"{name}{index + 1}. {printable(description)}"]
            case Show(content, form):
                return [f"{name}{line}" for line in content_lines(content, form)]
            case Finished(passed, reason) if not passed and reason != self._running.error:
                return [f"{name}{printable(reason)}"]
            case _:
                return []

    def _members(self, client: int, direction: Direction) -> dict[str, object]:
        members: dict[str, object] = {
            "time": iso_time(time.time_ns()),
            "client": self._names[client],
        }
        match direction:
            case StepBegun(index, description):
                return members | {"kind": "step", "step": index, "text": description}
            case Show(content, form):
                text = content.decode("utf-8", "backslashreplace")
                return members | {"kind": "show", "form": form, "text": text}
            case Ask(question, choices):
                return members | {"kind": "ask", "text": question, "choices": list(choices)}
            case Finished(passed, reason):
                return members | {"kind": "finished", "passed": passed, "text": reason}

    def _answer_questions(self, inbox: Inbox) -> None:
        while self._questions:
            client, question = self._questions[0]
            answer = self._next_answer(question, inbox)
            if answer is None:
                return
            self._questions.popleft()
            self._running.answer(client, answer)

    def _next_answer(self, question: Ask, inbox: Inbox) -> str | None:
        """The next answer that was given or typed; None when it has to be waited for."""
        if self._answers:
            answer = self._answers.popleft()
            self._prompt(question, answer)
            return answer
        if self._typed:
            self._prompted = None
            return self._typed.popleft()
        if self._input_ended:
            self._unanswered = tr("A question was left without an answer: the input has ended.")
            return None
        if self._prompted is not question:
            self._prompted = question
            self._prompt(question)
        if not self._reads:
            self._reads = True
            read_standard_input(lambda data: self._feed(data, inbox))
        return None

    def _prompt(self, question: Ask, answer: str = "") -> None:
        """Print a question with its choices, and the answer where it was given beforehand."""
        if self._as_json:
            return
        choices = f" ({', '.join(question.choices)})" if question.choices else ""
        self._output.line(printable(f"{tr(question.question)}{choices}: {answer}").rstrip())

    def _feed(self, data: bytes, inbox: Inbox) -> bool:
        """Take a piece of standard input, in the thread that reads it."""
        for line in self._lines.feed(data) if data else self._lines.end():
            inbox.put(Typed(line.content))
        if not data:
            inbox.put(Wake.INPUT_ENDED)
        return True
