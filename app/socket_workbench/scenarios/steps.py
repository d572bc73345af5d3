"""Turns the steps of a document into the steps of a client's script."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from socket_workbench.dialogues.script_expectations import (
    WITHIN,
    Expect,
    ExpectAbsent,
    ExpectClose,
    ExpectNothing,
    ExpectSeveral,
)
from socket_workbench.dialogues.script_steps import (
    AskPerson,
    Check,
    Close,
    HalfClose,
    If,
    Include,
    KeepAlive,
    Meet,
    Reconnect,
    Repeat,
    Reset,
    SaveFile,
    SendBytes,
    SendMessage,
    SetVariables,
    ShowPerson,
    Step,
    Wait,
    WriteNote,
    all_steps,
)
from socket_workbench.language import tr
from socket_workbench.payload.durations import parse_duration
from socket_workbench.scenarios.fields import FieldError, Mistakes, in_field, key
from socket_workbench.scenarios.model import SendDocument, StepDocument
from socket_workbench.scenarios.step_actions import BELONGING, action_of, strangers
from socket_workbench.scenarios.step_fields import (
    FieldReader,
    after_of,
    choices_of,
    every_of,
    file_of,
    form_of,
    given_fields,
    is_variable,
    line_end_of,
    positive,
    set_by,
    variable_name,
    within_of,
)
from socket_workbench.values.budget import Budget

MOST_TIMES = 1_000_000
"""Rounds of a repetition that is counted."""

VARIABLES = {
    "host": "the host that the client connects to; an IPv6 address in brackets",
    "port": "the port that it connects to",
    "path": "the path that it connects to, for Unix sockets",
    "peer": "the other side's address, such as `127.0.0.1:13145`",
}
"""The variables that every client begins with, and what they are, for the documentation."""

_STREAM_ONLY = ("half_close", "expect_close")
"""Actions that are about the end of a stream."""


def script_steps(
    documents: Sequence[StepDocument],
    *,
    is_stream: bool = True,
    messages: bool = False,
    variables: Iterable[str] = (),
    shared: Mapping[str, Iterable[str]] | None = None,
    budget: Budget | None = None,
) -> tuple[Step, ...]:
    """Read a client's steps.

    Args:
        documents: the steps as written.
        is_stream: whether they are said over a stream rather than over datagrams.
        messages: whether what comes are whole messages, as with framing and datagrams: then an
            empty one can be waited for.
        variables: the variables of the document.
        shared: the variables that are given at each meeting; None for any, which are not known.
        budget: of the document, in which templates and patterns are counted.

    Raises:
        FieldError: values make no sense; the paths begin with `steps[0]`.
    """
    known = (*VARIABLES, *variables)
    fields = FieldReader(known, messages=messages, budget=budget or Budget())
    return _Reader(fields, shared or {}, is_stream=is_stream).steps(documents, "steps")


class _Reader:
    """Reads steps in the order in which they will run, so that it knows which variables are set."""

    def __init__(
        self, fields: FieldReader, shared: Mapping[str, Iterable[str]], *, is_stream: bool
    ) -> None:
        self._fields = fields
        self._shared = shared
        self._is_stream = is_stream
        # So that a mistake in an action hides none beside it.
        self._readers: dict[str, Callable[[StepDocument], object]] = {
            "within": within_of,
            "into": self._fields.into,
            "line_end": line_end_of,
            "after": after_of,
            "choices": choices_of,
            "form": form_of,
            "file": file_of,
            "every": every_of,
        }
        self._actions: dict[str, Callable[[StepDocument], Step]] = {
            "send": self._send,
            "expect": self._expect,
            "expect_nothing": _expect_nothing,
            "expect_close": self._expect_close,
            "wait": _wait,
            "ask": self._ask,
            "show": self._show,
            "note": lambda one: WriteNote(self._fields.plain("note", one.note or "")),
            "mark": lambda one: WriteNote(self._fields.plain("mark", one.mark or ""), is_mark=True),
            "set": self._set,
            "check": self._check,
            "save": self._save,
            "keep_alive": self._keep_alive,
            "half_close": lambda one: _only_true("half_close", one.half_close, HalfClose()),
            "close": lambda one: _only_true("close", one.close, Close()),
            "reset": lambda one: _only_true("reset", one.reset, Reset()),
            "reconnect": self._reconnect,
            "connect": self._connect,
            "meet": self._meet,
            "repeat": self._repeat,
            "if": self._if,
            "include": self._include,
        }

    def steps(self, documents: Sequence[StepDocument], field: str) -> tuple[Step, ...]:
        steps = []
        mistakes = Mistakes()
        for index, document in enumerate(documents):
            if mistakes.is_full:
                break
            step = mistakes.read(f"{field}[{index}]", self._step, document)
            if step is not None:
                steps.append(step)
            # Also where its step has a mistake, so that those behind it do not seem to have one.
            self._fields.variables.update(filter(is_variable, set_by(document)))
            if document.meet is not None:
                self._fields.variables.update(self._shared.get(document.meet, ()))
        mistakes.check()
        return tuple(steps)

    def _step(self, document: StepDocument) -> Step:
        given = given_fields(document)
        action = action_of(given)
        mistakes = Mistakes()
        mistakes.add(*strangers(given, action))
        for field in BELONGING[action]:
            if field in self._readers:
                mistakes.read("", self._readers[field], document)
        if action in _STREAM_ONLY and not self._is_stream:
            problem = tr("datagrams have no end of stream; leave the step out.")
            mistakes.add(FieldError(action, problem))
        # The readers of actions stop at a mistake that has been found above.
        found = {mistake.path for mistake in mistakes.found}
        step = None
        try:
            step = self._actions[action](document)
        except FieldError as error:
            mistakes.add(*(each for each in error.all() if each.path not in found))
        if step is None or mistakes.found:
            raise mistakes.error()
        return step

    def _send(self, document: StepDocument) -> Step:
        written = document.send
        if not isinstance(written, SendDocument):
            template = self._fields.template("send", written or "")
            return SendMessage(template, line_end_of(document))
        with in_field("send"):
            if (written.hex is None) == (written.file is None):
                raise ValueError(tr("expected either hex or file."))
            if written.hex is not None:
                template = self._fields.hex_template("hex", written.hex)
                return SendMessage(template, line_end_of(document), is_hex=True)
            if written.content is None:
                raise FieldError("file", tr("the file has not been read."))
            return SendBytes(written.content, line_end_of(document), written.file or "")

    def _expect(self, document: StepDocument) -> Step:
        step = self._fields.expectation(document.expect or "")
        if isinstance(step, ExpectAbsent):
            if document.into is not None:
                raise FieldError("into", tr("this does not belong to what may not come."))
            return replace(step, within=positive("within", document.within or f"{WITHIN:g}s"))
        return replace(step, within=within_of(document), into=self._fields.into(document))

    def _expect_close(self, document: StepDocument) -> Step:
        _only_true("expect_close", document.expect_close, ExpectClose())
        return ExpectClose(within_of(document), self._fields.into(document))

    def _ask(self, document: StepDocument) -> Step:
        mistakes = Mistakes()
        question = mistakes.read("", self._fields.plain, "ask", document.ask or "")
        if document.into is None:
            mistakes.add(FieldError("into", tr("ask needs a variable for the answer.")))
        if document.hidden and document.choices:
            problem = tr("choices are not hidden; leave one of them out.")
            mistakes.add(FieldError("hidden", problem))
        if question is None or mistakes.found:
            raise mistakes.error()
        into, is_hidden = self._fields.into(document), bool(document.hidden)
        return AskPerson(question, into, choices_of(document), is_hidden)

    def _show(self, document: StepDocument) -> Step:
        template = self._fields.template("show", document.show or "")
        return ShowPerson(template, form_of(document))

    def _set(self, document: StepDocument) -> Step:
        mistakes = Mistakes()
        values = []
        for name, written in (document.set or {}).items():
            template = mistakes.read("set", self._fields.template, key(name), str(written))
            mistakes.read("set", variable_name, name, key(name))
            values.append((name, template or ""))
            self._fields.variables.add(name)
        mistakes.check()
        if not values:
            raise FieldError("set", tr("expected a variable with its value."))
        return SetVariables(tuple(values))

    def _check(self, document: StepDocument) -> Step:
        assert document.check is not None
        with in_field("check"):
            return Check(self._fields.condition(document.check))

    def _save(self, document: StepDocument) -> Step:
        template = self._fields.template("save", document.save or "")
        return SaveFile(template, file_of(document))

    def _keep_alive(self, document: StepDocument) -> Step:
        template = self._fields.template("keep_alive", document.keep_alive or "")
        return KeepAlive(SendMessage(template, line_end_of(document)), every_of(document))

    def _reconnect(self, document: StepDocument) -> Step:
        _only_true("reconnect", document.reconnect, Close())
        return Reconnect("", after_of(document))

    def _connect(self, document: StepDocument) -> Step:
        address = self._fields.plain("connect", document.connect or "")
        if not address:
            raise FieldError("connect", tr("expected an address."))
        return Reconnect(address, after_of(document))

    def _meet(self, document: StepDocument) -> Step:
        if not document.meet:
            raise FieldError("meet", tr("expected a name for the meeting."))
        mistakes = Mistakes()
        share = tuple(document.share or ())
        for index, name in enumerate(share):
            mistakes.read("", self._fields.known, name, f"share[{index}]")
        mistakes.check()
        return Meet(document.meet, share, within_of(document))

    # Groups

    def _repeat(self, document: StepDocument) -> Step:
        ends = (document.until, document.times, document.for_, document.forever)
        mistakes = Mistakes()
        if all(end is None for end in ends):
            problem = tr("repeat needs until, times, for, or forever = true.")
            mistakes.add(FieldError("until", problem))
        steps = mistakes.read("", self.steps, document.repeat or [], "repeat")
        if steps is not None and not _may_be_repeated(steps, document.times):
            problem = tr("something in it must wait: expect, ask or wait.")
            mistakes.add(FieldError("repeat", problem))
        until = None
        if document.until is not None:
            until = mistakes.read("until", self._fields.condition, document.until)
        times = document.times
        if times is not None and not 1 <= times <= MOST_TIMES:
            mistakes.add(FieldError("times", tr("expected 1 to {most:,}.", most=MOST_TIMES)))
        seconds = None
        if document.for_ is not None:
            seconds = mistakes.read("", positive, "for", document.for_)
        if document.forever is not None:
            mistakes.read("", _only_true, "forever", document.forever, Close())
        if steps is None or mistakes.found:
            raise mistakes.error()
        return Repeat(steps, until, times, seconds)

    def _if(self, document: StepDocument) -> Step:
        mistakes = Mistakes()
        condition = None
        if document.if_ is not None:
            condition = mistakes.read("if", self._fields.condition, document.if_)
        if document.then is None:
            mistakes.add(FieldError("then", tr("if needs the steps that are done then.")))
        then = mistakes.read("", self.steps, document.then or [], "then")
        otherwise = mistakes.read("", self.steps, document.else_ or [], "else")
        if condition is None or then is None or otherwise is None or mistakes.found:
            raise mistakes.error()
        return If(condition, then, otherwise)

    def _include(self, document: StepDocument) -> Step:
        if document.included is None:
            # What its steps would set is not known.
            self._fields.knows_all = True
            raise FieldError("include", tr("the document has not been read."))
        try:
            steps = self.steps(document.included, "steps")
        except FieldError as error:
            problems = [f"{document.include}: {each}" for each in error.all()]
            is_last = error.ends_reading
            raise FieldError.of_included("include", problems, is_last=is_last) from error
        return Include(steps, document.include or "")


def _expect_nothing(document: StepDocument) -> Step:
    return ExpectNothing(positive("expect_nothing", document.expect_nothing or ""))


def _wait(document: StepDocument) -> Step:
    with in_field("wait"):
        return Wait(parse_duration(document.wait or ""))


def _only_true(field: str, value: bool | None, step: Step) -> Step:
    if value is not True:
        raise FieldError(field, tr("expected true; leave the step out otherwise."))
    return step


def _may_be_repeated(steps: tuple[Step, ...], times: int | None) -> bool:
    """Whether something in the steps lets time pass, or they are counted."""
    if times is not None:
        return True
    expectations = (Expect, ExpectSeveral, ExpectAbsent, ExpectNothing, ExpectClose)
    kinds = (*expectations, AskPerson, Meet, Reconnect)
    return any(
        isinstance(step, kinds) or (isinstance(step, Wait) and step.seconds > 0)
        for step in all_steps(steps)
    )
