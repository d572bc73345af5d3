"""The entries of the built-in scenarios for the tool bar and the gallery."""

from typing import TYPE_CHECKING, NamedTuple

from socket_workbench.language import tr
from socket_workbench.scenarios.builtin import builtin_words, load_builtin, runnable_names

if TYPE_CHECKING:
    from socket_workbench.gui.scenarios.gallery_entry import GalleryEntry

FIRST = "welcome"
"""The scenario at the top of the list, which is set up at the first start of the program."""


class ListedScenario(NamedTuple):
    """A built-in scenario in the tool bar's list.

    Attributes:
        name: the name that identifies it.
        title: its title, translated.
        summary: what happens in it, translated.
    """

    name: str
    title: str
    summary: str


def listed_scenarios() -> list[ListedScenario]:
    """Return the built-in scenarios that can run on this system, the one to try first on top."""
    names = sorted(runnable_names(), key=lambda name: (name != FIRST, name))
    return [ListedScenario(name, *map(tr, builtin_words(name))) for name in names]


def gallery_entries() -> "list[GalleryEntry]":
    """Return the same as gallery entries with addresses; reads every document."""
    from socket_workbench.gui.scenarios.gallery_entry import GalleryEntry
    from socket_workbench.scenarios.addresses import document_endpoint

    entries = []
    for listed in listed_scenarios():
        scenario = load_builtin(listed.name)
        ends = scenario.servers or scenario.clients
        addresses = tuple(str(document_endpoint(end.endpoint)) for end in ends)
        entries.append(GalleryEntry(*listed, addresses))
    return entries
