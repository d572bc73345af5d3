"""The list of a script's steps, which follows the present one."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, QTimer, Slot
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from socket_workbench.gui.looks.icons import icon
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.gui.rows.follow import cover_cut_row
from socket_workbench.gui.rows.glyphs import LaidOutTexts
from socket_workbench.gui.script.steps_model import LINE_ROLE, StepLine, StepsModel, StepState
from socket_workbench.language import tr

_PADDING = 6
_INDENT = 12

_LOOKS = {
    StepState.PENDING: ("", "dim"),
    StepState.OPEN: ("chevron-down", "text"),
    StepState.PRESENT: ("play", "text"),
    StepState.DONE: ("check", "text"),
    StepState.FAILED: ("x", "error"),
    StepState.DETAIL: ("", "error"),
}
"""The icon of each state, and the token of its text colour."""

_ICON_COLORS = {
    StepState.OPEN: "waiting",
    StepState.PRESENT: "waiting",
    StepState.DONE: "open",
    StepState.FAILED: "error",
}


class StepDelegate(QStyledItemDelegate):
    """Paints a step with the icon of its state; the present one has a ground."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = LaidOutTexts(QFont())

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a row; the width does not matter."""
        return QSize(40, option.fontMetrics.height() + _PADDING)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a step."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, StepLine):
            return
        font = QFont(option.font)
        if self._texts.font != font:
            self._texts = LaidOutTexts(font)
        painter.save()
        area = QRect(option.rect)
        if line.state is StepState.PRESENT:
            painter.fillRect(area, tokens().color("selection"))
        side = round(area.height() * 0.6)
        left = area.left() + _PADDING + _INDENT * line.depth
        icon_name, color = _LOOKS[line.state]
        if icon_name:
            place = QRect(left, area.center().y() - side // 2, side, side)
            icon(icon_name, _ICON_COLORS[line.state]).paint(painter, place)
        if line.state is not StepState.DETAIL:
            left += side + _PADDING
        area.setLeft(left)
        area.setRight(area.right() - _PADDING)
        self._texts.paint(painter, area, line.text, tokens().color(color))
        painter.restore()


class StepsList(QListView):
    """Lists the steps of a script; scrolls to the present one.

    Attributes:
        steps: the model.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps = StepsModel(self)
        self._reached = 0
        # Once for all steps that are reached together.
        self._following = QTimer(self, singleShot=True, interval=0)
        self._following.timeout.connect(self._on_following_timeout)
        self.setModel(self.steps)
        self.setItemDelegate(StepDelegate(self))
        self.setAccessibleName(tr("Steps of the scenario"))
        self.setUniformItemSizes(True)
        # Otherwise the rows keep the width of the list before it became narrower.
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.steps.step_reached.connect(self._on_steps_step_reached)
        self.steps.modelReset.connect(self._on_steps_model_reset)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps, but for the last one if it is cut."""
        super().paintEvent(event)
        cover_cut_row(self)

    def texts(self) -> Sequence[str]:
        """Return the texts of all lines."""
        return [self.steps.line(row).text for row in range(self.steps.rowCount())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the present step in the new size, too."""
        super().resizeEvent(event)
        self._following.start()

    @Slot(int)
    def _on_steps_step_reached(self, row: int) -> None:
        self._reached = row
        self._following.start()

    @Slot()
    def _on_steps_model_reset(self) -> None:
        self._reached = 0

    @Slot()
    def _on_following_timeout(self) -> None:
        # The failed step matters more than the last of the lines about it.
        for row in (self._reached + self.steps.detail_count, self._reached):
            self.scrollTo(self.steps.index(row))
