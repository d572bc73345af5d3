"""Turns the steps of a document into the steps of a client's script."""

import re
from collections.abc import Callable, Iterable, Sequence

from socket_workbench.dialogues.script_steps import (
    WITHIN,
    AskPerson,
    Close,
    Expect,
    ExpectClose,
    HalfClose,
    Match,
    Repeat,
    SendMessage,
    ShowPerson,
    Step,
    Wait,
)
from socket_workbench.language import tr
from socket_workbench.payload.durations import parse_duration
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.payload.template import fill, fill_text
from socket_workbench.scenarios.fields import FieldError, Mistakes, in_field
from socket_workbench.scenarios.model import ExpectationDocument, StepDocument

BELONGING = {
    "send": ("line_end",),
    "expect": ("within", "into"),
    "expect_close": ("within", "into"),
    "wait": (),
    "ask": ("into", "choices"),
    "show": ("form",),
    "half_close": (),
    "close": (),
    "repeat": ("until",),
}
"""Every action a step can be, with the fields that may stand beside it."""

_ENDS = ("half_close", "expect_close")
"""Actions that are about the end of a stream."""

FORMS = ("text", "http")

MOST_CHOICES = 1000

VARIABLES = ("host", "port", "path", "peer")
"""The variables that every client begins with."""

_FIELDS = sorted({field for fields in BELONGING.values() for field in fields})
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def script_steps(
    documents: Sequence[StepDocument], *, is_stream: bool = True, messages: bool = False
) -> tuple[Step, ...]:
    """Read a client's steps.

    Args:
        documents: the steps as written.
        is_stream: whether they are said over a stream rather than over datagrams.
        messages: whether what comes are whole messages, as with framing and datagrams: then an
            empty one can be waited for.

    Raises:
        FieldError: values make no sense; the paths begin with `steps[0]`.
    """
    return _Reader(VARIABLES, is_stream=is_stream, messages=messages).steps(documents, "steps")


class _Reader:
    """Reads steps in the order in which they will run, so that it knows which variables are set."""

    def __init__(self, variables: Iterable[str], *, is_stream: bool, messages: bool) -> None:
        self._variables = dict.fromkeys(variables, "")
        self._is_stream = is_stream
        self._messages = messages

    def steps(self, documents: Sequence[StepDocument], field: str) -> tuple[Step, ...]:
        steps = []
        mistakes = Mistakes()
        for index, document in enumerate(documents):
            if mistakes.is_full:
                break
            with mistakes.of(f"{field}[{index}]"):
                steps.append(self._step(document))
            # Also where its step has a mistake, so that those behind it do not seem to have one.
            if document.into is not None and _VARIABLE.fullmatch(document.into):
                self._variables[document.into] = ""
        mistakes.check()
        return tuple(steps)

    def _step(self, document: StepDocument) -> Step:
        action = _action(document)
        allowed = BELONGING[action]
        mistakes = Mistakes()
        for field in _FIELDS:
            if getattr(document, field) is not None and field not in allowed:
                problem = tr("this does not belong to {action}.", action=action)
                mistakes.add(FieldError(field, problem))
        readers = {"within": _within, "into": self._into, "line_end": _line_end_of}
        for field in allowed:
            if field in readers:
                mistakes.read("", readers[field], document)
        if action in _ENDS and not self._is_stream:
            raise FieldError(action, tr("datagrams have no end of stream; leave the step out."))
        read: dict[str, Callable[[StepDocument], Step]] = {
            "send": self._send,
            "expect": self._expect,
            "expect_close": self._expect_close,
            "wait": _wait,
            "ask": self._ask,
            "show": self._show,
            "half_close": _half_close,
            "close": _close,
            "repeat": self._repeat,
        }
        # The readers of actions stop at a mistake that has been found above.
        found = {mistake.path for mistake in mistakes.found}
        step = None
        try:
            step = read[action](document)
        except FieldError as error:
            mistakes.add(*(each for each in error.all() if each.path not in found))
        if step is None or mistakes.found:
            raise mistakes.error()
        return step

    def _send(self, document: StepDocument) -> Step:
        template = self._template("send", document.send or "")
        return SendMessage(template, _line_end_of(document))

    def _expect(self, document: StepDocument) -> Step:
        expected = document.expect
        if isinstance(expected, str):
            match, template = Match.EQUALS, self._template("expect", expected)
            if not template and not self._messages:
                raise FieldError(
                    "expect",
                    tr("an empty text cannot be waited for in a stream without framing."),
                )
        else:
            with in_field("expect"):
                match, template = self._expectation(expected or ExpectationDocument())
        within, into = _within(document), self._into(document)
        return Expect(match, template, within, into)

    def _expectation(self, document: ExpectationDocument) -> tuple[Match, str]:
        if document.any and document.contains is None:
            return Match.ANY, ""
        if document.contains and not document.any:
            return Match.CONTAINS, self._template("contains", document.contains)
        raise ValueError(tr("expected contains with some text, or any = true."))

    def _expect_close(self, document: StepDocument) -> Step:
        _only_true("expect_close", document.expect_close)
        return ExpectClose(_within(document), self._into(document))

    def _ask(self, document: StepDocument) -> Step:
        with in_field("ask"):
            fill_text(document.ask or "", self._variables)
        if document.into is None:
            raise FieldError("into", tr("ask needs a variable for the answer."))
        choices = tuple(document.choices or ())
        if document.choices is not None and not choices:
            raise FieldError("choices", tr("an empty list leaves nothing to choose."))
        if len(choices) > MOST_CHOICES:
            raise FieldError("choices", tr("at most {most} are possible.", most=MOST_CHOICES))
        return AskPerson(document.ask or "", self._into(document), choices)

    def _show(self, document: StepDocument) -> Step:
        form = document.form or FORMS[0]
        if form not in FORMS:
            raise FieldError("form", tr("'{form}' is no form; write text or http.", form=form))
        return ShowPerson(self._template("show", document.show or ""), form)

    def _repeat(self, document: StepDocument) -> Step:
        if document.until is None:
            raise FieldError("until", tr("repeat needs to know when it ends."))
        mistakes = Mistakes()
        steps = mistakes.read("", self.steps, document.repeat or [], "repeat")
        if steps is not None and not _waits(steps):
            problem = tr("something in it must wait: expect, ask or wait.")
            mistakes.found.append(FieldError("repeat", problem))
        with mistakes.of("until"):
            self._known(document.until.variable, "variable")
        equals = mistakes.read("until", self._template, "equals", document.until.equals)
        if steps is None or equals is None or mistakes.found:
            raise mistakes.error()
        return Repeat(steps, document.until.variable, equals)

    def _template(self, field: str, template: str) -> str:
        """Check escapes and places; returns the template as it is."""
        with in_field(field):
            fill(template, self._variables)
        return template

    def _into(self, document: StepDocument) -> str:
        name = document.into
        if name is None:
            return ""
        if not _VARIABLE.fullmatch(name):
            raise FieldError(
                "into",
                tr(
                    "'{name}' cannot name a variable; use letters, digits and _, no digit first.",
                    name=name,
                ),
            )
        return name

    def _known(self, name: str, field: str) -> None:
        if name not in self._variables:
            raise FieldError(
                field,
                tr(
                    "there is no variable '{name}' here; known are {known}.",
                    name=name,
                    known=", ".join(self._variables),
                ),
            )


def _action(document: StepDocument) -> str:
    actions = [name for name in BELONGING if getattr(document, name) is not None]
    if len(actions) != 1:
        raise ValueError(
            tr(
                "a step has exactly one of {actions}, not {found}.",
                actions=", ".join(BELONGING),
                found=", ".join(actions) or tr("none"),
            )
        )
    return actions[0]


def _wait(document: StepDocument) -> Step:
    with in_field("wait"):
        return Wait(parse_duration(document.wait or ""))


def _half_close(document: StepDocument) -> Step:
    _only_true("half_close", document.half_close)
    return HalfClose()


def _close(document: StepDocument) -> Step:
    _only_true("close", document.close)
    return Close()


def _only_true(field: str, value: bool | None) -> None:
    if value is not True:
        raise FieldError(field, tr("expected true; leave the step out otherwise."))


def _within(document: StepDocument) -> float:
    if document.within is None:
        return WITHIN
    with in_field("within"):
        return parse_duration(document.within)


def _line_end_of(document: StepDocument) -> LineEnd:
    word = document.line_end
    if word is None:
        return LineEnd.NONE
    try:
        return LineEnd(word)
    except ValueError as error:
        raise FieldError(
            "line_end",
            tr("'{word}' is not a line end; write none, lf, cr or crlf.", word=word),
        ) from error


def _waits(steps: Iterable[Step]) -> bool:
    """Whether something in the steps lets time pass: a repeat without would spin."""
    return any(
        isinstance(step, Expect | ExpectClose | AskPerson | Repeat)
        or (isinstance(step, Wait) and step.seconds > 0)
        for step in steps
    )
