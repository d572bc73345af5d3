"""A client's side of a scenario: steps that are run one after the other."""

from collections.abc import Mapping, Sequence

from socket_workbench.dialogues.base import CLOSE, NOTHING, Continuation, Dialogue
from socket_workbench.dialogues.commands import (
    Arrived,
    Ask,
    CancelTimer,
    CloseConnection,
    Command,
    Commands,
    SendEof,
    StartTimer,
    StepBegun,
)
from socket_workbench.dialogues.script_at_once import AtOnce, done_at_once
from socket_workbench.dialogues.script_expectations import (
    Expect,
    ExpectAbsent,
    ExpectClose,
    ExpectNothing,
    ExpectSeveral,
)
from socket_workbench.dialogues.script_levels import Levels
from socket_workbench.dialogues.script_steps import (
    AskPerson,
    Close,
    Group,
    HalfClose,
    If,
    Include,
    KeepAlive,
    Meet,
    Reconnect,
    Repeat,
    Reset,
    SendBytes,
    SendMessage,
    Step,
    Wait,
    all_steps,
)
from socket_workbench.dialogues.script_unread import Unread, UnreadMessages, UnreadStream
from socket_workbench.dialogues.script_values import ScriptValues
from socket_workbench.dialogues.script_waiting import (
    ExpectationError,
    Pending,
    PendingClose,
    PendingMessage,
    Quiet,
    finished,
    not_met,
    pending,
)
from socket_workbench.language import mark, tr
from socket_workbench.values.mistake import TemplateError, Value, ValueProblem

UNREAD_LIMIT = 64 * 1024 * 1024
"""The most bytes that are held for steps to read."""

MOST_AT_ONCE = 500
"""Commands after which a script lets them be carried out before it goes on."""

_AFTER_CLOSE = AtOnce | Reconnect | Group
"""Steps that neither wait nor need a connection: they may follow one that closes it."""

_NEEDS_NO_CONNECTION = _AFTER_CLOSE | Wait | AskPerson | Meet

_GO_ON = "go on"
_NO_VALUES: Mapping[str, Value] = {}


class Script(Dialogue):
    """Runs steps, once.

    After the last step, or the first expectation that is not met, it returns `Finished` and leaves
    the connection to the person, unless a step closed it or the peer has ended the stream. A step
    may ask for another connection, in which the steps go on (`continuation`).

    Attributes:
        steps: the steps to run, in order.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        variables: Mapping[str, Value] | None = None,
        *,
        messages: bool = False,
        reconnects: bool = False,
        seed: int | str | None = None,
    ) -> None:
        """Prepare a script.

        Args:
            steps: the steps to run, in order.
            variables: values known from the beginning; `peer` is added when it opens.
            messages: whether what comes are whole messages, as with framing and datagrams, rather
                than pieces of a stream.
            reconnects: whether the client connects again when the connection has ended: steps that
                need one then wait for it.
            seed: of random values.
        """
        self.steps = tuple(steps)
        self.meetings = frozenset(
            step.name for step in all_steps(self.steps) if isinstance(step, Meet)
        )
        self._values = ScriptValues(variables or {}, seed)
        self._messages = messages
        self._reconnects = reconnects
        self._unread: Unread = UnreadMessages() if messages else UnreadStream()
        self._levels = Levels(self.steps)
        self._waiting: Pending | Wait | AskPerson | Meet | None = None
        self._timer = ""
        self._timers_started = 0
        self._kept_alive: dict[str, KeepAlive] = {}
        self._begun = 0
        # Counts what happens to the script, so that a round in which nothing happens is noticed.
        self._progress = 0
        self._ended = False
        self._closing = False
        self._finished = False
        self._continuation: Continuation | None = None
        self._commands: list[Command] = []

    @property
    def variables(self) -> Mapping[str, Value]:
        """The values known so far, by name."""
        return self._values.variables

    # What happens to it

    def opened(self, peer: str) -> Commands:
        """Begin with the first step, or go on in another connection."""
        is_new = self._continuation is not None or "peer" not in self.variables
        self._continuation = None
        self._ended = self._closing = False
        self._unread.take_all()
        for step in list(self._kept_alive.values()):
            self._keep_alive(step)
        if isinstance(self._waiting, Wait):
            self._start_timer(self._waiting.seconds)
        return self._go_on({"peer": peer} if is_new else _NO_VALUES)

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
        """A pause is over, an expectation has waited long enough, or a message is due."""
        if self._finished:
            return NOTHING
        if name == _GO_ON:
            return self._go_on()
        if name in self._kept_alive:
            return self._send_again(name)
        self._levels.note_late(name)
        if name != self._timer:
            return NOTHING
        self._timer = ""
        waiting = self._waiting
        if isinstance(waiting, PendingMessage | PendingClose):
            because = tr("{seconds} s have passed", seconds=f"{waiting.within:g}")
            return self._fail(waiting.failure(self._unread, because))
        if isinstance(waiting, Meet):
            return self._fail(ExpectationError(not_met(waiting)))
        if isinstance(waiting, Quiet):
            self._unread.take_all()
        self._waiting = None
        return self._go_on()

    def answered(self, text: str) -> Commands:
        """Keep the person's answer; one that is none of the choices is asked for again."""
        step = self._waiting
        if self._finished or not isinstance(step, AskPerson):
            return NOTHING
        if step.choices and text not in step.choices:
            return (self._question(step),)
        self._waiting = None
        return self._go_on({step.into: text})

    def met(self, values: Mapping[str, bytes], problem: str) -> Commands:
        """Go on with what the others have given, or fail."""
        if self._finished or not isinstance(self._waiting, Meet):
            return NOTHING
        if problem:
            return self._fail(ExpectationError(problem))
        self._stop_timer()
        self._waiting = None
        return self._go_on(values)

    def continuation(self) -> Continuation | None:
        """Return where the steps go on."""
        return self._continuation

    def closed(self) -> Commands:
        """Fail if there were steps left, unless they go on in another connection."""
        if self._finished or self._continuation is not None:
            return NOTHING
        if self._reconnects and (self._waiting is None or isinstance(self._waiting, Wait)):
            self._continuation = Continuation()
            return NOTHING
        because = self.ended_by or tr("the connection was closed")
        if isinstance(self._waiting, Pending):
            return self._fail(self._waiting.failure(self._unread, because))
        sentence = tr("The connection was closed before the last step was done.")
        return self._fail(ExpectationError(sentence))

    # Going through the steps

    def _go_on(self, values: Mapping[str, Value] = _NO_VALUES) -> Commands:
        """Set variables, and begin steps until one has to wait; returns their commands."""
        self._progress += 1
        try:
            self._values.update(values)
            while not self._finished and self._continuation is None and self._is_free():
                if len(self._commands) >= MOST_AT_ONCE:
                    self._commands.append(StartTimer(_GO_ON, 0))
                    break
                self._begin_next()
        except (ExpectationError, TemplateError, ValueProblem) as error:
            self._finish(error)
        return self._taken()

    def _fail(self, failure: Exception) -> Commands:
        self._finish(failure)
        return self._taken()

    def _taken(self) -> Commands:
        commands, self._commands = self._commands, []
        return commands

    def _finish(self, failure: Exception | None = None) -> None:
        self._stop_timer()
        self._commands += [CancelTimer(name) for name in self._kept_alive]
        self._kept_alive.clear()
        self._finished = True
        self._unread.take_all()
        self._commands.append(finished(failure))
        if self._closing:
            self._commands.append(CloseConnection("close"))
        elif self._ended:
            self._commands.append(CloseConnection())

    def _is_free(self) -> bool:
        """Whether the step that was waited for is done."""
        waiting = self._waiting
        if isinstance(waiting, Pending):
            taken = waiting.take(self._unread, ended=self._ended)
            if taken is None:
                if not self._timer:
                    is_deadline = not isinstance(waiting, Quiet)
                    self._start_timer(waiting.within, is_deadline=is_deadline)
                return False
            self._values.keep(taken.groups, waiting.into, taken.content)
            if taken.content or self._messages:
                self._progress += 1
            self._stop_timer()
            self._waiting = None
        return self._waiting is None

    def _begin_next(self) -> None:
        step = self._levels.next_step()
        if step is None:
            self._end_round()
            return
        if self._ended and self._reconnects and not isinstance(step, _NEEDS_NO_CONNECTION):
            self._reconnect(Continuation())
            return
        self._begun += 1
        self._commands.append(StepBegun(self._levels.take(), step.describe(), self._begun))
        if self._closing and not isinstance(step, _AFTER_CLOSE):
            raise ExpectationError(tr("A step before this one closed the connection."))
        self._begin(step)

    def _begin(self, step: Step) -> None:
        match step:
            case SendMessage() | SendBytes():
                self._commands.append(self._values.message(step))
            case Expect() | ExpectSeveral() | ExpectAbsent() | ExpectNothing() | ExpectClose():
                self._waiting = pending(step, self._values)
            case Wait() | AskPerson() | Meet():
                self._begin_waiting(step)
            case HalfClose():
                self._commands.append(SendEof())
            case Close():
                self._closing = True
            case Reset():
                self._closing = True
                self._commands.append(CloseConnection(mark("a step resets it"), resets=True))
            case Reconnect(address, seconds):
                self._reconnect(Continuation(self._values.text(address), seconds))
            case Repeat() | If() | Include():
                self._open_group(step)
            case KeepAlive():
                self._keep_alive(step)
            case _:
                self._commands += done_at_once(step, self._values)

    def _begin_waiting(self, step: Wait | AskPerson | Meet) -> None:
        self._waiting = step
        match step:
            case Wait(seconds):
                self._start_timer(seconds)
            case AskPerson():
                self._commands.append(self._question(step))
            case Meet(name, share, within):
                self._start_timer(within)
                self._commands.append(Arrived(name, self._values.share(share)))

    def _question(self, step: AskPerson) -> Ask:
        return Ask(self._values.text(step.question), step.choices, step.is_hidden)

    def _reconnect(self, continuation: Continuation) -> None:
        self._continuation = continuation
        self._stop_timer()
        self._commands.append(CloseConnection(mark("it connects again")))

    # Groups

    def _open_group(self, group: Group) -> None:
        level = self._levels.open(group, self._values, self._progress)
        if isinstance(group, Repeat) and group.seconds is not None:
            level.timer = self._new_timer()
            self._commands.append(StartTimer(level.timer, group.seconds))

    def _end_round(self) -> None:
        """Come to the end of the steps of the script or of a group in it."""
        if self._levels.innermost.group is None:
            self._finish()
            return
        level = self._levels.end_round(self._values, self._progress)
        if level is None:
            raise ExpectationError(
                tr("The repeated steps would go on for ever: nothing in them waits.")
            )
        if level.is_done and level.timer:
            self._commands.append(CancelTimer(level.timer))

    # Timers

    def _new_timer(self) -> str:
        # A name of its own: a timer that fires while it is being replaced is then recognised.
        self._timers_started += 1
        return f"step {self._timers_started}"

    def _start_timer(self, seconds: float, *, is_deadline: bool = False) -> None:
        self._timer = self._new_timer()
        self._commands.append(StartTimer(self._timer, seconds, is_deadline))

    def _stop_timer(self) -> None:
        if self._timer:
            self._commands.append(CancelTimer(self._timer))
            self._timer = ""

    def _keep_alive(self, step: KeepAlive) -> None:
        """Send a message each time its timer runs out; one that did so already begins anew."""
        self._kept_alive = {name: one for name, one in self._kept_alive.items() if one is not step}
        timer = self._new_timer()
        self._kept_alive[timer] = step
        self._commands.append(StartTimer(timer, step.seconds))

    def _send_again(self, timer: str) -> Commands:
        """Send the message of a timer that has run out."""
        step = self._kept_alive[timer]
        if self._ended or self._closing or self._continuation is not None:
            return NOTHING
        try:
            message = self._values.message(step.message)
        except TemplateError as error:
            return self._fail(error)
        return (message, StartTimer(timer, step.seconds))
