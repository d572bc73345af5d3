"""Paints a scenario of the gallery: title and addresses, with the summary below."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from socket_workbench.gui.looks.fonts import mono_like
from socket_workbench.gui.looks.palette import mix, tokens
from socket_workbench.gui.scenarios.gallery_entry import GalleryEntry
from socket_workbench.gui.scenarios.gallery_model import ENTRY_ROLE

_SIDE = 12
_EDGE = 12
_LINE_GAP = 4
_COLUMN_GAP = 16
_RADIUS = 6
_HOVER_SHARE = 0.04
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class GalleryDelegate(QStyledItemDelegate):
    """Paints rows as high as their summaries, separated by lines."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the view's width and the height of all lines."""
        entry = index.data(ENTRY_ROLE)
        view = option.widget
        if not isinstance(entry, GalleryEntry) or not isinstance(view, QAbstractItemView):
            return QSize()
        width = view.viewport().width()
        room = QRect(0, 0, width - 2 * _SIDE, 0)
        font = QFont(option.font)
        summary = QFontMetrics(font).boundingRect(room, _WRAPPED, entry.summary).height()
        title = QFontMetrics(_title_font(font)).height()
        return QSize(width, 2 * _EDGE + title + _LINE_GAP + summary)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a row."""
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, GalleryEntry):
            return
        painter.save()
        _paint_ground(painter, option, ruled=_is_ruled(option, index))
        inside = option.rect.adjusted(_SIDE, _EDGE, -_SIDE, -_EDGE)
        font = QFont(option.font)
        below = _paint_first_line(painter, font, inside, entry)
        painter.setFont(font)
        painter.setPen(tokens().color("dim"))
        painter.drawText(inside.adjusted(0, below + _LINE_GAP, 0, 0), _WRAPPED, entry.summary)
        painter.restore()


def _is_ruled(option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> bool:
    """Return whether to draw a line below a row; not at a selected row."""
    below = index.sibling(index.row() + 1, 0)
    view = option.widget
    if not below.isValid() or not isinstance(view, QAbstractItemView):
        return False
    return not view.selectionModel().isSelected(below)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, *, ruled: bool) -> None:
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if ruled:
        line = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        painter.fillRect(line.left(), line.bottom(), line.width(), 1, tokens().color("line"))
    if selected or option.state & QStyle.StateFlag.State_MouseOver:
        color = tokens().selection if selected else mix(tokens().card, tokens().text, _HOVER_SHARE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(option.rect), _RADIUS, _RADIUS)


def _paint_first_line(painter: QPainter, font: QFont, inside: QRect, entry: GalleryEntry) -> int:
    """Paint the title and the addresses on one line; return its height in pixels."""
    title_font = _title_font(font)
    metrics = QFontMetrics(title_font)
    place = QRect(inside.left(), inside.top(), inside.width(), metrics.height())
    title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, place.width())
    painter.setFont(title_font)
    painter.setPen(tokens().color("text"))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
    mono = mono_like(font)
    room = place.width() - metrics.horizontalAdvance(title) - _COLUMN_GAP
    addresses = QFontMetrics(mono).elidedText(
        "  ".join(entry.addresses), Qt.TextElideMode.ElideMiddle, room
    )
    painter.setFont(mono)
    painter.setPen(tokens().color("dim"))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, addresses)
    return place.height()


def _title_font(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold
