"""Lets Python's garbage collector run in the window's thread only.

Python collects in whichever thread happens to allocate the object that is one too many. Where that
is a worker, and a widget that is no longer used is part of a cycle, the worker destroys the widget:
Qt then waits for the window's thread, or crashes. Besides, no worker has to stop for a collection
in the middle of an answer.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_SECONDS = 0.5
"""How often the window's thread looks whether a collection is due."""


class GarbageCollector(QObject):
    """Collects from a timer, by Python's own thresholds, from when it is made until `close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        # What has been imported stays; there is no need to look through it each time.
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(round(LOOK_SECONDS * 1000))
        self._timer.timeout.connect(self.collect_due)
        self._timer.start()

    def close(self) -> None:
        """Collect everything, and let Python collect by itself again: no other thread runs now."""
        self._timer.stop()
        gc.collect()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def collect_due(self) -> None:
        """Collect the oldest generation that has grown over its threshold, and those younger."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
