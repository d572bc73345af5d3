"""Conditions of rules, read once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from socket_workbench.dialogues.condition_document import ConditionDocument
from socket_workbench.dialogues.conditions import Condition, check_known
from socket_workbench.language import tr
from socket_workbench.values.budget import Budget
from socket_workbench.values.mistake import Value
from socket_workbench.values.patterns import Pattern, compile_pattern
from socket_workbench.values.source import Source
from socket_workbench.values.template import Template, compile_template

MOST_CONDITIONS = 100
"""Conditions of one rule."""

_T = TypeVar("_T")


class Take(Protocol):
    """Reads a field; returns None where it makes no sense, which is noted then."""

    def __call__(self, path: str, read: Callable[..., _T], *details: object) -> _T | None:
        """Read the field at a path."""


@dataclass(frozen=True, slots=True)
class RuleCondition:
    """A condition with what it compares with, a template or a pattern."""

    condition: Condition
    wanted: Template | Pattern

    def holds(self, values: Mapping[str, Value], source: Source) -> bool:
        """Return whether it holds.

        Raises:
            TemplateError: the template cannot be filled.
            ValueProblem: a number is compared with something else.
        """
        if isinstance(self.wanted, Pattern):
            return self.condition.holds(values, self.wanted)
        return self.condition.holds(values, self.wanted.fill(values, source))


def read_conditions(
    path: str,
    written: ConditionDocument | list[ConditionDocument] | None,
    names: Collection[str],
    budget: Budget,
    take: Take,
) -> tuple[RuleCondition, ...]:
    """Read the conditions of a rule; those that make no sense are left out.

    Args:
        path: where they stand.
        written: one, several or none.
        names: the variables that are known.
        budget: of the document, in which templates and patterns are counted.
        take: reads their fields, and notes what makes no sense.
    """
    if not isinstance(written, list):
        found = [] if written is None else [(path, written)]
    else:
        few = take(path, _few, written) or []
        found = [(f"{path}[{index}]", each) for index, each in enumerate(few)]
    read = [_read(where, each, names, budget, take) for where, each in found]
    return tuple(each for each in read if each is not None)


def _few(written: list[ConditionDocument]) -> list[ConditionDocument]:
    if len(written) > MOST_CONDITIONS:
        raise ValueError(tr("at most {most} are possible.", most=MOST_CONDITIONS))
    return written


def _read(
    path: str, written: ConditionDocument, names: Collection[str], budget: Budget, take: Take
) -> RuleCondition | None:
    take(f"{path}.variable", check_known, written.variable, names)
    test = take(path, written.test)
    if test is None:
        return None
    template = str(getattr(written, test))
    read: Callable[..., Template | Pattern] = _pattern if test == "regex" else compile_template
    wanted = take(f"{path}.{test}", read, template, names, budget)
    if wanted is None:
        return None
    return RuleCondition(Condition(written.variable, test, template, written.is_not), wanted)


def _pattern(text: str, _names: Collection[str], budget: Budget) -> Pattern:
    budget.take_patterns(1)
    pattern = compile_pattern(text)
    budget.take_instructions(pattern.size)
    return pattern
