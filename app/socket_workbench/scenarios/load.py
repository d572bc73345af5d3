"""Reads scenario files and says exactly what is wrong with one."""

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from socket_workbench.language import mark, tr
from socket_workbench.scenarios.check import check_scenario
from socket_workbench.scenarios.fields import FieldError
from socket_workbench.scenarios.model import FORMAT, Scenario

_AT = re.compile(r"(?P<problem>.*?)(?: - at `\$\.?(?P<path>.*)`)?", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<name>.*)`")
_TYPE = re.compile(r"Expected `(?P<expected>.*)`(?:, got `(?P<found>.*)`| (?P<bound>.*))")
_TYPES = {
    "str": mark("text"),
    "int": mark("a whole number"),
    "float": mark("a number"),
    "bool": mark("true or false"),
    "object": mark("a table"),
    "array": mark("a list"),
    "datetime": mark("a date"),
    "date": mark("a date"),
    "time": mark("a time"),
}


class ScenarioError(ValueError):
    """A scenario file cannot be used; the message is a sentence that names file and field.

    Attributes:
        file: the file's name as it was given.
        path: the field, such as `clients[0].steps[3].wait`; empty when the whole file is meant.
        problem: what was expected there, as a sentence.
    """

    def __init__(self, file: str, path: str, problem: str) -> None:
        super().__init__(f"{file}: {path}: {problem}" if path else f"{file}: {problem}")
        self.file = file
        self.path = path
        self.problem = problem


def load_scenario(path: Path) -> Scenario:
    """Read a scenario file. Nothing in it is run.

    Raises:
        ScenarioError: the file cannot be read, is no TOML, or a field's value makes no sense.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise ScenarioError(
            str(path),
            "",
            tr("the file cannot be read: {reason}.", reason=error.strerror or error),
        ) from error
    except UnicodeDecodeError as error:
        raise ScenarioError(
            str(path),
            "",
            tr("the file is not UTF-8 text (at byte {offset}).", offset=error.start),
        ) from error
    return parse_scenario(text, str(path))


def parse_scenario(text: str, file: str) -> Scenario:
    """Read a scenario from its text.

    Args:
        text: the TOML document.
        file: what to call it in messages.

    Raises:
        ScenarioError: it is no TOML, or a field's value makes no sense.
    """
    try:
        content = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(file, "", tr("this is not TOML: {reason}.", reason=error)) from error
    except RecursionError as error:
        raise ScenarioError(file, "", tr("the tables are nested too deeply.")) from error
    try:
        scenario = _convert(content)
        check_scenario(scenario)
    except FieldError as error:
        raise ScenarioError(file, error.path, error.problem) from error
    return scenario


def _convert(content: dict[str, Any]) -> Scenario:
    """Turn parsed TOML into structs.

    Raises:
        FieldError: a field is unknown, missing or of another type.
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
    try:
        return msgspec.convert(content, Scenario)
    except msgspec.ValidationError as error:
        raise _field_error(str(error)) from error


def _field_error(message: str) -> FieldError:
    """Put msgspec's message into a sentence of ours."""
    found = _AT.fullmatch(message)
    problem, path = (found["problem"], found["path"] or "") if found else (message, "")
    if (unknown := _UNKNOWN.fullmatch(problem)) is not None:
        return FieldError(_join(path, unknown["name"]), tr("there is no such field."))
    if (missing := _MISSING.fullmatch(problem)) is not None:
        return FieldError(_join(path, missing["name"]), tr("this field is missing."))
    if (wrong := _TYPE.fullmatch(problem)) is not None:
        return FieldError(path, _expected(wrong))
    return FieldError(path, problem)


def _expected(wrong: re.Match[str]) -> str:
    names = [name for name in wrong["expected"].split(" | ") if name != "null"]
    expected = tr(" or ").join(tr(_TYPES.get(name, name)) for name in names)
    if wrong["bound"]:
        return tr("expected {expected} {bound}.", expected=expected, bound=wrong["bound"])
    found = tr(_TYPES.get(wrong["found"], wrong["found"]))
    return tr("expected {expected}, not {found}.", expected=expected, found=found)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
