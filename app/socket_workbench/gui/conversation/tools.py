"""The controls of a conversation: its form, its encoding, and saving."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QWidget,
)

from socket_workbench.gui.conversation.lines import ConversationForm
from socket_workbench.gui.filter.parts import direction_title
from socket_workbench.gui.rows.encodings import EncodingMenu, encoding_title
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.journal.row import Direction
from socket_workbench.language import tr


class ConversationTools(QWidget):
    """Controls for the form, frames around reads, the encoding, and saving by direction.

    Signals:
        form_changed: another form was chosen, or the frames around reads were switched.
        encoding_chosen(str, str): an endpoint's name, and Python's name of an encoding.
        save_requested(object, object): the path of a file, and a `Direction`, or None for both.
    """

    form_changed = Signal()
    encoding_chosen = Signal(str, str)
    save_requested = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for form, title in (
            (ConversationForm.TEXT, tr("Text")),
            (ConversationForm.HEX, tr("Hex")),
            (ConversationForm.BOTH, tr("Both")),
        ):
            button = _ticked(title)
            button.setProperty("form", form)
            self._forms.addButton(button)
            row.addWidget(button)
        self._forms.buttons()[0].setChecked(True)
        self.reads = _ticked(tr("Reads"))
        self.reads.setToolTip(tr("Show each recv() and send() in a box of its own"))
        row.addWidget(self.reads)
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
        self._forms.buttonClicked.connect(self._on_form_clicked)
        self.reads.toggled.connect(self._on_reads_toggled)
        menu.triggered.connect(self._on_save_triggered)

    @property
    def form(self) -> ConversationForm:
        """How messages are shown."""
        chosen = (button for button in self._forms.buttons() if button.isChecked())
        return ConversationForm(next(chosen).property("form"))

    def set_form(self, form: ConversationForm) -> None:
        """Set how messages are shown."""
        for button in self._forms.buttons():
            if button.property("form") is form:
                button.click()

    def show_endpoint(self, name: str, encoding: str) -> None:
        """Set the endpoint whose encoding can be chosen; an empty name disables the choice."""
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
    def _on_form_clicked(self, button: QAbstractButton) -> None:
        self.form_changed.emit()

    @Slot(bool)
    def _on_reads_toggled(self, shown: bool) -> None:
        self.form_changed.emit()

    @Slot(QAction)
    def _on_save_triggered(self, action: QAction) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Save conversation"), "conversation.bin")
        if name:
            self.save_requested.emit(Path(name), action.data())


def _ticked(title: str) -> QuietButton:
    button = QuietButton(title)
    button.setCheckable(True)
    return button
