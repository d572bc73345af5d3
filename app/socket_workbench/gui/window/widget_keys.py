"""The keys that widgets handle themselves; those of menu actions are in `actions`.

A test compares each entry with the modules it names, so that the list of keys is complete.
"""

from typing import NamedTuple

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.window.actions import Menus
from socket_workbench.gui.window.keys import KeyList, KeySection
from socket_workbench.language import mark, tr


class WidgetKeys(NamedTuple):
    """An entry of the list.

    Attributes:
        keys: the keys, as `QKeySequence` parses them.
        what: what they do, to be translated.
        modules: the modules below `gui` whose widgets handle them.
    """

    keys: tuple[str, ...]
    what: str
    modules: tuple[str, ...]


_ROWS = ("log.view", "conversation.view", "ladder.view")

SECTIONS: tuple[tuple[str, tuple[WidgetKeys, ...]], ...] = (
    (
        mark("Sending and connecting"),
        (
            WidgetKeys(("Enter",), mark("Send the line"), ("sending.field",)),
            WidgetKeys(("Ctrl+Enter",), mark("Send the large field"), ("sending.editor",)),
            WidgetKeys(
                ("Enter",), mark("Write a line to a watched program's input"), ("watch.pane",)
            ),
            WidgetKeys(
                ("Enter",),
                mark("Put a sent message into the field, in their list"),
                ("sending.sent_list",),
            ),
            WidgetKeys(("Ctrl+Enter",), mark("Send it again, there"), ("sending.sent_list",)),
            WidgetKeys(
                ("Up", "Down", "PgUp", "PgDown"),
                mark("Choose a sent message while searching"),
                ("sending.sent_list",),
            ),
            WidgetKeys(("Enter",), mark("Repeat, in the interval"), ("sending.repeating",)),
            WidgetKeys(("Shift+Enter",), mark("Begin a line in it"), ("sending.editor",)),
            WidgetKeys(
                ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+X", "Ctrl+C", "Ctrl+V", "Ctrl+A"),
                mark("Undo, redo, cut, copy, paste and select all in a field"),
                ("window.actions",),
            ),
            WidgetKeys(("Ctrl+V",), mark("Paste, all that is copied"), ("widgets.whole_line",)),
            WidgetKeys(
                ("Up", "Down"),
                mark("Recall an earlier message, or a later one"),
                ("sending.field",),
            ),
            WidgetKeys(
                ("Enter",), mark("Start or connect, in an address"), ("panes.address_field",)
            ),
            WidgetKeys(
                ("Up", "Down", "PgUp", "PgDown"),
                mark("Choose among the addresses or filter words offered"),
                ("widgets.completion",),
            ),
            WidgetKeys(
                ("Enter",), mark("List the values of the word chosen"), ("widgets.completion",)
            ),
            WidgetKeys(
                ("Esc",), mark("Back to what was typed, while some are"), ("widgets.completion",)
            ),
            WidgetKeys(("Enter",), mark("Answer a question"), ("script.question_form",)),
            WidgetKeys(
                ("Esc",), mark("Keep a pane's name, while it is edited"), ("widgets.name_editor",)
            ),
            WidgetKeys(
                ("Del",), mark("Close the selected connections"), ("panes.connections.table",)
            ),
        ),
    ),
    (
        mark("Log, conversation and ladder"),
        (
            WidgetKeys(("Home",), mark("First row"), _ROWS),
            WidgetKeys(
                ("Ctrl+Enter",), mark("Send the row again, in the log"), ("window.row_sending",)
            ),
            WidgetKeys(
                ("Shift+Enter",),
                mark("Put the row into the field of its pane"),
                ("window.row_sending",),
            ),
            WidgetKeys(("End",), mark("Newest row, and follow"), _ROWS),
            WidgetKeys(
                ("Ctrl+C",),
                mark("Copy rows"),
                (*_ROWS, "log.row_menu", "rows.keyed_table"),
            ),
            WidgetKeys(
                ("Up", "Down", "PgUp", "PgDown"),
                mark("Select another row, in the ladder"),
                ("ladder.view",),
            ),
            WidgetKeys(("Left", "Right"), mark("Scroll sideways, there"), ("ladder.view",)),
            WidgetKeys(
                ("+", "-"), mark("Stretch and compress its time, to scale"), ("ladder.view",)
            ),
            WidgetKeys(
                ("Ctrl+Z",),
                mark("Undo in the filter, then the previous filter"),
                ("filter.field",),
            ),
            WidgetKeys(("PgDown",), mark("Step, while the page Steps is shown"), ("steps.page",)),
            WidgetKeys(("Enter",), mark("Find next, in the find bar"), ("find.bar",)),
            WidgetKeys(("Shift+Enter",), mark("Find previous, there"), ("find.bar",)),
            WidgetKeys(("Esc",), mark("Close the find bar"), ("find.bar",)),
            WidgetKeys(("Esc",), mark("Close a notice at the foot"), ("window.notice_bar",)),
            WidgetKeys(
                ("Enter", "Space"), mark("Show what was lost, at the foot"), ("window.loss_chip",)
            ),
        ),
    ),
    (
        mark("Bytes of a message"),
        (
            WidgetKeys(("Left", "Right"), mark("Previous byte, next byte"), ("message.hex",)),
            WidgetKeys(("Up", "Down"), mark("Previous line, next line"), ("message.hex",)),
            WidgetKeys(("PgUp", "PgDown"), mark("Previous page, next page"), ("message.hex",)),
            WidgetKeys(("Home", "End"), mark("Begin and end of the line"), ("message.hex",)),
            WidgetKeys(
                ("Ctrl+Home", "Ctrl+End"),
                mark("First byte, last byte"),
                ("message.hex",),
            ),
            WidgetKeys(("Ctrl+A",), mark("Select all bytes"), ("message.hex",)),
            WidgetKeys(("Ctrl+C",), mark("Copy the selected bytes"), ("message.hex",)),
        ),
    ),
    (
        mark("Gallery"),
        (
            WidgetKeys(("Ctrl+F",), mark("Search"), ("scenarios.gallery",)),
            WidgetKeys(
                ("Up", "Down", "PgUp", "PgDown"),
                mark("Choose a scenario while searching"),
                ("scenarios.gallery",),
            ),
        ),
    ),
)


def key_list(menus: Menus, parent: QWidget) -> KeyList:
    """Create the dialog with all keys of a window: those of its menus and those of its widgets."""
    return KeyList([*menus.key_sections(), *widget_key_sections()], parent)


def widget_key_sections() -> list[KeySection]:
    """Return the keys of widgets, as sections of the list of keys."""
    sections = [
        (tr(title), [(_shown(line.keys), tr(line.what)) for line in lines])
        for title, lines in SECTIONS
    ]
    control = _shown(("Ctrl+A",)).removesuffix("A")
    wheel = (control + tr("wheel"), tr("Zoom the pane or page below the pointer alone"))
    return [*sections, (tr("Mouse"), [wheel])]


def _shown(keys: tuple[str, ...]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(one).toString(native) for one in keys)
