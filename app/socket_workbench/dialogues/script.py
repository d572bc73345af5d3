"""A client's side of a scenario: steps that are run one after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from socket_workbench.dialogues.base import CLOSE, NOTHING, Dialogue
from socket_workbench.dialogues.commands import (
    Ask,
    CancelTimer,
    CloseConnection,
    Command,
    Commands,
    Finished,
    SendEof,
    Show,
    StartTimer,
    StepBegun,
)
from socket_workbench.dialogues.script_steps import (
    AskPerson,
    Close,
    Expect,
    ExpectClose,
    HalfClose,
    Repeat,
    SendBytes,
    SendMessage,
    ShowPerson,
    Step,
    Wait,
)
from socket_workbench.dialogues.script_unread import Unread, UnreadMessages, UnreadStream
from socket_workbench.dialogues.script_waiting import (
    Expectation,
    ExpectationError,
    PendingClose,
    PendingMessage,
)
from socket_workbench.language import tr
from socket_workbench.payload.escapes import EscapeError
from socket_workbench.payload.template import TemplateError, fill, fill_text, value_bytes

UNREAD_LIMIT = 64 * 1024 * 1024
"""The most bytes that are held for steps to read."""


@dataclass(slots=True)
class _Level:
    """Steps that are being run: the script's own, or those of a `Repeat` in it.

    Attributes:
        steps: the steps.
        repeat: the step they belong to; None for the script's own.
        next: the place of the step to begin next.
        progress: the script's progress when this round began.
    """

    steps: tuple[Step, ...]
    repeat: Repeat | None = None
    next: int = 0
    progress: int = 0


class Script(Dialogue):
    """Runs steps, once; every connection needs a new script.

    After the last step, or the first expectation that is not met, it returns `Finished` and leaves
    the connection to the person, unless a step closed it or the peer has ended the stream.

    Attributes:
        steps: the steps to run, in order.
        variables: the values known so far, by name.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        variables: Mapping[str, bytes | str] | None = None,
        *,
        messages: bool = False,
    ) -> None:
        """Prepare a script.

        Args:
            steps: the steps to run, in order.
            variables: values known from the beginning; `peer` is added when it opens.
            messages: whether what comes are whole messages, as with framing and datagrams, rather
                than pieces of a stream.
        """
        self.steps = tuple(steps)
        self.variables: dict[str, bytes | str] = dict(variables or {})
        self._messages = messages
        self._unread: Unread = UnreadMessages() if messages else UnreadStream()
        self._levels = [_Level(self.steps)]
        self._waiting: Expectation | Wait | AskPerson | None = None
        self._timer = ""
        self._timers_started = 0
        self._begun = 0
        # Counts what happens to the script, so that a round in which nothing happens is noticed.
        self._progress = 0
        self._ended = False
        self._closing = False
        self._finished = False
        self._commands: list[Command] = []

    # What happens to it

    def opened(self, peer: str) -> Commands:
        """Begin with the first step."""
        self.variables.setdefault("peer", peer)
        return self._go_on()

    def received(self, message: bytes) -> Commands:
        """Keep the bytes until a step reads them; nothing reads them once it is over."""
        if self._finished:
            return NOTHING
        self._unread.put(message)
        if self._unread.size > UNREAD_LIMIT:
            sentence = tr("More came than any step reads; the rest is not looked at.")
            return self._fail(ExpectationError(sentence))
        return self._go_on()

    def end_of_stream(self) -> Commands:
        """Go on with the steps that are left; the connection is closed after them."""
        if self._finished:
            return CLOSE
        self._ended = True
        return self._go_on()

    def timer(self, name: str) -> Commands:
        """A pause is over, or an expectation has waited long enough."""
        if self._finished or name != self._timer:
            return NOTHING
        self._timer = ""
        waiting = self._waiting
        if isinstance(waiting, PendingMessage | PendingClose):
            because = tr("{seconds} s have passed", seconds=f"{waiting.within:g}")
            return self._fail(waiting.failure(self._unread, because))
        self._waiting = None
        return self._go_on()

    def answered(self, text: str) -> Commands:
        """Keep the person's answer; one that is none of the choices is asked for again."""
        step = self._waiting
        if self._finished or not isinstance(step, AskPerson):
            return NOTHING
        if step.choices and text not in step.choices:
            return (self._question(step),)
        self.variables[step.into] = text
        self._waiting = None
        return self._go_on()

    def closed(self) -> Commands:
        """Fail, if there were steps left."""
        if self._finished:
            return NOTHING
        because = tr("the connection was closed")
        if isinstance(self._waiting, PendingMessage | PendingClose):
            return self._fail(self._waiting.failure(self._unread, because))
        sentence = tr("The connection was closed before the last step was done.")
        return self._fail(ExpectationError(sentence))

    # Going through the steps

    def _go_on(self) -> Commands:
        """Begin steps until one has to wait; returns their commands."""
        self._progress += 1
        try:
            while not self._finished and self._is_free():
                self._begin_next()
        except (ExpectationError, TemplateError, EscapeError) as error:
            self._finish(error)
        commands, self._commands = self._commands, []
        return commands

    def _fail(self, failure: ExpectationError) -> Commands:
        self._finish(failure)
        commands, self._commands = self._commands, []
        return commands

    def _finish(self, failure: Exception | None = None) -> None:
        self._stop_timer()
        self._finished = True
        self._unread.take_all()
        if failure is None:
            self._commands.append(Finished(passed=True))
        elif isinstance(failure, ExpectationError):
            expected, received = failure.expected, failure.received
            self._commands.append(Finished(False, str(failure), expected, received))
        else:
            self._commands.append(Finished(False, str(failure)))
        if self._closing:
            self._commands.append(CloseConnection("close"))
        elif self._ended:
            self._commands.append(CloseConnection())

    def _is_free(self) -> bool:
        """Whether the step that was waited for is done."""
        waiting = self._waiting
        if isinstance(waiting, PendingMessage | PendingClose):
            taken = waiting.take(self._unread, ended=self._ended)
            if taken is None:
                if not self._timer:
                    self._start_timer(waiting.within, is_deadline=True)
                return False
            if waiting.into:
                self.variables[waiting.into] = taken
            if taken or self._messages:
                self._progress += 1
            self._stop_timer()
            self._waiting = None
        return self._waiting is None

    def _begin_next(self) -> None:
        level = self._levels[-1]
        if level.next == len(level.steps):
            self._end_round(level)
            return
        step = level.steps[level.next]
        level.next += 1
        self._begun += 1
        path = tuple(each.next - 1 for each in self._levels)
        self._commands.append(StepBegun(path, step.describe(), self._begun))
        if self._closing and not isinstance(step, ShowPerson | Repeat):
            raise ExpectationError(tr("A step before this one closed the connection."))
        self._begin(step)

    def _begin(self, step: Step) -> None:
        match step:
            case SendMessage() | SendBytes():
                self._commands.append(self._message(step))
            case Expect():
                self._waiting = PendingMessage(step, fill(step.template, self.variables))
            case ExpectClose():
                self._waiting = PendingClose(step)
            case Wait():
                self._waiting = step
                self._start_timer(step.seconds)
            case AskPerson():
                self._waiting = step
                self._commands.append(self._question(step))
            case ShowPerson():
                self._commands.append(Show(fill(step.template, self.variables), step.form))
            case HalfClose():
                self._commands.append(SendEof())
            case Close():
                self._closing = True
            case Repeat():
                self._levels.append(_Level(step.steps, step, progress=self._progress))

    def _end_round(self, level: _Level) -> None:
        """Come to the end of the steps of the script or of a `Repeat`."""
        repeat = level.repeat
        if repeat is None:
            self._finish()
            return
        value = value_bytes(repeat.variable, self.variables)
        if value == fill(repeat.equals, self.variables):
            self._levels.pop()
        elif level.progress == self._progress:
            raise ExpectationError(
                tr("The repeated steps would go on for ever: nothing in them waits.")
            )
        else:
            level.next, level.progress = 0, self._progress

    def _message(self, step: SendMessage | SendBytes) -> bytes:
        if isinstance(step, SendBytes):
            return step.content + step.line_end.bytes
        return fill(step.template, self.variables) + step.line_end.bytes

    def _question(self, step: AskPerson) -> Ask:
        return Ask(fill_text(step.question, self.variables), step.choices)

    def _start_timer(self, seconds: float, *, is_deadline: bool = False) -> None:
        # A name of its own: a timer that fires while it is being replaced is then recognised.
        self._timers_started += 1
        self._timer = f"step {self._timers_started}"
        self._commands.append(StartTimer(self._timer, seconds, is_deadline))

    def _stop_timer(self) -> None:
        if self._timer:
            self._commands.append(CancelTimer(self._timer))
            self._timer = ""
