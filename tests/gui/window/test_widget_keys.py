"""Compares the list of keys with what the sources of the widgets bind."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QScrollArea

from socket_workbench.gui.window.widget_keys import SECTIONS, key_list, widget_key_sections

GUI = Path(__file__).parents[3] / "app" / "socket_workbench" / "gui"
NAMES = {
    "Return": "Enter",
    "Escape": "Esc",
    "Delete": "Del",
    "PageUp": "PgUp",
    "PageDown": "PgDown",
    "Plus": "+",
    "Minus": "-",
}
STANDARD = {
    "Copy": "C",
    "Cut": "X",
    "Find": "F",
    "InsertLineSeparator": "Enter",
    "Paste": "V",
    "Redo": "Z",
    "SelectAll": "A",
    "Undo": "Z",
}
"""Qt's standard keys without their modifiers."""


def bound_keys(path):
    """The keys a module's widgets ask for, without modifiers."""
    keys = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr.startswith("Key_"):
            name = node.attr.removeprefix("Key_")
            keys.add(NAMES.get(name, name))
        elif node.attr == "returnPressed":
            keys.add("Enter")
        elif isinstance(node.value, ast.Attribute) and node.value.attr == "StandardKey":
            keys.add(STANDARD[node.attr])
    return keys


def listed_keys():
    """The keys that the list has for each module."""
    listed: dict[str, set[str]] = {}
    for _, lines in SECTIONS:
        for line in lines:
            for module in line.modules:
                keys = {re.split(r"(?<=.)\+", one)[-1] for one in line.keys}
                listed.setdefault(module, set()).update(keys)
    return listed


def test_the_list_is_what_widgets_bind():
    bound = {
        ".".join(path.relative_to(GUI).with_suffix("").parts): keys
        for path in sorted(GUI.rglob("*.py"))
        if (keys := bound_keys(path))
    }

    assert listed_keys() == bound


@pytest.mark.parametrize(
    "keys", sorted({one for _, lines in SECTIONS for line in lines for one in line.keys})
)
def test_every_key_is_one_that_qt_knows(keys, qapp):
    assert QKeySequence(keys).toString() == keys


def test_the_window_lists_them_with_those_of_its_menus(pseudo_language, qapp):
    sections = widget_key_sections()

    assert ("⟦Sending and connecting⟧") in [title for title, _ in sections]
    assert ("Up, Down", "⟦Recall an earlier message, or a later one⟧") in sections[0][1]
    assert sections[-1] == (
        "⟦Mouse⟧",
        [("Ctrl+⟦wheel⟧", "⟦Zoom the pane or page below the pointer alone⟧")],
    )


def test_the_list_is_as_wide_as_its_dialog(window, qtbot):
    keys = key_list(window.menus, window)
    with qtbot.waitExposed(keys):
        keys.show()
    area = keys.findChild(QScrollArea)
    assert area is not None
    assert area.horizontalScrollBar().maximum() == 0
    keys.close()
