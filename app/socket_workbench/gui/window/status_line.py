"""The status line: open endpoints, traffic and losses."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.looks.wording import byte_rate, byte_size, reply_time
from socket_workbench.gui.widgets.labels import PlainLabel
from socket_workbench.gui.window.loss_chip import LossChip
from socket_workbench.gui.window.status import Status, loss_words
from socket_workbench.language import tr, trn

_GAP = 20
_SIDE = 12
_SIZES = (999, 9_900, 999_000, 9_900_000, 999_000_000, 9_900_000_000)
_REPLIES = (0.0009, 0.0099, 0.088, 9.9)
_COUNTS = Status(10, 10, 1_000)
_MANY = 1_000_000
_DROPS = 10_000
"""Figures have room for numbers with as many digits as these."""


class StatusLine(QWidget):
    """Shows a `Status` in a layout that does not change with the numbers.

    Each figure keeps its largest width. If the line is too long for the window, whole figures are
    hidden, the least important first; the tooltip shows all of them.

    Attributes:
        chip: shows whether anything was lost; always visible, at the right.

    Signals:
        losses_requested(): show the rows that report losses.
    """

    losses_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = _Figure([_counts(_COUNTS)])
        self._in = _Figure([_received(size, size) for size in _SIZES])
        self._out = _Figure([_sent(size, size) for size in _SIZES])
        self._messages = _Figure([_messages(_MANY)])
        self._replies = _Figure([_replies(seconds) for seconds in _REPLIES])
        self._events = _Figure([_events(_MANY)])
        self._drops = _Figure([_drops(_DROPS)])
        self._figures = (
            self._counts,
            self._in,
            self._out,
            self._messages,
            self._replies,
            self._events,
            self._drops,
        )
        self._giving_way = (
            self._messages,
            self._events,
            self._replies,
            self._drops,
            self._out,
            self._in,
            self._counts,
        )
        self.chip = LossChip()
        self.chip.pressed.connect(self.losses_requested)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self._row.setSpacing(_GAP)
        for figure in self._figures:
            self._row.addWidget(figure)
        self._coming = PlainLabel("", "dim")
        self._coming.hide()
        self._is_any_coming = False
        self._row.addWidget(self._coming)
        self._row.addStretch(1)
        self._row.addWidget(self.chip)
        self.show_status(Status())

    def text(self) -> str:
        """Return all texts, those of hidden figures too."""
        texts = [*(figure.text() for figure in self._figures), self.chip.word()]
        return "   ".join(texts + [self._coming.text()] * self._is_any_coming)

    def show_status(self, status: Status) -> None:
        """Set the values."""
        self._counts.show_text(_counts(status))
        self._in.show_text(_received(status.in_bytes, status.in_rate))
        self._out.show_text(_sent(status.out_bytes, status.out_rate))
        self._messages.show_text(_messages(status.messages))
        self._replies.show_text(_replies(status.median_reply))
        self._events.show_text(_events(status.events))
        self._drops.show_text(_drops(status.udp_drops))
        tone, word, sentence = loss_words(status)
        self.chip.show_state(tone, word)
        self.chip.set_pressable(pressable=tone is not Tone.OPEN)
        self.chip.setAccessibleDescription(sentence)
        words = trn("{count:,} pane is coming…", "{count:,} panes are coming…", status.coming)
        self._coming.setText(words)
        self._is_any_coming = status.coming > 0
        self._coming.setVisible(self._is_any_coming)
        self.setAccessibleName(self.text())
        if self.isVisible():
            self._fit()

    def sizeHint(self) -> QSize:
        """Return the size for all figures."""
        return QSize(self._width_of(self._figures), self.chip.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the size of the whole chip."""
        return QSize(self._width_of(()), self.chip.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Show as many figures of the present status as there is room for."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many figures as fit."""
        super().resizeEvent(event)
        self._fit()

    def _width_of(self, figures: Sequence["_Figure"]) -> int:
        room = sum(figure.sizeHint().width() + _GAP for figure in figures)
        if self._is_any_coming:
            room += self._coming.sizeHint().width() + _GAP
        return room + self.chip.sizeHint().width() + 2 * _SIDE

    def _fit(self) -> None:
        shown = list(self._figures)
        for figure in self._giving_way:
            if self._width_of(shown) <= self.width():
                break
            shown.remove(figure)
        for figure in self._figures:
            figure.setHidden(figure not in shown)
        # Lay out at once: otherwise the rest is squeezed until the next event loop iteration.
        self._row.activate()
        sentence = self.chip.accessibleDescription()
        lines = [sentence] if len(shown) == len(self._figures) else [sentence, self.text()]
        # The chip has no sentence of its own.
        self.setToolTip(plain_tooltip("\n".join(lines)))


class _Figure(PlainLabel):
    """A label as wide as its samples, or as the widest text it has shown, if that is wider.

    Digits have equal widths, so only the number of characters matters.
    """

    def __init__(self, samples: Sequence[str] = ()) -> None:
        super().__init__("", "dim")
        self._samples = tuple(samples)
        self._widest = ""
        # The cached size hint, which Qt reads several times per update.
        self._room = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Set the text."""
        if text == self.text():
            return
        if self._advance(text) > self._advance(self._widest):
            self._widest = text
            self._room = 0
        self.setText(text)

    def sizeHint(self) -> QSize:
        """Return the size of the widest text."""
        if not self._room:
            self._room = max(map(self._advance, (*self._samples, self._widest))) + 1
        return QSize(self._room, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same size as `sizeHint`."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        self._room = 0
        super().changeEvent(event)

    def _advance(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)


def _counts(status: Status) -> str:
    parts = [
        trn("{count:,} server", "{count:,} servers", status.servers),
        trn("{count:,} client", "{count:,} clients", status.clients),
        trn("{count:,} connection", "{count:,} connections", status.connections),
    ]
    if status.programs:
        parts.append(trn("{count:,} program", "{count:,} programs", status.programs))
    return " · ".join(parts)


def _messages(count: int) -> str:
    return trn("{count:,} read or send", "{count:,} reads and sends", count)


def _events(count: int) -> str:
    return trn("{count:,} event", "{count:,} events", count)


def _drops(count: int) -> str:
    return tr("UDP drops {number}", number=f"{count:,}")


def _received(count: int, rate: float) -> str:
    return tr("in {size} · {rate}", size=byte_size(count), rate=byte_rate(rate))


def _sent(count: int, rate: float) -> str:
    return tr("out {size} · {rate}", size=byte_size(count), rate=byte_rate(rate))


def _replies(seconds: float | None) -> str:
    if seconds is None:
        return tr("replies –")
    return tr("replies {time}", time=reply_time(seconds))
