"""What a script's steps wait for.

Texts marked as templates have escapes and `{{...}}` places (see `values.template`).
"""

import enum
from dataclasses import dataclass

from socket_workbench.dialogues.quoting import shortened
from socket_workbench.language import tr, trn

WITHIN = 5.0
"""Seconds that an expectation waits by default."""


class Match(enum.Enum):
    """How what is received is compared with what is expected.

    Attributes:
        HEX: with bytes in hexadecimal, in which `?` stands for any digit.
        LENGTH: only how many bytes there are.
    """

    EQUALS = "equals"
    CONTAINS = "contains"
    STARTS = "starts"
    ENDS = "ends"
    REGEX = "regex"
    HEX = "hex"
    LENGTH = "length"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Expect:
    """Wait for what the peer sends.

    Attributes:
        match: how it is compared.
        template: what is expected, a template; a pattern for `Match.REGEX`, a number for
            `Match.LENGTH`, empty for `Match.ANY`.
        within: seconds to wait at most.
        into: the variable that takes what was matched.
        ignore_case: whether capitals and small ASCII letters are the same.
    """

    match: Match
    template: str = ""
    within: float = WITHIN
    into: str = ""
    ignore_case: bool = False

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        text = message_words(self.template)
        match self.match:
            case Match.EQUALS | Match.HEX:
                return tr("Expect {text}", text=text)
            case Match.CONTAINS:
                return tr("Expect something with {text} in it", text=text)
            case Match.STARTS:
                return tr("Expect something that starts with {text}", text=text)
            case Match.ENDS:
                return tr("Expect something that ends with {text}", text=text)
            case Match.REGEX:
                return tr("Expect something that matches {text}", text=text)
            case Match.LENGTH:
                size = trn("{count} byte", "{count} bytes", int(self.template))
                return tr("Expect {size}", size=size)
            case Match.ANY:
                return tr("Expect a message")


@dataclass(frozen=True, slots=True)
class ExpectSeveral:
    """Wait for one of several things, or for all of them in any order.

    Attributes:
        wanted: what may come; each has its own `into`.
        is_any_order: whether all have to come; else one does.
        within: seconds to wait at most, for all of it.
        into: the variable that takes what came last.
    """

    wanted: tuple[Expect, ...]
    is_any_order: bool = False
    within: float = WITHIN
    into: str = ""

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        texts = shortened(", ".join(message_words(each.template) for each in self.wanted))
        if self.is_any_order:
            return tr("Expect in any order: {texts}", texts=texts)
        return tr("Expect one of: {texts}", texts=texts)


@dataclass(frozen=True, slots=True)
class ExpectAbsent:
    """Wait for some seconds in which something may not come; what else comes is read.

    Attributes:
        unwanted: what may not come.
        within: seconds to wait.
    """

    unwanted: Expect
    within: float = WITHIN

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr(
            "Expect that {text} does not come for {seconds} s",
            text=message_words(self.unwanted.template),
            seconds=f"{self.within:g}",
        )


@dataclass(frozen=True, slots=True)
class ExpectNothing:
    """Wait for some seconds in which nothing may come."""

    seconds: float

    def describe(self) -> str:
        """Say what the step does, in the reader's language."""
        return tr("Expect nothing for {seconds} s", seconds=f"{self.seconds:g}")


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


def message_words(template: str) -> str:
    """Return a template for a description; an empty one in words."""
    return shortened(template) or tr("an empty message")
