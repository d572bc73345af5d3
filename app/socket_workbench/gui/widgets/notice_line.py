"""A message on one line, with buttons for what can be done about it."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from socket_workbench.gui.looks.fonts import row_height
from socket_workbench.gui.looks.plain import plain_title
from socket_workbench.gui.looks.stylesheet import restyle
from socket_workbench.gui.widgets.buttons import IconButton, PlainButton
from socket_workbench.gui.widgets.labels import ElidedLabel, ThemedSign
from socket_workbench.language import tr

_ICONS = {"error": ("circle-alert", "error"), "info": ("info", "dim")}

_LEAST_CHARACTERS = 16
"""The characters of the message that are visible before a button is left out."""


class Remedy(NamedTuple):
    """What can be done about an error.

    Attributes:
        words: the text of its button.
        act: does it.
    """

    words: str
    act: Callable[[], object]


class _Parts(NamedTuple):
    """What a notice consists of.

    Attributes:
        row: the layout of the others.
        sign: the icon.
        words: the message.
        copy: the button that copies it.
        close: the button that closes the notice.
    """

    row: QHBoxLayout
    sign: ThemedSign
    words: ElidedLabel
    copy: IconButton
    close: IconButton


class NoticeLine(QFrame):
    """A message with an icon, remedies, a button to copy it and one to close it; hidden at first.

    A long message is elided, with a tooltip. It can be copied, also from the context menu. Where
    there is little room, the button to copy is left out first, then the remedies from the last one.

    Signals:
        shown_changed(bool): a message is shown now, or no longer.
    """

    shown_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("looks", "notice")
        self.setProperty("tone", "info")
        self._text = ""
        self._remedies: list[QPushButton] = []
        self.hide()

    @cached_property
    def _parts(self) -> _Parts:
        """What it consists of, created with the first message: most notices show none."""
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 4, 0)
        row.setSpacing(8)
        sign = ThemedSign(*_ICONS["info"])
        words = ElidedLabel("", mode=Qt.TextElideMode.ElideRight)
        copy = IconButton("copy", tr("Copy the message"), small=True)
        close = IconButton("x", tr("Close this notice"), small=True)
        row.addWidget(sign)
        row.addWidget(words, 1)
        row.addWidget(copy)
        row.addWidget(close)
        copy.clicked.connect(self._on_copy_clicked)
        close.clicked.connect(self.clear)
        return _Parts(row, sign, words, copy, close)

    def text(self) -> str:
        """Return the message; empty if none is shown."""
        return self._text

    def remedies(self) -> list[QPushButton]:
        """Return the buttons of the remedies, the best first."""
        return list(self._remedies)

    def show_error(self, sentence: str, remedies: Sequence[Remedy] = ()) -> None:
        """Show an error, and what can be done about it, the best first."""
        self._show("error", sentence, remedies)

    def show_info(self, sentence: str, remedies: Sequence[Remedy] = ()) -> None:
        """Show information, and what can be done, the best first."""
        self._show("info", sentence, remedies)

    @Slot()
    def clear(self) -> None:
        """Remove the message."""
        if self._text or not self.isHidden():
            self._text = ""
            self._parts.words.setText("")
            self._set_remedies(())
            self.hide()
            self.shown_changed.emit(False)

    def sizeHint(self) -> QSize:
        """Return the height of one line, whatever it says."""
        return QSize(super().sizeHint().width(), row_height(self.font()) + 4)

    def minimumSizeHint(self) -> QSize:
        """Return the least width: the buttons are left out there."""
        least = self._parts.sign.sizeHint().width() + self._parts.close.sizeHint().width()
        return QSize(least + self._least_text() // 2, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the buttons that do not fit."""
        super().resizeEvent(event)
        if self._text:
            self._fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the message."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Copy the message")).triggered.connect(self._on_copy_clicked)
        menu.popup(event.globalPos())

    def _show(self, tone: str, sentence: str, remedies: Sequence[Remedy]) -> None:
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self, self._parts.words)
        self._text = sentence
        self._parts.sign.show_icon(*_ICONS[tone])
        self._parts.words.setText(sentence)
        self.setAccessibleName(sentence)
        self._set_remedies(remedies)
        self._fit()
        self.show()
        self.shown_changed.emit(True)

    def _set_remedies(self, remedies: Sequence[Remedy]) -> None:
        for button in self._remedies:
            self._parts.row.removeWidget(button)
            button.hide()
            # It may be the button whose click is being handled.
            button.deleteLater()
        self._remedies = []
        for words, act in remedies:
            button = PlainButton(plain_title(words), parent=self)
            button.setProperty("looks", "small")
            button.clicked.connect(act)
            self._parts.row.insertWidget(self._parts.row.count() - 2, button)
            self._remedies.append(button)

    def _least_text(self) -> int:
        return self.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS

    def _fit(self) -> None:
        row, sign, _, copy, close = self._parts
        margins, gap = row.contentsMargins(), row.spacing()
        room = self.width() - margins.left() - margins.right() - self._least_text()
        room -= sign.sizeHint().width() + close.sizeHint().width() + 2 * gap
        for button in (*self._remedies, copy):
            room -= button.sizeHint().width() + gap
            button.setVisible(room >= 0)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
