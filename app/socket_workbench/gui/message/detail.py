"""The view of the selected message: as text, in hex, or both."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from socket_workbench.gui.message.footer import footer_text
from socket_workbench.gui.message.hex import HexView
from socket_workbench.gui.message.text import MOST_BYTES, TextView, encoding_note
from socket_workbench.gui.rows.colors import LogColors
from socket_workbench.gui.rows.encodings import ENCODINGS, encoding_title
from socket_workbench.gui.rows.highlights import LogHighlights
from socket_workbench.gui.rows.line import LogLine
from socket_workbench.gui.rows.text import Notation
from socket_workbench.gui.widgets.buttons import QuietButton
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.gui.widgets.labels import ElidedLabel
from socket_workbench.language import tr, trn
from socket_workbench.payload.text import TextDecoder


class MessageDetail(QWidget):
    """Shows one message, with a footer that describes it.

    Attributes:
        hex_view: its bytes.
        text_view: its text.
        footer: its size, sender, receiver and time.
        encoding: the choice of the encoding.
        links: the row of what can be done with the message, beside or below the footer.

    Signals:
        encoding_chosen(str, str): an encoding was chosen; carries the endpoint's name and Python's
            name of the encoding.
        line_changed: another row is shown, or none.
    """

    encoding_chosen = Signal(str, str)
    line_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: LogLine | None = None
        self._payload = b""
        self._highlights: LogHighlights | None = None
        self._notation = Notation.BOTH
        self.setAccessibleName(tr("Selected message"))
        self.hex_view = HexView(self)
        self.text_view = TextView(self)
        self._views = QSplitter(Qt.Orientation.Horizontal, self)
        self._views.setChildrenCollapsible(False)
        self._views.addWidget(self.hex_view)
        self._views.addWidget(self.text_view)
        self._views.setStretchFactor(1, 1)
        self.footer = ElidedLabel("", "small", Qt.TextElideMode.ElideRight)
        self.encoding = Combo(self)
        self.encoding.setAccessibleName(tr("Encoding of the text"))
        self.encoding.setToolTip(tr("Encoding of the text"))
        for title, name in ENCODINGS:
            self.encoding.addItem(title, name)
        self._buttons = QButtonGroup(self)
        self._head = QHBoxLayout()
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.links = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._fill_rows()
        self.encoding.currentIndexChanged.connect(self._on_encoding_changed)
        self.encoding.activated.connect(self._on_encoding_activated)
        self._buttons.buttonClicked.connect(self._on_button_clicked)
        self.set_notation(self._notation)
        self.clear()

    def _fill_rows(self) -> None:
        for notation, title in (
            (Notation.TEXT, tr("Text")),
            (Notation.HEX, tr("Hex")),
            (Notation.BOTH, tr("Both")),
        ):
            button = QuietButton(title)
            button.setCheckable(True)
            button.setProperty("notation", notation)
            self._buttons.addButton(button)
            self._head.addWidget(button)
        self._head.addWidget(self.encoding)
        self._head.addStretch(1)
        self._head.setContentsMargins(8, 0, 8, 0)
        self._head.setSpacing(4)
        self.links.setSpacing(12)
        self._foot.setSpacing(4)
        self._foot.addWidget(self.footer, 1)
        self._foot.addLayout(self.links)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(self._views, 1)
        self.set_beside(False)

    def set_beside(self, beside: bool) -> None:
        """Set whether the message is at the right of its page, rather than below it.

        At the right, text is below hex and the footer below both; below the page, which is low,
        they are beside each other.
        """
        self._views.setOrientation(Qt.Orientation.Vertical if beside else Qt.Orientation.Horizontal)
        for row in (self._head, self._column):
            row.removeItem(self._foot)
        self._foot.setParent(None)
        if beside:
            self._foot.setDirection(QBoxLayout.Direction.TopToBottom)
            self._foot.setContentsMargins(12, 4, 8, 4)
            self._column.addLayout(self._foot)
        else:
            self._foot.setDirection(QBoxLayout.Direction.LeftToRight)
            self._foot.setContentsMargins(8, 0, 0, 0)
            self._head.addLayout(self._foot, 4)

    # What is shown

    def show_message(self, line: LogLine, payload: bytes) -> None:
        """Show a row's payload, or its text if it has no payload.

        Args:
            line: the row's line in the log.
            payload: the whole payload as recorded.
        """
        self._line = line
        self._payload = payload
        self.hex_view.set_payload(payload)
        self._show_text()
        self._arrange()
        self.line_changed.emit()

    @property
    def line(self) -> LogLine | None:
        """The line of the row shown; None if there is none."""
        return self._line

    def clear(self) -> None:
        """Remove the message."""
        self._line = None
        self._payload = b""
        self.hex_view.set_payload(b"")
        self.text_view.clear()
        self.footer.setText(tr("Select a row to see it in full."))
        self._arrange()
        self.line_changed.emit()

    def set_colors(self, colors: LogColors | None) -> None:
        """Set the colours to paint with; None uses those of the current theme."""
        self.hex_view.set_colors(colors)

    def set_highlights(self, highlights: LogHighlights) -> None:
        """Set the highlights to paint."""
        self._highlights = highlights
        highlights.changed.connect(self._on_highlights_changed)

    @property
    def notation(self) -> Notation:
        """The notation in which messages are shown."""
        return self._notation

    def set_notation(self, notation: Notation) -> None:
        """Set the notation in which messages are shown."""
        self._notation = notation
        for button in self._buttons.buttons():
            button.setChecked(button.property("notation") is notation)
        self._arrange()
        self._show_text()

    def save_state(self) -> dict[str, object]:
        """Return the state for `restore_state`."""
        return {"notation": self._notation.value}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Restore a saved state; ignore what cannot be read."""
        if state.get("notation") in [notation.value for notation in Notation]:
            self.set_notation(Notation(state["notation"]))

    def encoding_name(self) -> str:
        """Return Python's name of the encoding in use."""
        return str(self.encoding.currentData())

    def set_encoding(self, name: str) -> None:
        """Set the encoding of text; it need not be one of those offered.

        Raises:
            ValueError: there is no such encoding.
        """
        place = self.encoding.findData(name)
        if place < 0:
            TextDecoder(name)
            self.encoding.addItem(encoding_title(name), name)
            place = self.encoding.count() - 1
        self.encoding.setCurrentIndex(place)

    def use_encoding_of(self, endpoint: str, name: str) -> None:
        """Set the encoding of text if the message shown is of the endpoint with this name."""
        if self._line is not None and self._line.row.source.name == endpoint:
            self.set_encoding(name)

    def _show_text(self) -> None:
        if self._line is None:
            return
        if self._line.direction is None:
            self.text_view.set_event(self._line.text)
            note = ""
        else:
            self.text_view.set_payload(self._payload, self.encoding_name())
            note = self._encoding_note()
        self.footer.setText(footer_text(self._line, note))
        self._on_highlights_changed()

    def _encoding_note(self) -> str:
        title = self.encoding.currentText()
        hidden = len(self._payload) - MOST_BYTES
        if hidden > 0 and self.notation is not Notation.HEX:
            return trn(
                "the last {count} byte is shown only in hex",
                "the last {count} bytes are shown only in hex",
                hidden,
            )
        return encoding_note(self._payload, title, self.encoding_name())

    def _arrange(self) -> None:
        """Show the views of the notation; a row without a payload has no hex view."""
        has_bytes = self._line is None or self._line.direction is not None
        notation = self.notation if has_bytes else Notation.TEXT
        self.hex_view.setVisible(notation is not Notation.TEXT)
        self.text_view.setVisible(notation is not Notation.HEX)

    @Slot()
    def _on_highlights_changed(self) -> None:
        line = self._line
        if line is None or self._highlights is None:
            return
        if line.direction is None:
            spans = self._highlights.spans(line.shown)
            self.text_view.set_found(line.shown, "utf-8", spans, is_message=False)
            return
        spans = self._highlights.spans(self._payload)
        self.hex_view.set_found(spans)
        self.text_view.set_found(self._payload, self.encoding_name(), spans)

    @Slot()
    def _on_encoding_changed(self) -> None:
        self._show_text()

    @Slot()
    def _on_encoding_activated(self) -> None:
        if self._line is not None and self._line.direction is not None:
            self.encoding_chosen.emit(self._line.row.source.name, self.encoding_name())

    @Slot(QAbstractButton)
    def _on_button_clicked(self, button: QAbstractButton) -> None:
        self.set_notation(Notation(button.property("notation")))
