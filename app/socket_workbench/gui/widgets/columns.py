"""The columns of a table: how they are saved, and shown again as they were."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHeaderView

_WIDEST = 1 << 14
"""Pixels that a column may have when it comes back."""


def save_columns(header: QHeaderView, keys: Sequence[str]) -> list[dict[str, object]]:
    """Return the columns from left to right, as JSON has them.

    Not what `QHeaderView.saveState` returns: `restoreState` does not check what it is given.

    Args:
        header: the table's head.
        keys: the columns' keys in the order of their sections.
    """
    return [
        {
            "key": keys[column],
            "width": header.sectionSize(column),
            "hidden": header.isSectionHidden(column),
        }
        for column in sorted(range(len(keys)), key=header.visualIndex)
    ]


def restore_columns(header: QHeaderView, keys: Sequence[str], saved: object) -> None:
    """Show columns as `save_columns` found them; they must be as at first.

    Whatever else is saved does no harm: unknown columns and all but the first of equal ones are
    left out, a column that was not saved stands behind the one it is behind at first, and a width
    that is none is left as it is.

    Args:
        header: the table's head.
        keys: the columns' keys in the order of their sections.
        saved: what was saved, or anything.
    """
    states = _states(keys, saved)
    order = list(states)
    for place, key in enumerate(keys):
        if key not in states:
            order.insert(order.index(keys[place - 1]) + 1 if place else 0, key)
    for place, key in enumerate(order):
        header.moveSection(header.visualIndex(keys.index(key)), place)
    hidden = [key for key, state in states.items() if state.get("hidden") is True]
    for key, state in states.items():
        width = state.get("width")
        if type(width) is int and 0 < width <= _WIDEST:
            header.resizeSection(keys.index(key), width)
        # A table without columns has no head either, and no way back.
        header.setSectionHidden(keys.index(key), key in hidden and len(hidden) < len(keys))


def _states(keys: Sequence[str], saved: object) -> dict[str, Mapping[str, object]]:
    """Return what was saved of each column that there is, in the order saved."""
    states: dict[str, Mapping[str, object]] = {}
    for state in saved if isinstance(saved, list) else []:
        key = state.get("key") if isinstance(state, dict) else None
        if isinstance(key, str) and key in keys:
            states.setdefault(key, state)
    return states
