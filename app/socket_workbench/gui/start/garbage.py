"""Runs Python's garbage collector in the window's thread only.

Python collects in whichever thread exceeds the threshold. If that is a worker and the garbage
includes a widget in a reference cycle, the worker destroys the widget, on which Qt blocks or
crashes. Besides, workers are not delayed by collections.
"""

import gc
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_SECONDS = 0.1
"""Seconds between checks whether a collection is due; frequent ones make collections short."""

REST = 500
"""The pause after a full collection, as a multiple of its duration: with thousands of connections
it takes tenths of a second."""

_WHOLE = 2


class GarbageCollector(QObject):
    """Collects from a timer, by Python's own thresholds, from `begin` until `close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._next_whole = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(round(LOOK_SECONDS * 1000))
        self._timer.timeout.connect(self.collect_due)

    def begin(self) -> None:
        """Collect from now on, except for all current objects, such as imported modules."""
        gc.freeze()
        self._timer.start()

    def close(self) -> None:
        """Collect everything and enable automatic collection; no other thread may be running."""
        self._timer.stop()
        gc.collect()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def collect_due(self) -> None:
        """Collect the oldest generation that has exceeded its threshold, and all younger ones."""
        began = monotonic()
        for generation in (_WHOLE, 1, 0):
            if generation == _WHOLE and began < self._next_whole:
                continue
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                if generation == _WHOLE:
                    now = monotonic()
                    self._next_whole = now + REST * (now - began)
                return
