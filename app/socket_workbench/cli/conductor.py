"""Connects a scenario's clients with the person at the terminal."""

from collections import deque
from collections.abc import Callable, Sequence

from socket_workbench.cli.exit_codes import DONE, FAILED, INTERRUPTED, UNREACHABLE
from socket_workbench.cli.inbox import ClientUpdate, Inbox, Typed, Wake
from socket_workbench.cli.input.standard_input import read_standard_input, show_typing
from socket_workbench.cli.input.typed_lines import LineCutter
from socket_workbench.cli.output.queued_output import QueuedOutput
from socket_workbench.cli.output.shown import content_lines
from socket_workbench.cli.session import tell_summary
from socket_workbench.dialogues.commands import Ask, Finished, ScriptUpdate, Show, StepBegun
from socket_workbench.journal.event import Kind
from socket_workbench.language import tr
from socket_workbench.scenarios.model import Scenario
from socket_workbench.scenarios.runner import ScenarioRun


class Conductor:
    """Prints what clients do, passes on questions and answers, and waits for the end.

    Attributes:
        unanswered: why a question had no answer, which ends the run; empty otherwise.
    """

    def __init__(
        self,
        scenario: Scenario,
        running: ScenarioRun,
        answers: Sequence[str],
        output: QueuedOutput,
        print_steps: Callable[[int], None] | None = None,
    ) -> None:
        """Prepare it.

        Args:
            scenario: what is run.
            running: the run.
            answers: what is answered to the first questions, in order.
            output: where to print.
            print_steps: prints JSON for everything that clients did up to a time; None where lines
                are wanted, which are printed here.
        """
        self._names = [client.name for client in scenario.clients]
        self._running = running
        self._answers = deque(answers)
        self._output = output
        self._print_steps = print_steps
        self._listening = 0
        self._questions: deque[tuple[int, Ask]] = deque()
        self._lines = LineCutter()
        self._typed: deque[str] = deque()
        self._reads = False
        self._input_ended = False
        self._is_read = True
        self.unanswered = ""
        self._is_typing_hidden = False
        self._prompted: Ask | None = None

    def conduct(self, inbox: Inbox) -> int:
        """Handle messages until the run is over; returns the exit code."""
        try:
            return self._conduct(inbox)
        finally:
            self._hide_typing(False)

    def _conduct(self, inbox: Inbox) -> int:
        while True:
            match inbox.get():
                case Wake.INTERRUPTED:
                    return INTERRUPTED
                case Wake.TERMINATED:
                    return self._code()
                case Wake.OUTPUT_BROKEN:
                    self._is_read = False
                case Wake.INPUT_ENDED:
                    self._input_ended = True
                case Typed(line):
                    self._typed.append(line.decode("utf-8", "surrogateescape"))
                case ClientUpdate() as update:
                    self._take_update(update)
                case Wake.CHANGED:
                    self._tell_servers()
            self._answer_questions(inbox)
            if self._is_over():
                self._tell_the_rest(inbox)
                return self._code()

    def _is_over(self) -> bool:
        # A reader that has left is no failed expectation: the clients go on.
        is_unheard = not self._is_read and (self._output.has_failed or not self._running.results)
        return bool(self.unanswered) or self._running.finished or is_unheard

    def conclude(self, code: int) -> None:
        """Print the result."""
        if code == UNREACHABLE:
            self._output.complain(self._running.error)
        elif self.unanswered:
            self._output.complain(self.unanswered)
        if self._print_steps is None and self._running.results and code != INTERRUPTED:
            verdict = tr("passed") if code == DONE else tr("failed")
            tell_summary(verdict, self._output, as_json=False)

    def _code(self) -> int:
        if self._running.error:
            return UNREACHABLE
        return DONE if self._running.passed and not self.unanswered else FAILED

    def _tell_the_rest(self, inbox: Inbox) -> None:
        """Print what clients said before the run was found to be over."""
        while (message := inbox.get(0)) is not None:
            if isinstance(message, ClientUpdate) and not isinstance(message.content, Ask):
                self._take_update(message)

    def _tell_servers(self) -> None:
        """Print where servers listen, before the first step of a client.

        Without clients every event is printed, and so is this one.
        """
        if self._print_steps is not None or not self._running.results:
            return
        bound = [server.bound for server in self._running.servers if server.bound is not None]
        for endpoint in bound[self._listening :]:
            self._output.line(f"{Kind.LISTENING.word} {endpoint}")
        self._listening = len(bound)

    def _take_update(self, update: ClientUpdate) -> None:
        if isinstance(update.content, Ask):
            self._questions.append((update.client, update.content))
        if self._print_steps is not None:
            self._print_steps(update.time)
        else:
            self._output.lines(self._lines_of(update.client, update.content))

    def _lines_of(self, client: int, update: ScriptUpdate) -> list[str]:
        """Return the lines that show an update, with the client's name if there are several."""
        name = f"[{self._names[client]}] " if len(self._names) > 1 else ""
        match update:
            case StepBegun(path, description):
                place = ".".join(str(index + 1) for index in path)
                return [f"{name}{place}. {description}"]
            case Show(content, form):
                return [f"{name}{line}" for line in content_lines(content, form)]
            case Finished(passed, reason) if not passed and reason != self._running.error:
                told = [reason, f"    {update.difference}"] if update.difference else [reason]
                return [f"{name}{line}" for line in told]
            case _:
                return []

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
            self._prompt(question, "***" if question.is_hidden else answer)
            return answer
        if self._typed:
            self._prompted = None
            self._hide_typing(False)
            return self._typed.popleft()
        if self._input_ended:
            self.unanswered = tr("A question was left without an answer: the input has ended.")
            return None
        if not self._is_read:
            self.unanswered = tr("A question was left without an answer: nobody reads it.")
            return None
        if self._prompted is not question:
            self._prompted = question
            self._prompt(question)
            self._hide_typing(question.is_hidden)
        if not self._reads:
            self._reads = True
            read_standard_input(lambda data: self._feed(data, inbox))
        return None

    def _hide_typing(self, hidden: bool) -> None:
        if hidden is not self._is_typing_hidden:
            self._is_typing_hidden = hidden
            show_typing(not hidden)

    def _prompt(self, question: Ask, answer: str = "") -> None:
        """Print a question with its choices, and the answer where it was given beforehand."""
        if self._print_steps is not None:
            return
        choices = f" ({', '.join(question.choices)})" if question.choices else ""
        self._output.line(f"{tr(question.question)}{choices}: {answer}".rstrip())

    def _feed(self, data: bytes, inbox: Inbox) -> bool:
        """Take a piece of standard input, in the thread that reads it."""
        for line in self._lines.feed(data) if data else self._lines.end():
            inbox.put(Typed(line.content))
        if not data:
            inbox.put(Wake.INPUT_ENDED)
        return True
