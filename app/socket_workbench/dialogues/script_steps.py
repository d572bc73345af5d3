"""The steps that a client's script is made of.

Texts marked as templates have escapes and `{{...}}` places (see `values.template`). A step that
sets a variable names it in `into`; an empty name keeps nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.quoting import shortened
from socket_workbench.dialogues.script_expectations import (
    WITHIN,
    Expect,
    ExpectAbsent,
    ExpectClose,
    ExpectNothing,
    ExpectSeveral,
    message_words,
)
from socket_workbench.language import tr, trn
from socket_workbench.payload.line_end import LineEnd


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Send one message.

    Attributes:
        template: what to send, a template.
        line_end: added behind it.
        is_hex: whether the template is hexadecimal.
    """

    template: str
    line_end: LineEnd = LineEnd.NONE
    is_hex: bool = False

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        if self.line_end is LineEnd.NONE:
            return tr("Send {message}", message=message_words(self.template))
        return tr(
            "Send {message} and {line_end}",
            message=message_words(self.template),
            line_end=self.line_end.name,
        )


@dataclass(frozen=True, slots=True)
class SendBytes:
    """Send one message whose bytes are known.

    Attributes:
        content: the bytes.
        line_end: added behind them.
        origin: where they are from, such as the name of a file; empty where that says nothing.
    """

    content: bytes
    line_end: LineEnd = LineEnd.NONE
    origin: str = ""

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        size = trn("{count} byte", "{count} bytes", len(self.content) + len(self.line_end.bytes))
        if self.origin:
            return tr("Send {size} of {origin}", size=size, origin=shortened(self.origin))
        return tr("Send {size}", size=size)


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for some seconds; what comes meanwhile is kept for the next expectation."""

    seconds: float

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Wait {seconds} s", seconds=f"{self.seconds:g}")


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Ask the person who runs the script.

    Attributes:
        question: what to ask, to be translated where it is shown; may have places.
        into: the variable that takes the answer.
        choices: the answers to choose from; empty for free text.
        is_hidden: whether the answer is not shown while it is typed.
    """

    question: str
    into: str
    choices: tuple[str, ...] = ()
    is_hidden: bool = False

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Ask: {question}", question=tr(self.question))


@dataclass(frozen=True, slots=True)
class ShowPerson:
    """Show a result to the person who runs the script.

    Attributes:
        template: what to show, a template.
        form: `text`, or `http` for a response.
    """

    template: str
    form: str = "text"

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Show {text}", text=shortened(self.template))


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Write a line into the log.

    Attributes:
        template: the line, a template.
        is_mark: whether its row is marked, to be found again.
    """

    template: str
    is_mark: bool = False

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        text = shortened(self.template)
        return tr("Mark {text}", text=text) if self.is_mark else tr("Note {text}", text=text)


@dataclass(frozen=True, slots=True)
class SetVariables:
    """Set variables, one after the other.

    Attributes:
        values: names and templates.
    """

    values: tuple[tuple[str, str], ...]

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Set {values}", values=shortened(", ".join(f"{k} = {v}" for k, v in self.values)))


@dataclass(frozen=True, slots=True)
class Check:
    """Fail where a condition does not hold."""

    condition: Condition

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Check that {condition}", condition=self.condition.describe())


@dataclass(frozen=True, slots=True)
class SaveFile:
    """Save bytes to a file, if whoever runs the script has said where files go.

    Attributes:
        template: what is saved, a template.
        file: the name, below the folder for files.
    """

    template: str
    file: str

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Save {text} as {file}", text=shortened(self.template), file=shortened(self.file))


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """Send a message again and again from now on, beside the steps that follow.

    Attributes:
        message: the message; it is filled anew each time.
        seconds: between two of them.
    """

    message: SendMessage
    seconds: float

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        seconds = f"{self.seconds:g}"
        return tr("Every {seconds} s: {step}", seconds=seconds, step=self.message.describe())


@dataclass(frozen=True, slots=True)
class HalfClose:
    """Send nothing more; receiving goes on."""

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("End our side of the stream")


@dataclass(frozen=True, slots=True)
class Close:
    """Close the connection. After it only steps that need none make sense."""

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Close the connection")


@dataclass(frozen=True, slots=True)
class Reset:
    """Break the connection off, so that the peer gets RST; see `Close`."""

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Reset the connection")


@dataclass(frozen=True, slots=True)
class Reconnect:
    """Close the connection, connect again, and go on with the next step there.

    Attributes:
        address: where to, a template; empty for where it is connected.
        seconds: how long to wait before that.
    """

    address: str = ""
    seconds: float = 0.0

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        if self.address:
            return tr("Connect to {address}", address=shortened(self.address))
        return tr("Connect again")


@dataclass(frozen=True, slots=True)
class Meet:
    """Wait until every client of the scenario that has this meeting among its steps is there.

    Attributes:
        name: of the meeting.
        share: the variables whose values the others get.
        within: seconds to wait at most.
    """

    name: str
    share: tuple[str, ...] = ()
    within: float = WITHIN

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Meet the others: {name}", name=shortened(self.name))


@dataclass(frozen=True, slots=True)
class Repeat:
    """Do steps again and again, once at least, until one of its ends has come.

    Attributes:
        steps: what is done in every round.
        until: what ends it, looked at after each round; None for nothing of that kind.
        times: how many rounds there are at most; None for any number.
        seconds: no round begins after so many; None for any time.
    """

    steps: tuple["Step", ...]
    until: Condition | None = None
    times: int | None = None
    seconds: float | None = None

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        ends = []
        if self.times is not None:
            ends.append(trn("{count} time", "{count} times", self.times))
        if self.seconds is not None:
            ends.append(tr("for {seconds} s", seconds=f"{self.seconds:g}"))
        if self.until is not None:
            ends.append(tr("until {condition}", condition=self.until.describe()))
        return tr("Repeat {ends}", ends=", ".join(ends)) if ends else tr("Repeat for ever")


@dataclass(frozen=True, slots=True)
class If:
    """Do steps where a condition holds, and others where it does not.

    Attributes:
        condition: the condition.
        then: what is done where it holds.
        otherwise: what is done where it does not.
    """

    condition: Condition
    then: tuple["Step", ...]
    otherwise: tuple["Step", ...] = ()

    @property
    def steps(self) -> tuple["Step", ...]:
        """All steps in it, those of the other case last."""
        return self.then + self.otherwise

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("If {condition}", condition=self.condition.describe())


@dataclass(frozen=True, slots=True)
class Include:
    """Do the steps of another document.

    Attributes:
        steps: the steps.
        file: the document, as it is named.
    """

    steps: tuple["Step", ...]
    file: str

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Steps of {file}", file=shortened(self.file))


Group = Repeat | If | Include
"""Steps that have others in them."""

Step = (
    SendMessage
    | SendBytes
    | Expect
    | ExpectSeveral
    | ExpectAbsent
    | ExpectNothing
    | ExpectClose
    | Wait
    | AskPerson
    | ShowPerson
    | WriteNote
    | SetVariables
    | Check
    | SaveFile
    | KeepAlive
    | HalfClose
    | Close
    | Reset
    | Reconnect
    | Meet
    | Group
)


def all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Yield steps and those in them, each group before its steps."""
    waiting = list(reversed(steps))
    while waiting:
        step = waiting.pop()
        yield step
        if isinstance(step, Group):
            waiting += reversed(step.steps)
