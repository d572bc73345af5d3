"""The values of a script: its variables, what templates make of them, and conditions on them."""

from collections.abc import Mapping
from functools import lru_cache

from socket_workbench.dialogues.conditions import Condition, value_of
from socket_workbench.dialogues.script_matchers import read_pattern
from socket_workbench.dialogues.script_steps import SendBytes, SendMessage, SetVariables
from socket_workbench.values.mistake import Value
from socket_workbench.values.source import Source
from socket_workbench.values.template import compile_hex, compile_plain, compile_template
from socket_workbench.values.variables import Variables

# Steps in a repetition have the same few templates in each round.
_template = lru_cache(256)(compile_template)
_hex = lru_cache(256)(compile_hex)
_plain = lru_cache(256)(compile_plain)


class ScriptValues:
    """What is known to a script."""

    def __init__(self, variables: Mapping[str, Value], seed: int | str | None = None) -> None:
        self._variables = Variables(variables)
        self._source = Source(seed)

    @property
    def variables(self) -> Mapping[str, Value]:
        """The values known so far, by name."""
        return self._variables.values

    def fill(self, template: str, *, is_hex: bool = False) -> bytes:
        """Fill a template; raises `TemplateError`."""
        read = _hex if is_hex else _template
        return read(template).fill(self.variables, self._source)

    def message(self, step: SendMessage | SendBytes) -> bytes:
        """Return the bytes that a step sends; raises `TemplateError`."""
        if isinstance(step, SendBytes):
            return step.content + step.line_end.bytes
        return self.fill(step.template, is_hex=step.is_hex) + step.line_end.bytes

    def text(self, template: str) -> str:
        """Fill a text without escapes, for people to read; raises `TemplateError`."""
        filled = _plain(template).fill(self.variables, self._source)
        return filled.decode("utf-8", "backslashreplace")

    def update(self, values: Mapping[str, Value]) -> None:
        """Set variables; raises `ValueProblem` where they would have too many bytes."""
        self._variables.update(values)

    def set_all(self, step: SetVariables) -> None:
        """Set the variables of a step; raises `TemplateError` or `ValueProblem`."""
        for name, template in step.values:
            self._variables.set(name, self.fill(template))

    def keep(self, groups: Mapping[str, bytes], into: str, content: bytes) -> None:
        """Keep what was taken, its groups and under the name `into`, if there is one.

        Raises:
            ValueProblem: the variables would have too many bytes.
        """
        self._variables.update(groups)
        if into:
            self._variables.set(into, content)

    def share(self, names: tuple[str, ...]) -> dict[str, bytes]:
        """Return the values of variables that others get; raises `ValueProblem`."""
        return {name: self.bytes_of(name) for name in names}

    def holds(self, condition: Condition) -> bool:
        """Return whether a condition holds; raises `TemplateError` or `ValueProblem`."""
        if condition.test == "regex":
            return condition.holds(self.variables, read_pattern(condition.template))
        return condition.holds(self.variables, self.fill(condition.template))

    def wanted(self, condition: Condition) -> bytes:
        """Return what the value of a condition is compared with; raises `TemplateError`."""
        if condition.test == "regex":
            return condition.template.encode("utf-8", "surrogateescape")
        return self.fill(condition.template)

    def bytes_of(self, name: str) -> bytes:
        """Return the value of a variable; raises `ValueProblem` where there is none."""
        return value_of(name, self.variables)
