"""A plot of two curves over the last minutes. Needs pyqtgraph and numpy."""

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from socket_workbench.gui.counters.plot_legend import AREA_SHARE, LINE_WIDTH, Curve, PlotLegend
from socket_workbench.gui.counters.plot_scale import PlotScale
from socket_workbench.gui.looks.fonts import SMALL_SIZE, TEXT_SIZE, pixel_size, text_font
from socket_workbench.gui.looks.palette import tokens
from socket_workbench.language import tr

_AREA = round(255 * AREA_SHARE)
_ROOM_FOR_HALF_A_LABEL = 60
"""Pixels by which labels may extend beyond the ends of an axis, so that none is omitted."""

_LEAST_LINES = 7
"""The least height of a plot with its time axis, in lines: the three rates stand apart."""

_STEPS = ((15, 60), (60, 300), (300, float("inf")))
"""Seconds between the ticks of the time axis, and the longest time span for which to use them."""


class TimePlot(QWidget):
    """A plot of two curves over time, ending now.

    Args:
        title: the title of the plot.
        curves: the two curves; the first is drawn below the second.
        unit: formats a value for the axis.
        least: the smallest upper end of the axis.
        widest: the longest label of the axis.
    """

    def __init__(
        self,
        title: str,
        curves: Sequence[Curve],
        unit: Callable[[float], str],
        least: float,
        widest: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._curves = tuple(curves)
        self._unit = unit
        self._widest = widest
        self._scale = PlotScale(least)
        self._seconds = 0.0
        self.legend = PlotLegend(title)
        self.plot = pg.PlotWidget()
        self._lines = [self.plot.plot(antialias=True, connect="finite") for _ in self._curves]
        # The grid of the axis itself would clip its outermost labels.
        self._guides = [pg.InfiniteLine(angle=0) for _ in range(2)]
        self._arrange()
        self._dress()
        self.show_values((), [(), ()], [""] * len(self._curves), 60.0)

    def _arrange(self) -> None:
        self.plot.setAccessibleName(self.legend.text())
        for each in (self.plot, self.plot.viewport()):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        item = self.plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(False, False)
        for line in self._guides:
            item.addItem(line, ignoreBounds=True)
        item.disableAutoRange()
        for side in ("left", "bottom"):
            item.getAxis(side).setStyle(
                tickLength=0, tickTextOffset=8, hideOverlappingLabels=_ROOM_FOR_HALF_A_LABEL
            )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.legend)
        column.addWidget(self.plot, 1)

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Change how the curves are drawn."""
        if tuple(curves) != self._curves:
            self._curves = tuple(curves)
            self._dress()

    def show_values(
        self,
        times: Sequence[float],
        lines: Sequence[Sequence[float]],
        words: Sequence[str],
        seconds: float,
    ) -> None:
        """Plot values.

        Args:
            times: seconds before now, negative, the oldest first.
            lines: the values of each curve at these times; NaN where there is none.
            words: the legend text of each curve.
            seconds: the time span of the plot.
        """
        x = np.asarray(times, dtype=float)
        largest = 0.0
        for line, values in zip(self._lines, lines, strict=True):
            y = np.asarray(values, dtype=float)
            line.setData(x, y)
            if np.isfinite(y).any():
                largest = max(largest, float(np.nanmax(y)))
        self.legend.show_values(list(zip(self._curves, words, strict=True)))
        self._fit(largest, seconds)

    def changeEvent(self, event: QEvent) -> None:
        """Adapt to the theme and the font."""
        super().changeEvent(event)
        if event.type() in (
            QEvent.Type.FontChange,
            QEvent.Type.PaletteChange,
            QEvent.Type.StyleChange,
        ):
            self._dress()

    def axis_words(self, side: str) -> list[str]:
        """Return the labels of an axis, `left` or `bottom`."""
        # pyqtgraph has no public getter for the ticks of an axis.
        levels = self.plot.getPlotItem().getAxis(side)._tickLevels or []  # noqa: SLF001
        return [word for level in levels for _, word in level]

    def _fit(self, largest: float, seconds: float) -> None:
        item, before = self.plot.getPlotItem(), self._scale.top
        top = self._scale.fit(largest)
        if seconds != self._seconds:
            self._seconds = seconds
            item.setXRange(-seconds, 0, padding=0)
            item.getAxis("bottom").setTicks([_marks(seconds)])
        elif top == before:
            return
        item.setYRange(0, top, padding=0)
        for place, line in enumerate(self._guides, 1):
            line.setValue(top * place / len(self._guides))
        steps = [(top * part, self._unit(top * part)) for part in (0, 0.5, 1)]
        item.getAxis("left").setTicks([steps])

    def _dress(self) -> None:
        """Apply the theme's colours and the font."""
        chosen, item = tokens(), self.plot.getPlotItem()
        self.plot.setBackground(chosen.color("card"))
        zoom = pixel_size(self.font()) / TEXT_SIZE
        font = text_font(zoom * SMALL_SIZE / TEXT_SIZE)
        metrics = pg.QtGui.QFontMetrics(font)
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(chosen.color("line"))
            axis.setTextPen(chosen.color("dim"))
            axis.setTickFont(font)
        item.getAxis("left").setWidth(metrics.horizontalAdvance(self._widest) + 10)
        item.getAxis("bottom").setHeight(metrics.height() + 8)
        self.plot.setMinimumHeight(_LEAST_LINES * metrics.height())
        # Half a label extends beyond each end.
        item.layout.setContentsMargins(
            0, metrics.height() / 2 + 1, metrics.averageCharWidth() * 3, 0
        )
        for line in self._guides:
            line.setPen(chosen.color("line"))
        for line, curve in zip(self._lines, self._curves, strict=True):
            color = chosen.color(curve.token)
            line.setPen(pg.mkPen(color, width=LINE_WIDTH))
            shade = chosen.color(curve.token)
            shade.setAlpha(_AREA)
            line.setFillLevel(0 if curve.filled else None)
            line.setBrush(pg.mkBrush(shade) if curve.filled else None)
        self.legend.updateGeometry()
        self.legend.update()


def _marks(seconds: float) -> list[tuple[float, str]]:
    step = next(step for step, most in _STEPS if seconds <= most)
    return [(-step * place, _ago(step * place)) for place in range(int(seconds // step) + 1)]


def _ago(seconds: int) -> str:
    if not seconds:
        return tr("now")
    if seconds < 60:
        return tr("−{number} s", number=seconds)
    return tr("−{number} min", number=seconds // 60)
