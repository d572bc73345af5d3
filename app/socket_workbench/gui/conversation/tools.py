"""The controls of a conversation: its notation, its encoding, and saving."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QMenu,
    QWidget,
)

from socket_workbench.gui.filter.parts import direction_title
from socket_workbench.gui.rows.encodings import EncodingMenu, encoding_title
from socket_workbench.gui.rows.text import Notation
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.file_dialogs import ask_where_to_save
from socket_workbench.gui.widgets.flow_layout import FlowLayout
from socket_workbench.journal.row import Direction
from socket_workbench.language import tr


class ConversationTools(QWidget):
    """Controls for the notation, frames around reads or messages, the encoding, and saving.

    Signals:
        notation_changed: another notation was chosen, or other frames.
        encoding_chosen(str, str): an endpoint's name, and Python's name of an encoding.
        save_requested(object, object): the path of a file, and a `Direction`, or None for both.
    """

    notation_changed = Signal()
    encoding_chosen = Signal(str, str)
    save_requested = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._direction: Direction | None = None
        self._notations = QButtonGroup(self)
        row = FlowLayout(self, 4)
        for notation, title in (
            (Notation.TEXT, tr("Text")),
            (Notation.HEX, tr("Hex")),
            (Notation.BOTH, tr("Both")),
        ):
            button = _ticked(title)
            button.setProperty("notation", notation)
            self._notations.addButton(button)
            row.addWidget(button)
        self._notations.buttons()[0].setChecked(True)
        self.reads = _ticked(tr("Box reads"))
        self.reads.setToolTip(tr("Show each recv() and send() in a box of its own"))
        row.addWidget(self.reads)
        self.messages = _ticked(tr("Box messages"))
        self.messages.setToolTip(tr("Show each message that the framing found in a box of its own"))
        row.addWidget(self.messages)
        self.encoding = QuietButton("")
        self.encoding.setProperty("menu", "true")
        self.encoding.setAccessibleName(tr("Encoding of the text"))
        self.encoding.setToolTip(tr("Encoding of the text"))
        row.addWidget(self.encoding)
        self.save = QuietButton(tr("Save…"), "save")
        self.save.setProperty("menu", "true")
        menu = QMenu(self.save)
        for direction in (*Direction, None):
            title = (
                tr("Both directions…") if direction is None else direction_title(direction) + "…"
            )
            menu.addAction(title).setData(direction)
        self.save.setMenu(menu)
        row.addWidget(self.save)
        self.show_endpoint("", "utf-8")
        self._notations.buttonClicked.connect(self._on_notation_clicked)
        self.reads.toggled.connect(self._on_reads_toggled)
        self.messages.toggled.connect(self._on_messages_toggled)
        menu.triggered.connect(self._on_save_triggered)

    @property
    def notation(self) -> Notation:
        """How messages are shown."""
        chosen = (button for button in self._notations.buttons() if button.isChecked())
        return Notation(next(chosen).property("notation"))

    def set_notation(self, notation: Notation) -> None:
        """Set how messages are shown."""
        for button in self._notations.buttons():
            if button.property("notation") is notation:
                button.click()

    def show_endpoint(self, name: str, encoding: str, framing: str = "") -> None:
        """Set what is shown.

        Args:
            name: the endpoint whose encoding can be chosen; empty disables the choice.
            encoding: Python's name of it.
            framing: how messages are cut; without a framing there are none to show.
        """
        self.messages.setEnabled(bool(framing))
        self.encoding.setText(encoding_title(encoding))
        self.encoding.setEnabled(bool(name))
        self.save.setEnabled(bool(name))
        before = self.encoding.menu()
        menu = EncodingMenu(name, encoding, self.encoding)
        menu.chosen.connect(self.encoding_chosen)
        self.encoding.setMenu(menu)
        if before is not None:
            before.deleteLater()

    @Slot(QAbstractButton)
    def _on_notation_clicked(self, button: QAbstractButton) -> None:
        self.notation_changed.emit()

    @Slot(bool)
    def _on_reads_toggled(self, shown: bool) -> None:
        if shown:
            _untick(self.messages)
        self.notation_changed.emit()

    @Slot(bool)
    def _on_messages_toggled(self, shown: bool) -> None:
        if shown:
            _untick(self.reads)
        self.notation_changed.emit()

    @Slot(QAction)
    def _on_save_triggered(self, action: QAction) -> None:
        self._direction = action.data()
        ask_where_to_save(self, tr("Save conversation"), self._on_file_selected, "conversation.bin")

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        self.save_requested.emit(Path(name), self._direction)


def _untick(button: QuietButton) -> None:
    with QSignalBlocker(button):
        button.setChecked(False)


def _ticked(title: str) -> QuietButton:
    button = QuietButton(title)
    button.setCheckable(True)
    return button
