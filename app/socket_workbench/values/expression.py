"""What stands between `{{` and `}}`: names, calls, slices and arithmetic.

    expression = operand { ("|" "^" "&" "<<" ">>" "+" "-" "*" "/" "//" "%") operand }
    operand    = [ "-" ] primary { "[" [ expression ] [ ":" [ expression ] ] "]" }
    primary    = number | string | name | name "(" arguments ")" | "(" expression ")"

Operators bind as Python's do. An expression is compiled to operations on a stack; nothing of it is
given to Python to evaluate. What does not depend on values is computed when it is read, so that its
mistakes are found then.
"""

import difflib
import re
from collections.abc import Callable, Collection, Sequence
from functools import partial

from socket_workbench.language import tr
from socket_workbench.payload.escapes import EscapeError, parse_escapes
from socket_workbench.payload.text import printable
from socket_workbench.values.evaluation import AFTER, BEFORE, Expression, Operation, Run
from socket_workbench.values.functions import FUNCTIONS, Function, Known
from socket_workbench.values.mistake import TemplateError, Value, ValueProblem
from socket_workbench.values.numbers import as_bytes, as_int, as_number, compute
from socket_workbench.values.source import Source

MOST_DEPTH = 30
"""Brackets that may stand within each other."""

MOST_OPERATIONS = 500
"""Operations of one place, as they are written."""

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number> 0[xX][0-9A-Fa-f]{1,16}(?!\w) | [0-9]{1,50}(?:\.[0-9]{1,50})?(?![\w.]) )
      | (?P<name> [A-Za-z_]\w*(?:\.[A-Za-z_]\w*)? )
      | (?P<string> '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
      | (?P<sign> }} | << | >> | // | [-+*/%&|^()\[\],:] )
    )""",
    re.ASCII | re.VERBOSE | re.DOTALL,
)
_BINDING = {
    "|": 1,
    "^": 2,
    "&": 3,
    "<<": 4,
    ">>": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "//": 6,
    "%": 6,
}
_END = "}}"
_FARTHEST = 2**40
_MOST_NEAR = 200
"""Names among which the nearest one is looked for, since each comparison takes long."""
_MOST_FOLDED = 1024
"""The most bytes of a value that is computed when it is read, and kept."""


class ExpressionParser:
    """Reads the expression at a place in a template.

    Attributes:
        position: where what is read next begins.
        count: the operations that have been read, those carried out at once included.
    """

    def __init__(self, text: str, start: int, names: Collection[str] | None) -> None:
        """Prepare to read.

        Args:
            text: the template.
            start: where the expression begins in it, behind `{{`.
            names: the variables that are known; None where any may be.
        """
        self._text = text
        self._names = names
        self._expression = Expression(start + 1)
        self._known: list[Known] = []
        self._depth = 0
        self.position = start
        self.count = 0
        self._made = 0
        self._kind, self._token, self._at = "", "", start
        self._next()

    @property
    def cost(self) -> int:
        """How many have been read, and one more for each KiB that those carried out have made."""
        return self.count + self._made // 1024

    def parse(self) -> Expression:
        """Read up to and with `}}`; `position` is then behind it.

        Raises:
            TemplateError: there is a mistake.
        """
        self._binary(1)
        if self._token != _END or self._kind != "sign":
            raise self._unexpected(tr("}} or an operator"))
        self._expression.size = self._known[0].size
        return self._expression

    # Tokens

    def _next(self) -> None:
        found = _TOKEN.match(self._text, self.position)
        if found is None:
            rest = self._text[self.position :].lstrip()
            at = len(self._text) - len(rest)
            if not rest:
                raise TemplateError(
                    self._expression.column - 2,
                    tr("this {{ has no }}; write \\x7b{ for two braces."),
                )
            if rest[0] in "'\"":
                raise TemplateError(at + 1, tr("this quotation mark has no second one."))
            raise TemplateError(
                at + 1, tr("{character} is not expected here.", character=printable(rest[0]))
            )
        self._kind = found.lastgroup or ""
        self._token, self._at = found[self._kind], found.start(self._kind)
        self.position = found.end()

    def _take(self, sign: str) -> bool:
        if self._kind == "sign" and self._token == sign:
            self._next()
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self._unexpected(sign)

    def _unexpected(self, expected: str) -> TemplateError:
        return TemplateError(self._at + 1, tr("expected {expected} here.", expected=expected))

    # Grammar

    def _binary(self, least: int) -> None:
        """Read operands with operators that bind at least so strongly."""
        self._operand()
        while self._kind == "sign" and _BINDING.get(self._token, 0) >= least:
            sign, at = self._token, self._at
            self._next()
            self._binary(_BINDING[sign] + 1)
            self._apply(at, 2, partial(_computed, sign))

    def _operand(self) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise TemplateError(
                self._at + 1, tr("more than {most} brackets within each other.", most=MOST_DEPTH)
            )
        at = self._at
        if self._take("-"):
            self._operand()
            self._apply(at, 1, lambda source, values: compute("-", 0, *values))
        else:
            self._primary()
            while self._kind == "sign" and self._token == "[":
                self._slice()
        self._depth -= 1

    def _primary(self) -> None:
        kind, token, at = self._kind, self._token, self._at
        if kind == "sign" and token == "(":
            self._next()
            self._binary(1)
            self._expect(")")
            return
        if kind == "sign":
            raise self._unexpected(tr("a value"))
        self._next()
        if kind == "number":
            self._push(_number(token))
        elif kind == "string":
            self._push(self._string(token, at))
        elif self._take("("):
            self._call(token, at)
        else:
            self._name(token, at)

    def _string(self, token: str, at: int) -> bytes:
        # Both quotation marks may be escaped; a backslash before another character is an escape.
        inside = re.sub(
            r"\\(.)", lambda found: found[1] if found[1] in "'\"" else found[0], token[1:-1]
        )
        try:
            return parse_escapes(inside)
        except EscapeError as error:
            raise TemplateError(at + 1 + error.column, error.problem) from None

    def _name(self, name: str, at: int) -> None:
        if name in (BEFORE, AFTER):
            self._around(name)
            return
        function = FUNCTIONS.get(name)
        is_known = self._names is None or name in self._names
        if function is not None and function.least == 0 and (self._names is None or not is_known):
            self._function(function, 0, at)
            return
        if not is_known:
            raise TemplateError(at + 1, self._unknown(name, function))
        self._expression.names.add(name)

        def push(stack: list[Value], run: Run) -> None:
            value = run.values.get(name)
            if value is None:
                raise ValueProblem(tr("there is no value named {name}.", name=name))
            stack.append(value)

        self._add(at, push, Known(None, None))

    def _around(self, name: str) -> None:
        self._expression.needs.add(name)

        def push(stack: list[Value], run: Run) -> None:
            stack.append(run.before if name == BEFORE else run.after)

        self._add(self._at, push, Known(None, None))

    def _call(self, name: str, at: int) -> None:
        function = FUNCTIONS.get(name)
        if function is None:
            raise TemplateError(at + 1, _unknown_function(name))
        if name == "length" and self._token in (BEFORE, AFTER) and self._size_of_around():
            return
        count = 0
        if not self._take(")"):
            while True:
                self._binary(1)
                count += 1
                if not self._take(","):
                    break
            self._expect(")")
        self._function(function, count, at)

    def _size_of_around(self) -> bool:
        """Read `length(before)` and `length(after)`, which need no bytes of the message."""
        following = _TOKEN.match(self._text, self.position)
        if following is None or following["sign"] != ")":
            return False
        index = (BEFORE, AFTER).index(self._token)
        self._expression.needs.add("<>"[index])
        self._add(self._at, lambda stack, run: stack.append(run.sizes[index]), Known(None, None))
        self._next()
        self._next()
        return True

    def _function(self, function: Function, count: int, at: int) -> None:
        if count < function.least or count > function.most:
            raise TemplateError(
                at + 1,
                tr(
                    "{name}({arguments}) is given {count} values.",
                    name=function.name,
                    arguments=function.arguments,
                    count=count,
                ),
            )
        if function.over_before and count < function.most:
            self._around(BEFORE)
            count += 1
        self._apply(at, count, function.call, is_pure=function.is_pure, size=function.size)

    def _slice(self) -> None:
        at = self._at
        self._next()
        has_low = self._token != ":"
        if has_low:
            self._binary(1)
        is_range = self._take(":")
        has_high = is_range and self._token != "]"
        if has_high:
            self._binary(1)
        self._expect("]")
        call = partial(_sliced, has_low, has_high) if is_range else _indexed
        self._apply(at, 1 + has_low + has_high, call)

    # Operations

    def _push(self, value: Value) -> None:
        self._add(self._at, lambda stack, run: stack.append(value), _known(value))

    def _add(self, at: int, operation: Operation, known: Known) -> None:
        self._count(at)
        self._append(operation, known)

    def _count(self, at: int) -> None:
        self.count += 1
        if self.count > MOST_OPERATIONS:
            raise TemplateError(at + 1, tr("more than {most} operations.", most=MOST_OPERATIONS))

    def _append(self, operation: Operation, known: Known) -> None:
        self._expression.operations.append(operation)
        self._known.append(known)

    def _apply(
        self,
        at: int,
        count: int,
        call: Callable[[Source, Sequence[Value]], Value],
        *,
        is_pure: bool = True,
        size: Callable[[Sequence[Known]], int | None] = lambda known: None,
    ) -> None:
        """Add an operation on the last values; it is carried out at once where all are known."""
        self._count(at)
        first = len(self._known) - count
        known = self._known[first:]
        del self._known[first:]
        values = [one.value for one in known if one.value is not None]
        try:
            width = size(known)
            if len(values) == count and (is_pure or width is None):
                value = call(Source(0), values)
                length = len(as_bytes(value))
                self._made += length
                if is_pure and length <= _MOST_FOLDED:
                    del self._expression.operations[len(self._expression.operations) - count :]
                    self._append(lambda stack, run: stack.append(value), _known(value))
                    return
        except ValueError as problem:
            raise TemplateError(at + 1, str(problem)) from None

        def operation(stack: list[Value], run: Run) -> None:
            start = len(stack) - count
            arguments = stack[start:]
            del stack[start:]
            stack.append(call(run.source, arguments))

        self._append(operation, Known(None, width))

    def _unknown(self, name: str, function: Function | None) -> str:
        if function is not None:
            return tr(
                "{name} needs values: {name}({arguments}).", name=name, arguments=function.arguments
            )
        if len(self._names or ()) > _MOST_NEAR:
            return tr("There is no value named {name}.", name=name[:100])
        known = sorted(self._names or ())
        if not known:
            return tr("There is no value named {name}; none is known here.", name=name)
        near = difflib.get_close_matches(name[:100], known, n=1)
        if near:
            return tr(
                "There is no value named {name}; did you mean {near}?", name=name, near=near[0]
            )
        return tr(
            "There is no value named {name}; known are: {known}.",
            name=name,
            known=", ".join(known[:20]),
        )


def _known(value: Value) -> Known:
    return Known(value, len(as_bytes(value)))


def _number(token: str) -> Value:
    if token[:2] in ("0x", "0X"):
        return int(token, 16)
    return as_number(token)


def _computed(sign: str, source: Source, values: Sequence[Value]) -> Value:
    return compute(sign, values[0], values[1])


def _sliced(has_low: bool, has_high: bool, source: Source, values: Sequence[Value]) -> Value:
    """Return a range of bytes; beyond the end there is nothing, as in Python's slices."""
    data, *bounds = values
    numbers = [as_int(bound, -_FARTHEST, _FARTHEST) for bound in bounds]
    low = numbers[0] if has_low else None
    return as_bytes(data)[low : numbers[-1] if has_high else None]


def _indexed(source: Source, values: Sequence[Value]) -> Value:
    """Return one byte; beyond the end there is none."""
    data, index = as_bytes(values[0]), as_int(values[1], -_FARTHEST, _FARTHEST)
    if index < 0:
        index += len(data)
    return data[index : index + 1] if index >= 0 else b""


def _unknown_function(name: str) -> str:
    near = difflib.get_close_matches(name[:100], FUNCTIONS, n=1)
    if near:
        return tr("there is no function {name}; did you mean {near}?", name=name, near=near[0])
    return tr("there is no function {name}.", name=name)
