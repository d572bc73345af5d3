"""Saves panes, and reads saved states, which may be damaged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from socket_workbench.gui.looks.zoom import zoom_part, zoom_steps
from socket_workbench.journal.event import LONGEST_NAME

if TYPE_CHECKING:
    from socket_workbench.gui.panes.area import PaneArea
    from socket_workbench.gui.panes.pane import Pane


def saved_panes(area: PaneArea, staged: Sequence[Pane]) -> list[Mapping[str, object]]:
    """Return the states of an area's panes, in the order of their tabs.

    Args:
        area: the area.
        staged: the panes of the scenario that Run runs.
    """
    current = area.current()
    return [
        {**pane.save(), "staged": pane in staged, "current": pane is current}
        for pane in area.panes()
    ]


def mapping(value: object) -> Mapping[str, object]:
    """Return a value that must be a mapping; raises `TypeError` if it is not."""
    if not isinstance(value, Mapping):
        raise TypeError(value)
    return value


def without_messages(saved: Mapping[str, object]) -> dict[str, object]:
    """Return the saved state of all panes without their sent messages."""
    return {
        key: [{**entry, "send": {**mapping(entry["send"]), "history": []}} for entry in entries(of)]
        if key in ("servers", "clients")
        else of
        for key, of in saved.items()
    }


def pane_state(pane: Pane) -> dict[str, object]:
    """Return what server panes and client panes both save."""
    return {
        "name": pane.name,
        "address": pane.asked_address(),
        "options": pane.options.written(),
        "send": pane.send_bar.state(),
        "zoom": zoom_steps(pane),
    }


def restore_pane(pane: Pane, saved: Mapping[str, object]) -> None:
    """Restore what `pane_state` returned.

    Raises:
        KeyError, TypeError, ValueError: it is invalid.
    """
    pane.rename(str(saved["name"]))
    pane.address.set_text(str(saved["address"]))
    pane.options.set_values(mapping(saved["options"]))
    pane.send_bar.restore(mapping(saved["send"]))
    zoom_part(pane, saved.get("zoom"))


def entries(saved: object) -> Sequence[Mapping[str, object]]:
    """Return the mappings of a saved list, up to the most endpoints that a document may have.

    Names are at most as long as they are recorded.
    """
    from socket_workbench.scenarios.check import MOST_ENDPOINTS

    if not isinstance(saved, list):
        return []
    return [
        {**entry, "name": str(entry["name"])[:LONGEST_NAME]} if "name" in entry else entry
        for entry in saved[:MOST_ENDPOINTS]
        if isinstance(entry, Mapping)
    ]
