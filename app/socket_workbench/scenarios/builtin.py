"""The scenarios that come with the program: every file in `resources/scenarios`."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from socket_workbench.language import tr
from socket_workbench.resources import resource_folder
from socket_workbench.sockets.addresses.transport import unix_supported

if TYPE_CHECKING:
    from socket_workbench.scenarios.model import Scenario

_LONGEST = 100

_TITLE = re.compile(r'^title = "([^"\\]*)"$', re.MULTILINE)
_WORDS = re.compile(r'^(title|summary) = "([^"\\]*)"$', re.MULTILINE)


class UnknownScenarioError(ValueError):
    """There is no built-in scenario of that name; the message names the nearest or all."""


@cache
def scenario_names() -> tuple[str, ...]:
    """Return the names of the built-in scenarios, in alphabetical order."""
    return tuple(sorted(file.stem for file in resource_folder("scenarios").glob("*.toml")))


def runnable_names() -> tuple[str, ...]:
    """Return the names of those that this system has the sockets for, in alphabetical order."""
    if not unix_supported():
        return scenario_names()
    return tuple(name for name in scenario_names() if not _needs_unix_sockets(name))


def _needs_unix_sockets(name: str) -> bool:
    from socket_workbench.scenarios.addresses import document_endpoint

    scenario = load_builtin(name)
    addresses = [end.endpoint for end in scenario.servers]
    addresses += [end.endpoint for end in scenario.clients]
    return any(document_endpoint(address).transport.is_unix for address in addresses)


def builtin_path(name: str) -> Path:
    """Return the file of a built-in scenario.

    Raises:
        UnknownScenarioError: there is none of that name.
    """
    names = scenario_names()
    if name not in names:
        # The name may come from anywhere and have any length.
        import difflib

        name = name[:_LONGEST]
        near = difflib.get_close_matches(name, names, n=1)
        if near:
            sentence = tr(
                "There is no scenario '{name}'; did you mean '{near}'?", name=name, near=near[0]
            )
        else:
            sentence = tr(
                "There is no scenario '{name}'; choose one of {names}, or give a .toml file.",
                name=name,
                names=", ".join(names),
            )
        raise UnknownScenarioError(sentence)
    return resource_folder("scenarios") / f"{name}.toml"


def builtin_words(name: str) -> tuple[str, str]:
    """Return the title and the summary of a built-in scenario, untranslated.

    Unlike `load_builtin`, it looks for these two lines only, and imports no reader of scenarios: a
    window lists all of them when it is opened.

    Raises:
        UnknownScenarioError: there is none of that name.
    """
    words = dict(_WORDS.findall(builtin_path(name).read_text(encoding="utf-8")))
    return words["title"], words["summary"]


def starters() -> dict[Path, str]:
    """Return the documents to start from that come with the program, with untranslated titles.

    The commented one of everything is the first.
    """
    files = resource_folder("starters").glob("*.toml")
    order = sorted(files, key=lambda file: (file.stem != "scenario", file.stem))
    texts = ((file, file.read_text(encoding="utf-8")) for file in order)
    return {file: found[1] for file, text in texts if (found := _TITLE.search(text))}


def source(name: str) -> Path:
    """Return the document that a new one of this name is a copy of: a starter or a scenario.

    Raises:
        UnknownScenarioError: there is none; the message names all, the nearest ones first.
    """
    known = {name: resource_folder("scenarios") / f"{name}.toml" for name in scenario_names()}
    known |= {file.stem: file for file in starters()}
    if name not in known:
        import difflib

        name = name[:_LONGEST]
        nearness = {each: difflib.SequenceMatcher(None, name, each).ratio() for each in known}
        names = sorted(known, key=lambda each: (-nearness[each], each))
        raise UnknownScenarioError(
            tr(
                "There is no scenario '{name}' to start from; choose one of {names}.",
                name=name,
                names=", ".join(names),
            )
        )
    return known[name]


def load_builtin(name: str) -> "Scenario":
    """Read a built-in scenario.

    Raises:
        UnknownScenarioError: there is none of that name.
        ScenarioError: its file has a mistake.
    """
    from socket_workbench.scenarios.load import load_scenario

    return load_scenario(builtin_path(name))
