"""Errors that name the fields of a document."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from socket_workbench.values.budget import BudgetError

_T = TypeVar("_T")
_BARE = re.compile(r"[A-Za-z0-9_-]+")

MOST_MISTAKES = 100
"""Mistakes of one document that are told; the rest come to light when these are mended."""


class FieldError(ValueError):
    """The value of a field makes no sense, or those of several fields do not.

    Attributes:
        path: the field from where the document is looked at, such as `steps[3].wait`.
        problem: a sentence that says what was expected.
        others: the mistakes of other fields; they have no others themselves.
        is_last: whether nothing behind this field was read, because the document's budget is used
            up.
    """

    def __init__(
        self,
        path: str,
        problem: str,
        others: tuple["FieldError", ...] = (),
        *,
        is_last: bool = False,
    ) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem
        self.others = others
        self.is_last = is_last

    @classmethod
    def of(cls, field: str, error: ValueError) -> "FieldError":
        """Return what an error in a field is, as seen from the table in which the field stands."""
        if isinstance(error, FieldError):
            return error.below(field)
        return cls(field, str(error), is_last=isinstance(error, BudgetError))

    @classmethod
    def of_included(
        cls, field: str, problems: Sequence[str], *, is_last: bool = False
    ) -> "FieldError":
        """Return the mistakes of a document that is included, all at the field that names it.

        Args:
            field: that field.
            problems: the mistakes as sentences, with their places in that document.
            is_last: whether the last of them is the last that is read.
        """
        end = len(problems) - 1
        first, *others = (
            cls(field, each, is_last=is_last and number == end)
            for number, each in enumerate(problems)
        )
        return cls(field, first.problem, tuple(others), is_last=first.is_last)

    def all(self) -> "tuple[FieldError, ...]":
        """Return every mistake, this one first."""
        return (self, *self.others)

    @property
    def ends_reading(self) -> bool:
        """Whether this mistake or one of the others is the last that is read."""
        return any(each.is_last for each in self.all())

    def below(self, field: str) -> "FieldError":
        """Return the same mistakes as seen from the table in which `field` stands."""
        others = tuple(other.below(field) for other in self.others)
        return FieldError(join(field, self.path), self.problem, others, is_last=self.is_last)


def join(path: str, field: str) -> str:
    """Return the path of a field in the table at `path`; either may be empty."""
    return f"{path}.{field}" if path and field else path or field


def key(name: str) -> str:
    """Return a key as it is written in a path: in quotes, unless TOML takes it without."""
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


@contextmanager
def in_field(name: str) -> Iterator[None]:
    """Put a field's name before whatever `ValueError` comes out of the block.

    Args:
        name: a field such as `endpoint`, or a place in a list such as `steps[3]`.

    Raises:
        FieldError: a `ValueError` came out of the block.
    """
    try:
        yield
    except ValueError as error:
        raise FieldError.of(name, error) from error


class Mistakes:
    """Collects the mistakes of fields that are read one after the other, `MOST_MISTAKES` at most.

    Attributes:
        found: the mistakes, in the order in which the fields were read.
    """

    def __init__(self) -> None:
        self.found: list[FieldError] = []
        self._is_ended = False

    @property
    def is_full(self) -> bool:
        """Whether no more mistakes are taken, so that reading on is of no use."""
        return len(self.found) >= MOST_MISTAKES or self._is_ended

    def add(self, *errors: FieldError) -> None:
        """Take mistakes, as many as there is room for, and none behind one that is the last."""
        for error in errors:
            if self.is_full:
                break
            self.found.append(error)
            self._is_ended = error.is_last

    @contextmanager
    def of(self, field: str = "") -> Iterator[None]:
        """Collect the mistake of a block that reads a field.

        Args:
            field: its name; empty where the block names fields itself.
        """
        try:
            with in_field(field):
                yield
        except FieldError as error:
            self.add(*error.all())

    def read(self, field: str, reader: Callable[..., _T], *arguments: object) -> _T | None:
        """Return what a function reads from a field; None where it makes no sense."""
        # Not `with in_field(...)`: there may be a hundred thousand fields.
        try:
            return reader(*arguments)
        except ValueError as error:
            self.add(*FieldError.of(field, error).all())
        return None

    def error(self) -> FieldError:
        """Return one error with all that was found; there must be some."""
        first, *others = self.found
        return FieldError(first.path, first.problem, tuple(others), is_last=first.is_last)

    def check(self) -> None:
        """Raise `error()` if anything was found."""
        if self.found:
            raise self.error()
