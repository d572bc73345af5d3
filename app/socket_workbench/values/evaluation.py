"""Compiled expressions, and what they are computed with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from socket_workbench.language import tr
from socket_workbench.values.mistake import MOST_BYTES, TemplateError, Value, ValueProblem
from socket_workbench.values.numbers import as_bytes
from socket_workbench.values.source import Source

MOST_WORK = 4 * MOST_BYTES
"""Bytes that one filling of a template may go through in all its operations."""

BEFORE, AFTER = "before", "after"
"""The names of what stands in the message before and behind the place."""


@dataclass(slots=True)
class Run:
    """One filling of a template.

    Attributes:
        values: of the variables, by name.
        source: the clock, random numbers and counters.
        most_work: bytes that operations may go through.
        before: what stands before the place in the message, where it has been asked for.
        after: what stands behind it.
        sizes: of both.
        work: bytes that operations have gone through.
    """

    values: Mapping[str, Value]
    source: Source
    most_work: int = MOST_WORK
    before: bytes = b""
    after: bytes = b""
    sizes: tuple[int, int] = (0, 0)
    work: int = 0

    def worked(self, size: int) -> None:
        """Count what an operation goes through.

        Raises:
            ValueProblem: it is more than `most_work` in all.
        """
        self.work += size
        if self.work > self.most_work:
            raise ValueProblem(tr("more than {most:,} bytes to go through.", most=self.most_work))


Operation = Callable[[list[Value], Run], None]


@dataclass(slots=True)
class Expression:
    """A compiled expression.

    Attributes:
        column: where it begins in the template, from 1.
        operations: what is done, one after the other.
        names: the variables in it.
        size: how many bytes its value has, where that is always the same.
        needs: what it needs of the message around it: `before` and `after` for the bytes, `<` and
            `>` for how many there are.
    """

    column: int
    operations: list[Operation] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    size: int | None = None
    needs: set[str] = field(default_factory=set)

    def evaluate(self, run: Run) -> bytes:
        """Compute the expression.

        Raises:
            TemplateError: it cannot be computed with these values.
        """
        stack: list[Value] = []
        try:
            for operation in self.operations:
                operation(stack, run)
                top = stack[-1]
                run.worked(len(top) if isinstance(top, bytes | str) else 1)
            return as_bytes(stack[0])
        except ValueProblem as problem:
            raise TemplateError(self.column, str(problem)) from None
