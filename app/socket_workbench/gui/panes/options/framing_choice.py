r"""The choice of a framing, and its written form: `delimiter:\r\n`."""

from functools import cached_property
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.widgets.combo import Combo
from socket_workbench.gui.widgets.labels import RowLabel
from socket_workbench.gui.widgets.mistake import MistakeLabel
from socket_workbench.gui.widgets.whole_line import WholeLine, too_long
from socket_workbench.language import mark, tr
from socket_workbench.payload.framing import LENGTH_HEADERS, Framing, FramingError

_KINDS = (
    ("none", mark("none")),
    ("line", mark("line")),
    ("delimiter", mark("delimiter")),
    ("length", mark("length")),
    ("header", mark("header")),
    ("fixed", mark("fixed size")),
    ("idle", mark("idle gap")),
)
_USUAL = {"delimiter": r"\r\n", "header": "u16be@4", "fixed": "8", "idle": "20ms"}
_PARAMETER_WIDTH = 72


class FramingChoice(QWidget):
    """A label, a combo box of the framings, and a field or list for the parameter of some.

    In a row of fields, align it at the top: error messages appear below it.

    Signals:
        value_changed: the user has chosen a valid framing.
    """

    value_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arguments = dict(_USUAL)
        self._settled = "none"
        self._combo = Combo()
        self._combo.setAccessibleName(tr("Framing"))
        words = tr(
            "How messages are marked in the stream. None: what one read returns is a message."
        )
        self._combo.setToolTip(plain_tooltip(words))
        for name, title in _KINDS:
            self._combo.addItem(tr(title), name)
        self._mistake = MistakeLabel()
        self._arrange()
        self.setFocusProxy(self._combo)
        self._combo.activated.connect(self._on_combo_activated)

    def _arrange(self) -> None:
        self._label = RowLabel(tr("Framing"))
        self._label.setBuddy(self._combo)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self._label)
        self._row.addWidget(self._combo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._row)
        column.addWidget(self._mistake)

    # Created on first use: most endpoints have no framing.

    @cached_property
    def _line(self) -> WholeLine:
        line = WholeLine()
        line.setProperty("type", "mono")
        line.setFixedWidth(_PARAMETER_WIDTH)
        line.editingFinished.connect(self._on_line_editing_finished)
        line.refused.connect(self._on_line_refused, Qt.ConnectionType.QueuedConnection)
        self._row.insertWidget(2, line)
        return line

    @cached_property
    def _lengths(self) -> Combo:
        lengths = Combo()
        lengths.setProperty("type", "mono")
        lengths.setAccessibleName(tr("Length field"))
        lengths.addItems(list(LENGTH_HEADERS))
        lengths.setCurrentText("u16be")
        lengths.activated.connect(self._on_lengths_activated)
        self._row.addWidget(lengths)
        return lengths

    def set_compact(self, compact: bool) -> None:
        """Set whether to leave out the label."""
        self._label.setVisible(not compact)

    def framing(self) -> str:
        """Return the framing in its written form, such as `fixed:8`; the last valid one."""
        return self._settled

    def value(self) -> object:
        """Return the last valid framing."""
        return Framing.parse(self._settled)

    def set_value(self, value: object) -> None:
        """Set the framing, and clear any error."""
        self.set_framing(str(value))

    def mistake(self) -> str:
        """Return the error message shown; empty if there is none."""
        return self._mistake.text()

    def set_framing(self, text: str) -> None:
        """Set the framing from its written form; raises `FramingError` if that is invalid."""
        written = str(Framing.parse(text))
        kind, _, argument = written.partition(":")
        if kind == "length":
            self._lengths.setCurrentText(argument)
        elif argument:
            self._arguments[kind] = argument
        self._combo.setCurrentIndex(self._combo.findData(kind))
        self._settled = written
        self._show_parameter()
        self._clear_mistake()

    def _clear_mistake(self) -> None:
        if self._mistake.text():
            self._mistake.show_mistake(self._line, "")

    def _kind(self) -> str:
        return cast("str", self._combo.currentData())

    def _show_parameter(self) -> None:
        kind = self._kind()
        if "_lengths" in self.__dict__ or kind == "length":
            self._lengths.setVisible(kind == "length")
        if "_line" in self.__dict__ or kind in _USUAL:
            self._show_line(kind)

    def _show_line(self, kind: str) -> None:
        self._line.setVisible(kind in _USUAL)
        self._line.setText(self._arguments.get(kind, ""))
        names = {
            "delimiter": tr("Delimiter, with escapes such as \\r\\n"),
            "header": tr("Where the length stands in a header: TYPE@OFFSET, such as u16be@4"),
            "fixed": tr("Bytes in every message"),
            "idle": tr("Silence that ends a message, such as 20ms"),
        }
        self._line.setAccessibleName(names.get(kind, ""))
        self._line.setToolTip(plain_tooltip(names.get(kind, "")))

    def _on_combo_activated(self) -> None:
        self._show_parameter()
        self._settle()

    def _on_lengths_activated(self) -> None:
        self._settle()

    def _on_line_editing_finished(self) -> None:
        self._arguments[self._kind()] = self._line.text()
        self._settle()

    def _on_line_refused(self) -> None:
        self._mistake.show_mistake(self._line, too_long())

    def _settle(self) -> None:
        kind = self._kind()
        text = kind
        if kind == "length":
            text = f"{kind}:{self._lengths.currentText()}"
        elif kind in _USUAL:
            text = f"{kind}:{self._line.text()}"
        try:
            written = str(Framing.parse(text))
        except FramingError as error:
            self._mistake.show_mistake(self._line, str(error))
            return
        self._clear_mistake()
        if written != self._settled:
            self._settled = written
            self.value_changed.emit()
