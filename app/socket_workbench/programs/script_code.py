"""The client of a scenario: its steps, one after the other."""

import builtins
import keyword
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from socket_workbench.dialogues.conditions import Condition
from socket_workbench.dialogues.script_expectations import Expect, ExpectClose, Match
from socket_workbench.dialogues.script_steps import (
    AskPerson,
    Check,
    Close,
    HalfClose,
    Repeat,
    SendBytes,
    SendMessage,
    SetVariables,
    ShowPerson,
    Step,
    Wait,
)
from socket_workbench.payload.escapes import parse_escapes
from socket_workbench.programs.client_parts import ClientParts
from socket_workbench.programs.literals import literal
from socket_workbench.programs.script_peer import peer_class
from socket_workbench.programs.source import assembled, indented

_PLACE = re.compile(r"\{\{([^{}]*)\}\}")
_TAKEN = {
    *keyword.kwlist,
    *keyword.softkwlist,
    *dir(builtins),
    "ask",
    "choose",
    "connection",
    "frame",
}
_TAKEN |= {"asyncio", "contextlib", "main", "peer", "reader", "socket", "split", "sys", "time"}
_TAKEN |= {
    "folder",
    "connecting",
    "loop",
    "messages",
    "struct",
    "tempfile",
    "writer",
    "show_response",
}

_TESTS = {
    "equals": ("{0} == {1}", "{0} != {1}"),
    "contains": ("{1} in {0}", "{1} not in {0}"),
    "starts": ("{0}.startswith({1})", "not {0}.startswith({1})"),
    "ends": ("{0}.endswith({1})", "not {0}.endswith({1})"),
}
"""Tests of conditions that are written, as they are and turned round: of a value, with another."""


def script_program(parts: ClientParts, steps: Sequence[Step], head: str) -> str:
    """Return the program that does a client's steps.

    Args:
        parts: the client.
        steps: what it does.
        head: what stands above.
    """
    writer = _StepWriter(parts)
    lines = writer.lines(steps)
    body = _opened(parts, lines)
    define = "async def" if parts.is_asyncio else "def"
    main = (
        f'{define} main() -> None:\n    """Do the steps; an error ends them."""\n{indented(body)}'
    )
    definitions = [*peer_class(parts, writer.used), *writer.definitions(), main]
    start = "asyncio.run(main())" if parts.is_asyncio else "main()"
    return assembled(head, parts.constants, definitions, start)


def _opened(parts: ClientParts, lines: str) -> str:
    if parts.is_asyncio and parts.is_stream:
        body = indented(f"peer = Peer(reader, writer)\n{lines}")
        return f"{parts.opened_stream()}\nwith contextlib.closing(writer):\n{body}"
    blocking = "connection.setblocking(False)\n" if parts.is_asyncio else ""
    return parts.connected(f"{blocking}peer = Peer(connection)\n{lines}")


def _can_be_written(step: Step) -> bool:
    """Return whether a step can be said in a program; its places have to be names only."""
    match step:
        case SendMessage():
            return not step.is_hex and _has_names_only(step.template)
        case Expect():
            known = (Match.EQUALS, Match.CONTAINS, Match.ANY)
            return step.match in known and not step.ignore_case and _has_names_only(step.template)
        case ShowPerson():
            return _has_names_only(step.template)
        case AskPerson():
            return _has_names_only(step.question)
        case SetVariables():
            return all(_has_names_only(text) for _, text in step.values)
        case Repeat():
            if step.seconds is not None or (step.times is None) is (step.until is None):
                return False
            return step.until is None or _is_simple(step.until)
        case Check():
            return _is_simple(step.condition)
    return isinstance(step, SendBytes | ExpectClose | Wait | HalfClose | Close)


def _is_simple(condition: Condition) -> bool:
    return condition.test in _TESTS and _has_names_only(condition.template)


def _has_names_only(template: str) -> bool:
    return all(name.strip().isidentifier() for name in _PLACE.findall(template))


class _StepWriter:
    """Writes steps as statements.

    Attributes:
        used: the names of the methods of `Peer` that the statements call.
    """

    def __init__(self, parts: ClientParts) -> None:
        self.used: set[str] = set()
        self._parts = parts
        self._wait = "await " if parts.is_asyncio else ""
        self._names: dict[str, str] = {}
        self._asks: set[str] = set()

    def lines(self, steps: Iterable[Step]) -> str:
        """Return the statements of steps."""
        return "\n".join(self._statement(step) for step in steps)

    def definitions(self) -> list[str]:
        """Return the functions that the statements call."""
        return [_FUNCTIONS[name] for name in sorted(self._asks)]

    def _statement(self, step: Step) -> str:
        if not _can_be_written(step):
            return f"raise NotImplementedError({literal(step.describe())})"
        match step:
            case SendMessage() | SendBytes():
                return self._call("send", self._message(step))
            case Expect():
                return self._expectation(step)
            case ExpectClose():
                name = "receive_rest" if step.into else "expect_close"
                return self._into(step.into, self._call(name, literal(step.within)))
            case Wait():
                sleep = "asyncio.sleep" if self._parts.is_asyncio else "time.sleep"
                return f"{self._wait}{sleep}({literal(step.seconds)})"
            case AskPerson():
                return self._into(step.into, self._question(step))
            case ShowPerson():
                return self._shown(step)
            case Repeat():
                return self._repeated(step)
            case Check(condition):
                return self._checked(condition)
            case _:
                return self._ended_or_set(step)

    def _ended_or_set(self, step: Step) -> str:
        match step:
            case HalfClose():
                return self._call("half_close")
            case SetVariables(values):
                return "\n".join(
                    f"{self._name(name)} = {self._filled(text)}" for name, text in values
                )
        is_writer = self._parts.is_asyncio and self._parts.is_stream
        return f"{'writer' if is_writer else 'connection'}.close()"

    def _repeated(self, step: Repeat) -> str:
        body = indented(self.lines(step.steps))
        if step.until is None:
            return f"for _ in range({step.times}):\n{body}"
        end = f"if {self._condition(step.until)}:\n    break"
        return f"while True:\n{body}\n{indented(end)}"

    def _checked(self, condition: Condition) -> str:
        words = literal(f"expected that {condition.describe()}, but it is ")
        told = f"{words} + repr({self._name(condition.variable)})"
        return f"if not ({self._condition(condition)}):\n    raise SystemExit({told})"

    def _condition(self, condition: Condition) -> str:
        """Return the expression that says whether a condition holds."""
        form = _TESTS[condition.test][condition.is_not]
        return form.format(self._name(condition.variable), self._filled(condition.template))

    def _message(self, step: SendMessage | SendBytes) -> str:
        if isinstance(step, SendBytes):
            return literal(step.content + step.line_end.bytes)
        return self._filled(step.template, step.line_end.bytes)

    def _call(self, method: str, *arguments: str) -> str:
        self.used.add(method)
        is_at_once = method == "half_close"
        return f"{'' if is_at_once else self._wait}peer.{method}({', '.join(arguments)})"

    def _expectation(self, step: Expect) -> str:
        within = literal(step.within)
        if step.match is Match.ANY:
            return self._into(step.into, self._call("receive_any", within))
        name = "expect" if step.match is Match.EQUALS else "expect_containing"
        return self._into(step.into, self._call(name, self._filled(step.template), within))

    def _into(self, variable: str, call: str) -> str:
        return f"{self._name(variable)} = {call}" if variable else call

    def _question(self, step: AskPerson) -> str:
        question = self._text(step.question)
        self._asks.add("choose" if step.choices else "ask")
        if step.choices:
            choices = ", ".join(map(literal, step.choices))
            end = "," if len(step.choices) == 1 else ""
            return f"choose({question}, ({choices}{end}))"
        return f"ask({question})"

    def _shown(self, step: ShowPerson) -> str:
        if step.form == "http":
            self._asks.add("show_response")
            return f"show_response({self._filled(step.template)})"
        return f"print({_decoded(self._filled(step.template))})"

    def _filled(self, template: str, end: bytes = b"") -> str:
        """Return the expression for the bytes of a template."""
        pieces: list[bytes | str] = []
        position = 0
        for place in _PLACE.finditer(template):
            pieces.append(parse_escapes(template[position : place.start()]))
            pieces.append(self._value(place[1].strip()))
            position = place.end()
        pieces.append(parse_escapes(template[position:]) + end)
        shown: list[str] = []
        for is_known, group in groupby(
            filter(None, pieces), lambda piece: isinstance(piece, bytes)
        ):
            if is_known:
                shown.append(
                    literal(b"".join(piece for piece in group if isinstance(piece, bytes)))
                )
            else:
                shown += map(str, group)
        return " + ".join(shown) or 'b""'

    def _text(self, template: str) -> str:
        """Return the expression for a text with places, which a person reads."""
        if not _PLACE.search(template):
            return literal(template)
        # Escapes stay as they are in what a person reads.
        return _decoded(self._filled(template.replace("\\", "\\\\")))

    def _value(self, name: str) -> bytes | str:
        """Return the value of a place where it is known, else the name of the variable."""
        endpoint = self._parts.endpoint
        host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
        known = {"host": host, "port": str(endpoint.port), "path": endpoint.path}
        known["peer"] = str(endpoint).partition("://")[2]
        if name in self._names or name not in known:
            return self._name(name)
        return known[name].encode("utf-8", "surrogateescape")

    def _name(self, variable: str) -> str:
        """Return what a variable is called in the program."""
        if variable not in self._names:
            is_free = variable.isascii() and variable not in _TAKEN and not variable.startswith("_")
            is_free = is_free and not variable.isupper() and variable != "Peer"
            self._names[variable] = variable if is_free else f"value_{len(self._names) + 1}"
        return self._names[variable]


def _decoded(expression: str) -> str:
    """Return the expression for the text of bytes."""
    whole = f"({expression})" if " + " in expression else expression
    return f'{whole}.decode("utf-8", "backslashreplace")'


_FUNCTIONS = {
    "ask": '''
def ask(question: str) -> bytes:
    """Ask the person."""
    return input(f"{question}: ").encode("utf-8", "surrogateescape")
''',
    "choose": '''
def choose(question: str, choices: tuple[str, ...]) -> bytes:
    """Ask the person, until the answer is one of the choices."""
    while True:
        answer = input(f"{question} ({', '.join(choices)}): ")
        if answer in choices:
            return answer.encode()
''',
    "show_response": '''
def show_response(response: bytes) -> None:
    """Show the status and the headers of an HTTP response apart from its body."""
    head, _, body = response.partition(b"\\r\\n\\r\\n")
    print(head.decode("latin-1"), body.decode("utf-8", "backslashreplace"), sep="\\n\\n")
''',
}
