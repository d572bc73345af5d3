"""The steps that a client's script is made of.

Texts marked as templates have escapes and `{{name}}` places (see `payload.template`). A step that
sets a variable names it in `into`; an empty name keeps nothing.
"""

import enum
from dataclasses import dataclass

from socket_workbench.language import tr, trn
from socket_workbench.payload.line_end import LineEnd

WITHIN = 5.0
"""Seconds that an expectation waits by default."""


class Match(enum.Enum):
    """How what is received is compared with what is expected."""

    EQUALS = "equals"
    CONTAINS = "contains"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Send one message.

    Attributes:
        template: what to send, a template.
        line_end: added behind it.
    """

    template: str
    line_end: LineEnd = LineEnd.NONE

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        if self.line_end is LineEnd.NONE:
            return tr("Send {message}", message=_message(self.template))
        return tr(
            "Send {message} and {line_end}",
            message=_message(self.template),
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
            return tr("Send {size} of {origin}", size=size, origin=_cut(self.origin))
        return tr("Send {size}", size=size)


@dataclass(frozen=True, slots=True)
class Expect:
    """Wait for what the peer sends.

    Attributes:
        match: how it is compared.
        template: what is expected, a template; empty for `Match.ANY`.
        within: seconds to wait at most.
        into: the variable that takes what was matched.
    """

    match: Match
    template: str = ""
    within: float = WITHIN
    into: str = ""

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        if self.match is Match.ANY:
            return tr("Expect a message")
        if self.match is Match.CONTAINS:
            return tr("Expect something with {text} in it", text=_cut(self.template))
        return tr("Expect {text}", text=_message(self.template))


@dataclass(frozen=True, slots=True)
class ExpectClose:
    """Wait for the peer to end the stream.

    Attributes:
        within: seconds to wait at most.
        into: the variable that takes all that comes until then; without one, nothing may come.
    """

    within: float = WITHIN
    into: str = ""

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        if self.into:
            return tr("Receive until the peer ends the stream")
        return tr("Expect the peer to end the stream")


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
    """

    question: str
    into: str
    choices: tuple[str, ...] = ()

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
        return tr("Show {text}", text=_cut(self.template))


@dataclass(frozen=True, slots=True)
class HalfClose:
    """Send nothing more; receiving goes on."""

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("End our side of the stream")


@dataclass(frozen=True, slots=True)
class Close:
    """Close the connection. After it only `ShowPerson` and `Repeat` make sense."""

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Close the connection")


@dataclass(frozen=True, slots=True)
class Repeat:
    """Do steps again and again, once at least, until a variable has a value.

    Attributes:
        steps: what is done in every round; something in it must wait.
        variable: what is looked at after each round.
        equals: the value that ends it, a template.
    """

    steps: tuple["Step", ...]
    variable: str
    equals: str

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr(
            "Repeat until {variable} is {value}", variable=self.variable, value=_cut(self.equals)
        )


Step = (
    SendMessage
    | SendBytes
    | Expect
    | ExpectClose
    | Wait
    | AskPerson
    | ShowPerson
    | HalfClose
    | Close
    | Repeat
)

_LONGEST = 60


def _message(template: str) -> str:
    return _cut(template) or tr("an empty message")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
