"""Reads scenario files and says exactly what is wrong with one."""

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from socket_workbench.language import mark, tr
from socket_workbench.regular_file import UnreadableFileError, read_regular
from socket_workbench.scenarios.check import check_scenario
from socket_workbench.scenarios.fields import FieldError
from socket_workbench.scenarios.model import FORMAT, Scenario
from socket_workbench.scenarios.toml_nesting import NestingError, check_nesting
from socket_workbench.sockets.options import ClientOptions, ServerOptions

MOST_BYTES = 1024 * 1024
"""The largest document, in bytes."""

_LONGEST = 400
"""The most characters of a field's path or of a problem in a message."""

_INTEGERS = range(-(2**63), 2**63)
"""The integers of TOML: 64 bits, signed."""

_MANY_DIGITS = re.compile(r"[0-9](?:_?[0-9]){99,}")
_TOO_LARGE = "9" * 20
_PATH = " - at `$"
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
        path, problem = _shortened(path), _shortened(problem)
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
        text = read_regular(path, MOST_BYTES).decode("utf-8")
    except UnreadableFileError as error:
        problem = tr("the file cannot be read: {reason}.", reason=error)
        raise ScenarioError(str(path), "", problem) from error
    except UnicodeDecodeError as error:
        problem = tr("the file is not UTF-8 text (at byte {offset}).", offset=error.start)
        raise ScenarioError(str(path), "", problem) from error
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
        content = _parse(text.removeprefix("\ufeff"))
        scenario = _convert(content)
        check_scenario(scenario)
    except FieldError as error:
        raise ScenarioError(file, error.path, error.problem) from error
    except NestingError as error:
        raise ScenarioError(file, "", str(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(file, "", tr("this is not TOML: {reason}.", reason=error)) from error
    return scenario


def _parse(text: str) -> dict[str, Any]:
    """Parse TOML.

    Raises:
        tomllib.TOMLDecodeError: it is none.
        NestingError: it is nested too deeply.
        FieldError: a number is too large.
    """
    check_nesting(text)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:
        # More digits than Python converts (sys.set_int_max_str_digits), and it does not say where.
        # With shorter numbers in their place, also too large, `_check_numbers` finds the field.
        content = tomllib.loads(_MANY_DIGITS.sub(_TOO_LARGE, text))
        _check_numbers(content, "")
        raise FieldError("", tr("a number in it is too large.")) from error
    _check_numbers(content, "")
    return content


def _check_numbers(value: object, path: str) -> None:
    """Check that integers fit into 64 bits, as in TOML.

    Raises:
        FieldError: one has more.
    """
    if isinstance(value, dict):
        for name, inner in value.items():
            _check_numbers(inner, _join(path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check_numbers(inner, f"{path}[{index}]")
    elif isinstance(value, int) and value not in _INTEGERS:
        raise FieldError(path, tr("the number is too large."))


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
        return msgspec.convert(_with_options_gathered(content), Scenario)
    except msgspec.ValidationError as error:
        raise _field_error(str(error)) from error


def _with_options_gathered(content: dict[str, Any]) -> dict[str, Any]:
    """Put the options of each server and client into its field `options`.

    Raises:
        FieldError: there is a field of that name already.
    """
    gathered = dict(content)
    for field, kind in (("servers", ServerOptions), ("clients", ClientOptions)):
        tables = content.get(field)
        if isinstance(tables, list):
            names = {row.name for row in kind.rows()}
            gathered[field] = [
                _gathered(table, names, f"{field}[{index}]") if isinstance(table, dict) else table
                for index, table in enumerate(tables)
            ]
    return gathered


def _gathered(table: dict[str, Any], names: set[str], path: str) -> dict[str, Any]:
    if "options" in table:
        raise FieldError(f"{path}.options", tr("there is no such field."))
    fields = {name: value for name, value in table.items() if name not in names}
    return fields | {"options": {name: table[name] for name in names & table.keys()}}


def _field_error(message: str) -> FieldError:
    """Convert msgspec's message to the path of a field and a sentence."""
    problem, _, path = message.rpartition(_PATH) if message.endswith("`") else ("", "", "")
    problem, path = (problem, path[:-1].removeprefix(".")) if problem else (message, "")
    if (unknown := _UNKNOWN.fullmatch(problem)) is not None:
        return FieldError(_join(path, unknown["name"]), tr("there is no such field."))
    if (missing := _MISSING.fullmatch(problem)) is not None:
        return FieldError(_join(path, missing["name"]), tr("this field is missing."))
    if (wrong := _TYPE.fullmatch(problem)) is not None:
        return FieldError(path, _expected(wrong))
    return FieldError(path, f"{problem}.")


def _expected(wrong: re.Match[str]) -> str:
    names = [name for name in wrong["expected"].split(" | ") if name != "null"]
    expected = tr(" or ").join(tr(_TYPES.get(name, name)) for name in names)
    if wrong["bound"]:
        return tr("expected {expected} {bound}.", expected=expected, bound=wrong["bound"])
    found = tr(_TYPES.get(wrong["found"], wrong["found"]))
    return tr("expected {expected}, not {found}.", expected=expected, found=found)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _shortened(text: str) -> str:
    """Leave out the middle of a text longer than `_LONGEST`."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
