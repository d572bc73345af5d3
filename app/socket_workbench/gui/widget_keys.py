"""The keys that widgets bind themselves: those of menus are known to the menus.

A test compares each line with the modules it names, so that the list of keys is whole and true.
"""

from typing import NamedTuple

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.actions import Menus
from socket_workbench.gui.dialogs.key_list import KeyList, KeySection
from socket_workbench.language import mark, tr


class WidgetKeys(NamedTuple):
    """One line of the list.

    Attributes:
        keys: the keys that do it, as `QKeySequence` reads them.
        what: what they do, to be translated.
        modules: the modules below `gui` whose widgets bind them.
    """

    keys: tuple[str, ...]
    what: str
    modules: tuple[str, ...]


_ROWS = ("widgets.log_view", "widgets.conversation_view")

SECTIONS: tuple[tuple[str, tuple[WidgetKeys, ...]], ...] = (
    (
        mark("Sending and connecting"),
        (
            WidgetKeys(("Enter",), mark("Send the line"), ("widgets.message_field",)),
            WidgetKeys(("Ctrl+Enter",), mark("Send the large field"), ("widgets.message_editor",)),
            WidgetKeys(("Shift+Enter",), mark("Begin a line in it"), ("widgets.message_editor",)),
            WidgetKeys(("Ctrl+V",), mark("Paste, all that is copied"), ("widgets.whole_line",)),
            WidgetKeys(
                ("Up", "Down"),
                mark("Recall an earlier message, or a later one"),
                ("widgets.message_field",),
            ),
            WidgetKeys(
                ("Enter",), mark("Start or connect, in an address"), ("widgets.address_field",)
            ),
            WidgetKeys(("Enter",), mark("Answer a question"), ("widgets.question_form",)),
            WidgetKeys(
                ("Del",), mark("Close the selected connections"), ("widgets.connections_table",)
            ),
        ),
    ),
    (
        mark("Log and conversation"),
        (
            WidgetKeys(("Home",), mark("First row"), _ROWS),
            WidgetKeys(("End",), mark("Newest row, and follow"), _ROWS),
            WidgetKeys(
                ("Ctrl+C",),
                mark("Copy rows"),
                (*_ROWS, "widgets.log_row_menu", "widgets.counter_table"),
            ),
            WidgetKeys(
                ("Ctrl+Z",),
                mark("Undo in the filter, then the filter before"),
                ("widgets.filter_field",),
            ),
            WidgetKeys(("Enter",), mark("Find next, in the find bar"), ("widgets.find_bar",)),
            WidgetKeys(("Shift+Enter",), mark("Find before, there"), ("widgets.find_bar",)),
            WidgetKeys(("Esc",), mark("Close the find bar"), ("widgets.find_bar",)),
            WidgetKeys(
                ("Enter", "Space"), mark("Show what was lost, at the foot"), ("widgets.loss_chip",)
            ),
        ),
    ),
    (
        mark("Bytes of a message"),
        (
            WidgetKeys(
                ("Left", "Right"), mark("Byte before, next byte"), ("widgets.message_detail_hex",)
            ),
            WidgetKeys(
                ("Up", "Down"), mark("Line before, next line"), ("widgets.message_detail_hex",)
            ),
            WidgetKeys(
                ("PgUp", "PgDown"), mark("Page before, next page"), ("widgets.message_detail_hex",)
            ),
            WidgetKeys(
                ("Home", "End"), mark("Begin and end of the line"), ("widgets.message_detail_hex",)
            ),
            WidgetKeys(
                ("Ctrl+Home", "Ctrl+End"),
                mark("First byte, last byte"),
                ("widgets.message_detail_hex",),
            ),
            WidgetKeys(("Ctrl+A",), mark("Select all bytes"), ("widgets.message_detail_hex",)),
            WidgetKeys(
                ("Ctrl+C",), mark("Copy the selected bytes"), ("widgets.message_detail_hex",)
            ),
        ),
    ),
    (
        mark("Gallery"),
        (
            WidgetKeys(("Ctrl+F",), mark("Search"), ("dialogs.gallery",)),
            WidgetKeys(
                ("Up", "Down", "PgUp", "PgDown"),
                mark("Choose a scenario while searching"),
                ("dialogs.gallery",),
            ),
        ),
    ),
)


def key_list(menus: Menus, parent: QWidget) -> KeyList:
    """Make the list of all keys of a window: those of its menus and those of its widgets."""
    return KeyList([*menus.key_sections(), *widget_key_sections()], parent)


def widget_key_sections() -> list[KeySection]:
    """Return what widgets bind, as sections of the list of keys."""
    return [
        (tr(title), [(_shown(line.keys), tr(line.what)) for line in lines])
        for title, lines in SECTIONS
    ]


def _shown(keys: tuple[str, ...]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(one).toString(native) for one in keys)
