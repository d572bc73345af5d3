"""Reads the fields that steps of several kinds have: templates, expectations, conditions."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

import msgspec

from socket_workbench.dialogues.condition_document import ConditionDocument, only_one
from socket_workbench.dialogues.conditions import Condition, check_known
from socket_workbench.dialogues.script_expectations import (
    WITHIN,
    Expect,
    ExpectAbsent,
    ExpectSeveral,
    Match,
)
from socket_workbench.dialogues.script_matchers import masked_hex
from socket_workbench.language import tr
from socket_workbench.payload.durations import parse_duration
from socket_workbench.payload.line_end import LineEnd
from socket_workbench.scenarios.fields import FieldError, Mistakes, in_field
from socket_workbench.scenarios.file_names import check_file_name
from socket_workbench.scenarios.model import ExpectationDocument, StepDocument
from socket_workbench.values.budget import Budget
from socket_workbench.values.patterns import Pattern, compile_pattern, names_in
from socket_workbench.values.template import Template, compile_hex, compile_plain, compile_template

FORMS = ("text", "http")

MOST_CHOICES = 1000

MOST_WANTED = 100
"""Things that one expectation may have in its list."""

_FIELDS = tuple(field.encode_name for field in msgspec.structs.fields(StepDocument))
"""The fields of a step, by their names in documents, in the order of the struct."""

_Names = Collection[str] | None
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MATCHES = ("equals", "contains", "starts", "ends", "regex", "hex", "length", "any")
_LISTS = ("one_of", "in_any_order")


def given_fields(document: StepDocument) -> list[str]:
    """Return the names of the fields that a step has, as they are in documents."""
    # Not by name, one after the other: there may be a hundred thousand steps.
    values = msgspec.structs.astuple(document)
    return [name for name, value in zip(_FIELDS, values, strict=True) if value is not None]


def is_variable(name: str) -> bool:
    """Return whether a variable may have this name."""
    return _VARIABLE.fullmatch(name) is not None


def variable_name(name: str, field: str) -> str:
    """Return a variable's name.

    Raises:
        FieldError: it is none.
    """
    if not is_variable(name):
        raise FieldError(
            field,
            tr(
                "'{name}' cannot name a variable; use letters, digits and _, no digit first.",
                name=name,
            ),
        )
    return name


def within_of(document: StepDocument) -> float:
    """Return how long a step waits at most, in seconds."""
    if document.within is None:
        return WITHIN
    with in_field("within"):
        return parse_duration(document.within)


def after_of(document: StepDocument) -> float:
    """Return how long a step waits before it connects, in seconds."""
    if document.after is None:
        return 0.0
    with in_field("after"):
        return parse_duration(document.after)


def line_end_of(document: StepDocument) -> LineEnd:
    """Return what is added behind a message."""
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


def choices_of(document: StepDocument) -> tuple[str, ...]:
    """Return the answers to choose from; empty for any."""
    choices = tuple(document.choices or ())
    if document.choices is not None and not choices:
        raise FieldError("choices", tr("an empty list leaves nothing to choose."))
    if len(choices) > MOST_CHOICES:
        raise FieldError("choices", tr("at most {most} are possible.", most=MOST_CHOICES))
    return choices


def form_of(document: StepDocument) -> str:
    """Return how a text is shown."""
    form = document.form or FORMS[0]
    if form not in FORMS:
        raise FieldError("form", tr("'{form}' is no form; write text or http.", form=form))
    return form


def file_of(document: StepDocument) -> str:
    """Return the file that is saved to, which has to be named."""
    if document.file is None:
        raise FieldError("file", tr("save needs the name of the file."))
    with in_field("file"):
        check_file_name(document.file)
    return document.file


def every_of(document: StepDocument) -> float:
    """Return the seconds between two messages, which have to be named."""
    if document.every is None:
        raise FieldError("every", tr("keep_alive needs the time between two messages."))
    return positive("every", document.every)


def positive(field: str, written: str) -> float:
    """Return the seconds of a field that needs some."""
    with in_field(field):
        seconds = parse_duration(written)
        if seconds <= 0:
            raise ValueError(tr("expected more than no time."))
        return seconds


def set_by(document: StepDocument) -> Iterator[str]:
    """Yield the variables that a step sets, those in its lists included."""
    if document.into is not None:
        yield document.into
    yield from document.set or ()
    expected = document.expect
    if expected is not None and not isinstance(expected, str):
        for each in (*(expected.one_of or ()), *(expected.in_any_order or ())):
            if not isinstance(each, str) and each.into is not None:
                yield each.into


class FieldReader:
    """Reads fields of a client's steps.

    Attributes:
        variables: the variables that are known where a field stands.
        knows_all: whether any other may be known, too, because steps before could not be read.
    """

    def __init__(self, variables: Iterable[str], *, messages: bool, budget: Budget) -> None:
        """Prepare to read.

        Args:
            variables: those that are known from the beginning.
            messages: whether what comes are whole messages: then an empty one can be waited for.
            budget: of the document.
        """
        self.variables = set(variables)
        self.knows_all = False
        self._messages = messages
        self._budget = budget

    def template(self, field: str, text: str) -> str:
        """Check a template; returns it as it is."""
        return self._compiled(field, text, compile_template)

    def hex_template(self, field: str, text: str) -> str:
        """Check a template in hexadecimal; returns it as it is."""
        return self._compiled(field, text, compile_hex)

    def plain(self, field: str, text: str) -> str:
        """Check a template without escapes, for people; returns it as it is."""
        return self._compiled(field, text, compile_plain)

    def _compiled(
        self, field: str, text: str, read: Callable[[str, _Names, Budget], Template]
    ) -> str:
        try:
            read(text, None if self.knows_all else self.variables, self._budget)
        except ValueError as error:
            raise FieldError.of(field, error) from error
        return text

    def known(self, name: str, field: str) -> str:
        """Return the name of a variable that is known."""
        if not self.knows_all:
            with in_field(field):
                check_known(name, self.variables)
        return name

    def into(self, document: StepDocument | ExpectationDocument) -> str:
        """Return the variable that takes what came; empty for none."""
        return "" if document.into is None else variable_name(document.into, "into")

    # Expectations

    def expectation(
        self, written: str | ExpectationDocument
    ) -> Expect | ExpectSeveral | ExpectAbsent:
        """Read what stands behind `expect`."""
        if isinstance(written, str):
            template = self.template("expect", written)
            self._check_not_empty("expect", template)
            return Expect(Match.EQUALS, template)
        with in_field("expect"):
            lists = [name for name in _LISTS if getattr(written, name) is not None]
            if not lists:
                self._only_in_lists(written)
                step = self._single(written)
                return self._absent(step) if written.is_not else step
            self._exactly_one(written)
            self._only_in_lists(written)
            self._not_in_lists(written)
            wanted = self._wanted(lists[0], getattr(written, lists[0]))
            return ExpectSeveral(wanted, lists[0] == "in_any_order")

    def _only_in_lists(self, written: ExpectationDocument) -> None:
        if written.into is not None:
            raise FieldError("into", tr("this belongs beside expect, not into its table."))

    def _absent(self, unwanted: Expect) -> ExpectAbsent:
        if unwanted.match is Match.ANY:
            raise FieldError("not", tr("write expect_nothing where nothing may come."))
        if not self._messages and unwanted.match is not Match.CONTAINS:
            raise FieldError(
                "not", tr("in a stream without framing, only contains can be looked out for.")
            )
        return ExpectAbsent(unwanted)

    def _not_in_lists(self, written: ExpectationDocument) -> None:
        if written.is_not:
            raise FieldError("not", tr("this does not belong to lists."))

    def _wanted(self, field: str, written: list[str | ExpectationDocument]) -> tuple[Expect, ...]:
        if not written or len(written) > MOST_WANTED:
            raise FieldError(field, tr("expected 1 to {most} of them.", most=MOST_WANTED))
        mistakes = Mistakes()
        wanted = []
        for index, each in enumerate(written):
            with mistakes.of(f"{field}[{index}]"):
                wanted.append(self._one(each))
        mistakes.check()
        return tuple(wanted)

    def _one(self, written: str | ExpectationDocument) -> Expect:
        document = ExpectationDocument(equals=written) if isinstance(written, str) else written
        self._not_in_lists(document)
        return replace(self._single(document), into=self.into(document))

    def _exactly_one(self, written: ExpectationDocument) -> str:
        names = [*_MATCHES, *_LISTS]
        values = {name: getattr(written, name) for name in names}
        found = [name for name, value in values.items() if not (value is None or value is False)]
        return only_one(found, names)

    def _single(self, written: ExpectationDocument) -> Expect:
        name = self._exactly_one(written)
        if name in _LISTS:
            raise FieldError(name, tr("lists of expectations do not lie in each other."))
        match = Match(name)
        folds = written.ignore_case
        if folds and name in ("hex", "length", "any"):
            raise FieldError("ignore_case", tr("this does not belong to {action}.", action=name))
        if match is Match.ANY:
            return Expect(match)
        if written.length is not None:
            if not 1 <= written.length <= 64 * 1024 * 1024:
                raise FieldError("length", tr("expected 1 to {most:,}.", most=64 * 1024 * 1024))
            return Expect(match, str(written.length))
        template = str(getattr(written, name))
        if match is Match.REGEX:
            with in_field(name):
                self._pattern(template, ignore_case=folds)
        elif match is Match.HEX and "?" in template:
            with in_field(name):
                masked_hex(template)
        elif match is Match.HEX:
            self.hex_template(name, template)
        else:
            self.template(name, template)
        if match not in (Match.EQUALS, Match.HEX) and not template:
            raise FieldError(name, tr("expected some text."))
        self._check_not_empty(name, template)
        return Expect(match, template, ignore_case=folds)

    def _pattern(self, text: str, *, ignore_case: bool) -> None:
        """Check a pattern, whose groups become variables."""
        try:
            self.variables |= self._compiled_pattern(text, ignore_case=ignore_case).groups
        except ValueError:
            # So that the steps behind it, which use them, do not seem to have a mistake.
            self.variables |= names_in(text)
            raise

    def _compiled_pattern(self, text: str, *, ignore_case: bool = False) -> Pattern:
        self._budget.take_patterns(1)
        pattern = compile_pattern(text, ignore_case=ignore_case)
        self._budget.take_instructions(pattern.size)
        return pattern

    def _check_not_empty(self, field: str, template: str) -> None:
        if not template.strip() and not self._messages and not template:
            raise FieldError(
                field, tr("an empty text cannot be waited for in a stream without framing.")
            )

    # Conditions

    def condition(self, written: ConditionDocument) -> Condition:
        """Read a condition."""
        mistakes = Mistakes()
        mistakes.read("", self.known, written.variable, "variable")
        with mistakes.of():
            name = written.test()
            template = str(getattr(written, name))
            if name == "regex":
                with in_field("regex"):
                    self._compiled_pattern(template)
            else:
                self.template(name, template)
        mistakes.check()
        return Condition(written.variable, name, template, written.is_not)
