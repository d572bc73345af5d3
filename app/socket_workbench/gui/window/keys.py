"""The dialog that lists all keys."""

from collections.abc import Sequence
from textwrap import fill

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.widgets.buttons import PlainButton
from socket_workbench.gui.widgets.card import Card
from socket_workbench.gui.widgets.dialog import Dialog
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.language import tr

KeySection = tuple[str, Sequence[tuple[str, str]]]
"""A section's title, and pairs of keys and what they do."""

_WIDTH = 720
_HEIGHT = 640
_TITLE_LINES = 2
_KEYS_WIDTH = 16
"""The most characters in a line of keys, if one of them is not longer."""


class KeyList(Dialog):
    """Shows sections of keys in two columns; Esc closes.

    Args:
        sections: the sections in reading order.
        parent: the parent window.
    """

    def __init__(self, sections: Sequence[KeySection], parent: QWidget | None = None) -> None:
        super().__init__(parent, _WIDTH, _HEIGHT)
        self.setWindowTitle(tr("Keys"))
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.setContentsMargins(0, 0, 4, 0)
        for part in _split(sections):
            column = QVBoxLayout()
            column.setSpacing(12)
            for title, lines in part:
                column.addWidget(_section_card(title, lines))
            column.addStretch(1)
            columns.addLayout(column, 1)
        content = QWidget()
        content.setLayout(columns)
        scroll = QScrollArea()
        scroll.setProperty("looks", "bare")
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(tr("Keys"))
        close = PlainButton(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(12)
        whole.addWidget(scroll, 1)
        whole.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        scroll.setFocus(Qt.FocusReason.OtherFocusReason)


def _split(sections: Sequence[KeySection]) -> tuple[Sequence[KeySection], Sequence[KeySection]]:
    """Split the sections so that the two columns have similar heights."""
    heights = [len(lines) + _TITLE_LINES for _, lines in sections]

    def taller_side(count: int) -> int:
        return max(sum(heights[:count]), sum(heights[count:]))

    first = min(range(len(sections) + 1), key=taller_side)
    return sections[:first], sections[first:]


def _section_card(title: str, lines: Sequence[tuple[str, str]]) -> Card:
    card = Card(title)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for row, (keys, what) in enumerate(lines):
        words = PlainLabel(what)
        words.setWordWrap(True)
        grid.addWidget(words, row, 0)
        grid.addWidget(_key_cap(keys, what), row, 1, Qt.AlignmentFlag.AlignRight)
    card.body.addLayout(grid)
    return card


def _key_cap(keys: str, what: str) -> PlainLabel:
    cap = PlainLabel(fill(keys, _KEYS_WIDTH, break_long_words=False), "mono")
    cap.setProperty("looks", "well")
    cap.setContentsMargins(8, 4, 8, 4)
    cap.setAccessibleDescription(what)
    return cap
