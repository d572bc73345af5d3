"""Expectations of a script, and the sentences for those that are not met."""

from typing import Protocol

from socket_workbench.dialogues.quoting import quote
from socket_workbench.dialogues.script_steps import Expect, ExpectClose, Match
from socket_workbench.dialogues.script_unread import MismatchError, Unread
from socket_workbench.language import tr


class ExpectationError(Exception):
    """An expectation was not met; the message is the sentence for the person.

    Attributes:
        expected: what was expected, in words; empty for a failure of another kind.
        received: what was received instead, in words; empty for a failure of another kind.
    """

    def __init__(self, sentence: str, expected: str = "", received: str = "") -> None:
        super().__init__(sentence)
        self.expected = expected
        self.received = received


class Expectation(Protocol):
    """An expectation that has begun."""

    within: float
    into: str

    def take(self, unread: Unread, *, ended: bool) -> bytes | None:
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
    """Waits for bytes that equal or contain the expected ones, or for any."""

    def __init__(self, step: Expect, expected: bytes) -> None:
        self.within = step.within
        self.into = step.into
        self._match = step.match
        self._expected = expected

    def take(self, unread: Unread, *, ended: bool) -> bytes | None:
        """See `Expectation.take`."""
        try:
            taken = self._take(unread)
        except MismatchError as mismatch:
            expected, came = self._described(), quote(mismatch.came, '"')
            sentence = tr("Expected {expected}, but {came} came.", expected=expected, came=came)
            raise ExpectationError(sentence, expected, came) from None
        if taken is None and ended:
            raise self.failure(unread, tr("the peer ended the stream"))
        return taken

    def failure(self, unread: Unread, because: str) -> ExpectationError:
        """See `Expectation.failure`."""
        expected = self._described()
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
        return ExpectationError(sentence, expected, came)

    def _take(self, unread: Unread) -> bytes | None:
        match self._match:
            case Match.EQUALS:
                return unread.take_equal(self._expected)
            case Match.CONTAINS:
                return unread.take_containing(self._expected)
            case Match.ANY:
                return unread.take_any()

    def _described(self) -> str:
        expected = quote(self._expected, '"')
        match self._match:
            case Match.EQUALS:
                return expected
            case Match.CONTAINS:
                return tr("something with {expected} in it", expected=expected)
            case Match.ANY:
                return tr("a message")


class PendingClose:
    """Waits for the end of the stream."""

    def __init__(self, step: ExpectClose) -> None:
        self.within = step.within
        self.into = step.into

    def take(self, unread: Unread, *, ended: bool) -> bytes | None:
        """See `Expectation.take`."""
        if not self.into and not unread.is_empty():
            came = quote(unread.peek(), '"')
            sentence = tr("Expected the peer to end the stream, but {came} came.", came=came)
            raise ExpectationError(sentence, tr("the end of the stream"), came)
        return unread.take_all() if ended else None

    def failure(self, unread: Unread, because: str) -> ExpectationError:
        """See `Expectation.failure`."""
        sentence = tr(
            "Expected the peer to end the stream, but it did not: {because}.", because=because
        )
        return ExpectationError(sentence, tr("the end of the stream"), tr("nothing"))
