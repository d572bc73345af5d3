"""A chip that shows a state by a mark, a word and a colour."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from socket_workbench.gui.looks.fonts import (
    SMALL_SIZE,
    TEXT_SIZE,
    mono_like,
    pixel_size,
    row_height,
)
from socket_workbench.gui.looks.plain import plain_tooltip
from socket_workbench.gui.looks.state_mark import Tone, chip_ground, draw_mark, ink

_PADDING = 8
_GAP = 6
_FEW = 6
_FEW_WITH_NUMBERS = 22
"""The characters of a word that are always visible."""


class StateChip(QWidget):
    """Shows a state.

    A word that does not fit is elided, and shown in the tooltip. Without a word nothing is painted.

    Args:
        tone: the tone of the state.
        word: the word.
        mono: whether to use the monospaced font, for words with numbers that change.
    """

    def __init__(
        self,
        tone: Tone = Tone.IDLE,
        word: str = "",
        parent: QWidget | None = None,
        *,
        mono: bool = False,
    ) -> None:
        super().__init__(parent)
        self._is_mono = mono
        self._tone = tone
        self._word = ""
        self._other_words: tuple[str, ...] = ()
        self._kept_room: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_state(tone, word)

    def tone(self) -> Tone:
        """Return the tone of the state."""
        return self._tone

    def word(self) -> str:
        """Return the word shown."""
        return self._word

    def show_state(self, tone: Tone, word: str) -> None:
        """Set the state."""
        if (tone, word) == (self._tone, self._word):
            return
        metrics = self._metrics()
        is_as_wide = metrics.horizontalAdvance(word) == metrics.horizontalAdvance(self._word)
        self._tone = tone
        self._word = word
        self.setAccessibleName(word)
        if not is_as_wide and not self._other_words:
            self.updateGeometry()
        self.update()

    def keep_room_for(self, words: Iterable[str]) -> None:
        """Be as wide as the widest of these words needs, which the chip has at other times."""
        self._other_words = tuple(words)
        self._kept_room = None
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size for the whole word, and for those that there is room for."""
        advance = self._metrics().horizontalAdvance
        if self._kept_room is None:
            self._kept_room = max(map(advance, self._other_words), default=0)
        widest = max(advance(self._word), self._kept_room)
        return QSize(self._width(widest), row_height(self.font()))

    def minimumSizeHint(self) -> QSize:
        """Return the size for the mark and a few characters, or the whole kept room."""
        if self._other_words:
            return self.sizeHint()
        letter = self._metrics().averageCharWidth()
        few = letter * (_FEW_WITH_NUMBERS if self._is_mono else _FEW)
        few = min(self._metrics().horizontalAdvance(self._word), few)
        return QSize(self._width(few), row_height(self.font()))

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to another font."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._kept_room = None
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chip, the mark and the word."""
        if not self._word:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self._metrics()
        height = metrics.height() + 4
        width = min(self._width(metrics.horizontalAdvance(self._word)), self.width())
        chip = QRectF(0, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(chip_ground(self._tone))
        painter.drawRoundedRect(chip, height / 2, height / 2)
        side = self._mark_side()
        mark = QRectF(_PADDING, chip.center().y() - side / 2, side, side)
        draw_mark(painter, mark, self._tone)
        left = mark.right() + _GAP
        room = QRectF(left, chip.top(), chip.right() - _PADDING - left + 1, height)
        shown = metrics.elidedText(self._word, Qt.TextElideMode.ElideRight, int(room.width()))
        self.setToolTip(plain_tooltip("" if shown == self._word else self._word))
        painter.setPen(ink(self._tone))
        painter.setFont(self._chip_font())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _chip_font(self) -> QFont:
        font = mono_like(self.font()) if self._is_mono else QFont(self.font())
        font.setPixelSize(round(pixel_size(self.font()) * SMALL_SIZE / TEXT_SIZE))
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._chip_font())

    def _mark_side(self) -> int:
        return round(self._metrics().height() * 0.55)

    def _width(self, text_width: int) -> int:
        if not self._word and not self._other_words:
            return 0
        return 2 * _PADDING + self._mark_side() + _GAP + text_width + 2
