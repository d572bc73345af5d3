"""Lets Python's garbage collector run in the window's thread only.

Python collects in whichever thread happens to allocate the object that is one too many. Where that
is a worker, and a widget that is no longer used is part of a cycle, the worker destroys the widget:
Qt then waits for the window's thread, or crashes. Besides, no worker has to stop for a collection
in the middle of an answer.
"""

import gc
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_SECONDS = 0.1
"""How often the window's thread looks whether a collection is due: what is new is looked through in
small portions."""

REST = 500
"""After all of Python's memory was looked through, how many times as long it is left alone: with
thousands of connections a look takes tenths of a second."""

_WHOLE = 2


class GarbageCollector(QObject):
    """Collects from a timer, by Python's own thresholds, from when it is made until `close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._next_whole = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(round(LOOK_SECONDS * 1000))
        self._timer.timeout.connect(self.collect_due)
        self._timer.start()

    def freeze(self) -> None:
        """Do not look through what is there now, such as what has been imported: it stays."""
        gc.freeze()

    def close(self) -> None:
        """Collect everything, and let Python collect by itself again: no other thread runs now."""
        self._timer.stop()
        gc.collect()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def collect_due(self) -> None:
        """Collect the oldest generation that has grown over its threshold, and those younger."""
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
