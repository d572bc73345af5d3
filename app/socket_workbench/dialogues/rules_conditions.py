"""Conditions of rules, read once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from socket_workbench.dialogues.condition_document import ConditionDocument
from socket_workbench.dialogues.conditions import Condition, check_known
from socket_workbench.values.budget import Budget
from socket_workbench.values.mistake import Value
from socket_workbench.values.patterns import Pattern, compile_pattern
from socket_workbench.values.source import Source
from socket_workbench.values.template import Template, compile_template

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


def read_condition(
    path: str, written: ConditionDocument, names: Collection[str], budget: Budget, take: Take
) -> RuleCondition | None:
    """Read the condition of a rule.

    Args:
        path: where it stands.
        written: the condition.
        names: the variables that are known.
        budget: of the document, in which templates and patterns are counted.
        take: reads its fields, and notes what makes no sense.
    """
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
