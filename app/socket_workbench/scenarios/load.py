"""Reads scenario files and says exactly what is wrong with one, and where."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from socket_workbench.language import tr, trn
from socket_workbench.regular_file import UnreadableFileError, read_regular
from socket_workbench.scenarios.check import check_scenario
from socket_workbench.scenarios.fields import FieldError, Mistakes
from socket_workbench.scenarios.model import FORMAT, Scenario
from socket_workbench.scenarios.resolve import check_in_languages, resolve
from socket_workbench.scenarios.structure import read_structure, without_large_numbers
from socket_workbench.scenarios.toml_nesting import NestingError, check_nesting
from socket_workbench.scenarios.toml_positions import find_positions
from socket_workbench.values.budget import Budget

NO_VALUES: Mapping[str, str] = {}

MOST_BYTES = 1024 * 1024
"""The largest document, in bytes."""

_LONGEST = 400
"""The most characters of a field's path or of a problem in a message."""

_MANY_DIGITS = re.compile(r"[0-9](?:_?[0-9]){99,}")
_DIGITS_KEPT = 20
_LONG_NUMBER = re.compile(r"[0-9A-Fa-f_]{16}")
"""What every integer of TOML of more than 63 bits has in it, in whatever base it is written."""

_AT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_TABLE_END = re.compile(r"[.\[]")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a document.

    Attributes:
        path: the field, such as `clients[0].steps[3].wait`; empty when the whole file is meant.
        problem: what was expected there, as a sentence.
        line: where the field stands, from 1; 0 where the file has not been read.
        column: the place in this line, in characters from 1.
    """

    path: str
    problem: str
    line: int = 0
    column: int = 0

    def in_file(self, file: str) -> str:
        """Return a line as compilers print them: `FILE:LINE:COLUMN: FIELD: sentence`."""
        place = f"{file}:{self.line}:{self.column}" if self.line else file
        path, problem = _shortened(self.path), _shortened(self.problem)
        return f"{place}: {path}: {problem}" if path else f"{place}: {problem}"


class ScenarioError(ValueError):
    """A scenario file cannot be used; the message is about the first mistake, and counts the rest.

    Attributes:
        file: the file's name as it was given.
        mistakes: what is wrong, in the order of the file; `MOST_MISTAKES` at most.
        path: the field of the first mistake.
        problem: its sentence.
    """

    def __init__(self, file: str, mistakes: tuple[Mistake, ...]) -> None:
        self.file = file
        self.mistakes = mistakes
        self.path, self.problem = mistakes[0].path, _shortened(mistakes[0].problem)
        sentence = mistakes[0].in_file(file)
        if more := len(mistakes) - 1:
            sentence += " " + trn(
                "{count} more mistake follows; socket-workbench check names all.",
                "{count} more mistakes follow; socket-workbench check names all.",
                more,
            )
        super().__init__(sentence)

    def lines(self) -> list[str]:
        """Return a line for each mistake."""
        return [mistake.in_file(self.file) for mistake in self.mistakes]


def load_scenario(path: Path, variables: Mapping[str, str] | None = NO_VALUES) -> Scenario:
    """Read a scenario file. Nothing in it is run.

    Args:
        path: the file.
        variables: values of the document's variables, which those without a default need; None
            where the document is not to be run, so that they need none.

    Raises:
        ScenarioError: the file cannot be read, is no TOML, or fields make no sense.
    """
    return parse_scenario(document_text(path), str(path), variables, path)


def document_text(path: Path) -> str:
    """Return the text of a scenario file.

    Raises:
        ScenarioError: the file cannot be read, or is no UTF-8.
    """
    try:
        return read_regular(path, MOST_BYTES).decode("utf-8")
    except UnreadableFileError as error:
        problem = tr("the file cannot be read: {reason}.", reason=error)
        raise ScenarioError(str(path), (Mistake("", problem),)) from error
    except UnicodeDecodeError as error:
        problem = tr("the file is not UTF-8 text (at byte {offset}).", offset=error.start)
        raise ScenarioError(str(path), (Mistake("", problem),)) from error


def parse_scenario(
    text: str,
    file: str,
    variables: Mapping[str, str] | None = NO_VALUES,
    path: Path | None = None,
) -> Scenario:
    """Read a scenario from its text.

    Args:
        text: the TOML document.
        file: what to call it in messages.
        variables: as of `load_scenario`.
        path: the file it is from, beside which it may name others; None for none.

    Raises:
        ScenarioError: it is no TOML, or fields make no sense.
    """
    text = text.removeprefix("\ufeff")
    try:
        return _read(text, variables, path)
    except FieldError as error:
        mistakes = _with_positions(error, text)
    except NestingError as error:
        before = text[: error.place]
        line, column = before.count("\n") + 1, error.place - before.rfind("\n")
        mistakes = (Mistake("", str(error), line, column),)
    except tomllib.TOMLDecodeError as error:
        mistakes = (_no_toml(str(error), text),)
    raise ScenarioError(file, mistakes)


def _read(text: str, variables: Mapping[str, str] | None, path: Path | None) -> Scenario:
    """Read a document with what it names.

    Raises:
        tomllib.TOMLDecodeError: it is no TOML.
        NestingError: it is nested too deeply.
        FieldError: fields make no sense.
    """
    wrong = Mistakes()
    scenario = _structure(text, wrong)
    # What does not fit has been left out; what else that makes wrong is no mistake of its own.
    places = {error.path for error in wrong.found}
    places |= {path[: end.start()] for path in places for end in _TABLE_END.finditer(path)}
    # Once there is no room for more mistakes, more than these fields has been left out.
    if not wrong.is_full:
        found = Mistakes()
        scenario = resolve(scenario, path, variables, _read_included, found)
        wrong.add(*(each for each in found.found if each.path not in places))
        places |= {each.path for each in found.found}
    if not wrong.is_full:
        wrong.add(*(each for each in _checked(scenario) if each.path not in places))
    wrong.check()
    return scenario


def _checked(scenario: Scenario) -> tuple[FieldError, ...]:
    """Return what makes no sense in a document that has been read, and in its translations."""
    mistakes = Mistakes()
    budget = Budget()
    with mistakes.of():
        check_scenario(scenario, budget)
    known = {(each.path, each.problem) for each in mistakes.found}
    if not mistakes.is_full:
        with mistakes.of():
            check_in_languages(scenario, partial(check_scenario, budget=budget), known)
    return tuple(mistakes.found)


def _structure(text: str, wrong: Mistakes) -> Scenario:
    """Read what a document has, and collect what does not fit; raises as `_read` does."""
    check_nesting(text)
    content = _parse(text)
    if _LONG_NUMBER.search(text):
        content = without_large_numbers(content, "", wrong)
    _check_version(content)
    return read_structure(content, wrong)


def _read_included(content: bytes, name: str) -> Scenario:
    """Read a document whose steps another one includes; its values are checked there.

    Raises:
        FieldError: fields make no sense; each mistake has its place in that document.
        ValueError: it is no document.
    """
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ValueError(
            tr("{name} is not UTF-8 text (at byte {offset}).", name=name, offset=error.start)
        ) from error
    wrong = Mistakes()
    try:
        scenario = _structure(text, wrong)
        wrong.check()
    except FieldError as error:
        problems = [each.in_file(name) for each in _with_positions(error, text)]
        raise FieldError.of_included("", problems) from error
    except (NestingError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{name}: {error}") from error
    return scenario


def _parse(text: str) -> dict[str, Any]:
    """Parse TOML; an integer that Python does not convert is cut to one that is too large, too.

    Raises:
        tomllib.TOMLDecodeError: it is none.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:
        # More digits than `sys.set_int_max_str_digits` allows; it does not say where.
        return tomllib.loads(_MANY_DIGITS.sub("9" * _DIGITS_KEPT, text))


def _check_version(content: dict[str, Any]) -> None:
    """Check that this program is new enough.

    Raises:
        FieldError: it is not; nothing else in the document can be judged then.
    """
    version = content.get("format")
    if type(version) is int and version > FORMAT:
        raise FieldError(
            "format",
            tr(
                "this file has format {version}, and this program reads up to {known};"
                " a newer Socket Workbench reads it.",
                version=version,
                known=FORMAT,
            ),
        )


def _with_positions(error: FieldError, text: str) -> tuple[Mistake, ...]:
    errors = error.all()
    positions = find_positions(text, [each.path for each in errors])
    mistakes = [
        Mistake(each.path, each.problem, line, column)
        for each, (line, column) in zip(errors, positions, strict=True)
    ]
    mistakes.sort(key=lambda mistake: (mistake.line, mistake.column))
    return tuple(mistakes)


def _no_toml(message: str, text: str) -> Mistake:
    """Return the mistake that `tomllib` found; it ends its message with the place."""
    at = _AT.search(message)
    line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    if at is not None and at["line"]:
        line, column = int(at["line"]), int(at["column"])
    reason = message[: at.start()] if at else message
    return Mistake("", tr("this is not TOML: {reason}.", reason=reason), line, column)


def _shortened(text: str) -> str:
    """Leave out the middle of a text longer than `_LONGEST`."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
