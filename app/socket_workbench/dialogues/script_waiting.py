"""Expectations of a script, and the sentences for those that are not met."""

from typing import Protocol

from socket_workbench.dialogues.commands import Finished
from socket_workbench.dialogues.quoting import quote
from socket_workbench.dialogues.script_comparison import Comparison
from socket_workbench.dialogues.script_expectations import (
    Expect,
    ExpectAbsent,
    ExpectClose,
    ExpectNothing,
    ExpectSeveral,
    Match,
)
from socket_workbench.dialogues.script_matchers import PEEK_SIZE, Matcher, MismatchError, matcher
from socket_workbench.dialogues.script_steps import Meet
from socket_workbench.dialogues.script_unread import Taken, Unread
from socket_workbench.dialogues.script_values import ScriptValues
from socket_workbench.language import tr


class ExpectationError(Exception):
    """An expectation was not met; the message is the sentence for the person.

    Attributes:
        expected: what was expected, in words; empty for a failure of another kind.
        received: what was received instead, in words; empty for a failure of another kind.
        comparison: what came, and where certain bytes were expected, these; None if nothing came.
    """

    def __init__(
        self,
        sentence: str,
        expected: str = "",
        received: str = "",
        comparison: Comparison | None = None,
    ) -> None:
        super().__init__(sentence)
        self.expected = expected
        self.received = received
        self.comparison = comparison


class Expectation(Protocol):
    """An expectation that has begun.

    Attributes:
        within: seconds to wait at most.
        into: the variable that takes what came; empty for none.
    """

    within: float
    into: str

    def take(self, unread: Unread, *, ended: bool) -> Taken | None:
        """Take what is expected; returns None while it may still come.

        Args:
            unread: what has come and is not read yet.
            ended: whether the peer has ended the stream.

        Raises:
            ExpectationError: it can no longer come.
        """

    def failure(self, unread: Unread, because: str) -> ExpectationError:
        """Return an error with what was expected, what was received, and why waiting ends."""


class PendingMessage:
    """Waits for one of several things, or for all of them in any order.

    Args:
        wanted: what compares with each, and the variable that takes what matches it.
        is_any_order: whether all have to come.
        within: see `Expectation`.
        into: see `Expectation`.
    """

    def __init__(
        self,
        wanted: list[tuple[Matcher, str]],
        within: float,
        into: str = "",
        *,
        is_any_order: bool = False,
    ) -> None:
        self.within = within
        self.into = into
        self._wanted = wanted
        self._is_any_order = is_any_order
        self._values: dict[str, bytes] = {}

    def take(self, unread: Unread, *, ended: bool) -> Taken | None:
        """See `Expectation.take`."""
        while (taken := self._take_one(unread)) is not None:
            if not self._is_any_order or not self._wanted:
                return Taken(taken.content, self._values)
        if ended:
            raise self.failure(unread, tr("the peer ended the stream"))
        return None

    def _take_one(self, unread: Unread) -> Taken | None:
        """Take what is found of the first that matches, and expect that one no longer."""
        mismatches: list[MismatchError] = []
        for place, (wanted, into) in enumerate(self._wanted):
            try:
                taken = unread.take(wanted)
            except MismatchError as mismatch:
                mismatches.append(mismatch)
                continue
            if taken is not None:
                self._keep(taken, into)
                del self._wanted[place]
                for other, _ in self._wanted:
                    other.start_again()
                return taken
        if self._wanted and len(mismatches) == len(self._wanted):
            # Of several, the one with which most of it agrees.
            nearest = max(mismatches, key=lambda mismatch: mismatch.comparison.first)
            expected, words = self._described(), quote(nearest.came, '"')
            sentence = tr("Expected {expected}, but {came} came.", expected=expected, came=words)
            raise ExpectationError(sentence, expected, words, nearest.comparison)
        return None

    def _keep(self, taken: Taken, into: str) -> None:
        self._values |= taken.groups
        if into:
            self._values[into] = taken.content

    def failure(self, unread: Unread, because: str) -> ExpectationError:
        """See `Expectation.failure`."""
        expected = self._described()
        comparison = None
        if unread.is_empty():
            came = tr("nothing")
            sentence = tr(
                "Expected {expected}, but nothing came: {because}.",
                expected=expected,
                because=because,
            )
        else:
            came = quote(unread.peek(), '"')
            sentence = tr(
                "Expected {expected}, but only {came} came: {because}.",
                expected=expected,
                came=came,
                because=because,
            )
            compared = [unread.compare(wanted) for wanted, _ in self._wanted]
            comparison = max(compared, key=lambda one: one.first, default=None)
        return ExpectationError(sentence, expected, came, comparison)

    def _described(self) -> str:
        described = [wanted.described() for wanted, _ in self._wanted]
        join = tr(" and ") if self._is_any_order else tr(" or ")
        return join.join(described)


class PendingClose:
    """Waits for the end of the stream."""

    def __init__(self, step: ExpectClose) -> None:
        self.within = step.within
        self.into = step.into

    def take(self, unread: Unread, *, ended: bool) -> Taken | None:
        """See `Expectation.take`."""
        if not self.into and not unread.is_empty():
            comparison = unread.came()
            came = quote(comparison.received, '"')
            sentence = tr("Expected the peer to end the stream, but {came} came.", came=came)
            raise ExpectationError(sentence, tr("the end of the stream"), came, comparison)
        return Taken(unread.take_all(), {}) if ended else None

    def failure(self, unread: Unread, because: str) -> ExpectationError:
        """See `Expectation.failure`."""
        sentence = tr(
            "Expected the peer to end the stream, but it did not: {because}.", because=because
        )
        return ExpectationError(sentence, tr("the end of the stream"), tr("nothing"))


class PendingNothing:
    """Waits for some seconds in which nothing comes; its time being over is its success."""

    def __init__(self, step: ExpectNothing) -> None:
        self.within = step.seconds
        self.into = ""

    def take(self, unread: Unread, *, ended: bool) -> Taken | None:
        """See `Expectation.take`."""
        if unread.is_empty():
            return None
        comparison = unread.came()
        came = quote(comparison.received, '"')
        sentence = tr("Expected that nothing comes, but {came} came.", came=came)
        raise ExpectationError(sentence, tr("nothing"), came, comparison)

    def failure(self, unread: Unread, because: str) -> ExpectationError:
        """See `Expectation.failure`."""
        sentence = tr("Nothing came, but not for long enough: {because}.", because=because)
        return ExpectationError(sentence, tr("nothing"), tr("nothing"))


class PendingAbsent:
    """Waits for some seconds in which something does not come; their end is its success.

    Args:
        unwanted: what compares with it.
        within: seconds to wait.
    """

    def __init__(self, unwanted: Matcher, within: float) -> None:
        self.within = within
        self.into = ""
        self._unwanted = unwanted

    def take(self, unread: Unread, *, ended: bool) -> Taken | None:
        """See `Expectation.take`."""
        found = unread.sought(self._unwanted)
        if found is None:
            return None
        came, unwanted = quote(found, '"'), self._unwanted.described()
        sentence = tr(
            "Expected that {unwanted} does not come, but {came} came.",
            unwanted=unwanted,
            came=came,
        )
        comparison = Comparison(found[:PEEK_SIZE], len(found))
        raise ExpectationError(sentence, tr("not {unwanted}", unwanted=unwanted), came, comparison)

    def failure(self, unread: Unread, because: str) -> ExpectationError:
        """See `Expectation.failure`."""
        unwanted = self._unwanted.described()
        sentence = tr(
            "{unwanted} did not come, but not for long enough: {because}.",
            unwanted=unwanted,
            because=because,
        )
        return ExpectationError(sentence, tr("not {unwanted}", unwanted=unwanted), tr("nothing"))


Quiet = PendingNothing | PendingAbsent
"""Expectations that are met when their time is over."""

Pending = PendingMessage | PendingClose | Quiet
"""Expectations that have begun."""


def pending(
    step: Expect | ExpectSeveral | ExpectAbsent | ExpectNothing | ExpectClose,
    values: ScriptValues,
) -> Pending:
    """Begin an expectation; raises `TemplateError`."""
    match step:
        case ExpectNothing():
            return PendingNothing(step)
        case ExpectAbsent(unwanted, within):
            return PendingAbsent(_matcher(unwanted, values), within)
        case ExpectClose():
            return PendingClose(step)
        case Expect():
            return PendingMessage([(_matcher(step, values), "")], step.within, step.into)
        case ExpectSeveral(wanted, is_any_order, within, into):
            matchers = [(_matcher(each, values), each.into) for each in wanted]
            return PendingMessage(matchers, within, into, is_any_order=is_any_order)


def _matcher(step: Expect, values: ScriptValues) -> Matcher:
    is_hex = step.match is Match.HEX
    if step.match in (Match.LENGTH, Match.REGEX) or (is_hex and "?" in step.template):
        return matcher(step, b"")
    return matcher(step, values.fill(step.template, is_hex=is_hex))


def not_met(step: Meet) -> str:
    """Say that the others did not come to a meeting in time."""
    return tr(
        "The others did not come to the meeting {name}: {seconds} s have passed.",
        name=step.name,
        seconds=f"{step.within:g}",
    )


def finished(failure: Exception | None) -> Finished:
    """Say how a script has ended; None where every expectation held."""
    if failure is None:
        return Finished(passed=True)
    if isinstance(failure, ExpectationError):
        return Finished(False, str(failure), failure.expected, failure.received, failure.comparison)
    return Finished(False, str(failure))
