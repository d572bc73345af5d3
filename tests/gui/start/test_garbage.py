import gc
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from socket_workbench.gui.start import garbage as garbage_module
from socket_workbench.gui.start.garbage import GarbageCollector


class Cycle(QWidget):
    """A widget that only a collection can find, and that says where it was found."""

    def __init__(self, found):
        super().__init__()
        self.me = self
        self.mark = Mark(found)
        QTimer(self).start(1)


class Mark:
    def __init__(self, found):
        self._found = found

    def __del__(self):
        self._found.append(threading.current_thread())


@pytest.fixture
def garbage(qapp):
    garbage = GarbageCollector()
    garbage.begin()
    yield garbage
    garbage.close()
    gc.disable()  # as it was


def make_garbage():
    """Do what makes Python collect: leave many more cycles than its thresholds allow."""
    for _ in range(100_000):
        cycle: list[object] = []
        cycle.append(cycle)


def test_widgets_are_collected_in_the_windows_thread_only(garbage, until):
    found: list[threading.Thread] = []
    widget = Cycle(found)
    widget.show()
    del widget
    worker = threading.Thread(target=make_garbage)
    worker.start()
    worker.join()
    assert found == []
    until(lambda: found)
    assert found == [threading.main_thread()]


def test_old_garbage_is_collected_when_it_is_due(garbage):
    found: list[threading.Thread] = []
    Cycle(found)
    for _ in range(200):
        make: list[list[object]] = [[] for _ in range(2000)]
        garbage.collect_due()
        del make
    assert found == [threading.main_thread()]
    assert gc.get_count()[2] <= gc.get_threshold()[2]


def test_after_a_long_look_through_everything_there_is_a_long_rest(garbage, monkeypatch):
    seconds = [1000.0]
    collected = []

    def collect(generation=2):
        collected.append(generation)
        seconds[0] += 0.25

    with monkeypatch.context() as patch:
        patch.setattr(garbage_module, "monotonic", lambda: seconds[0])
        patch.setattr(gc, "get_count", lambda: (5000, 99, 99))
        patch.setattr(gc, "collect", collect)
        for _ in range(3):
            garbage.collect_due()
        assert collected == [2, 1, 1]
        seconds[0] = 1000.25 + 0.25 * garbage_module.REST
        garbage.collect_due()
        assert collected == [2, 1, 1, 2]


def test_python_collects_again_afterwards(qapp):
    garbage = GarbageCollector()
    assert not gc.isenabled()
    garbage.begin()
    assert gc.get_freeze_count() > 0
    found: list[threading.Thread] = []
    Cycle(found)
    garbage.close()
    assert gc.isenabled()
    assert found == [threading.main_thread()]
    gc.disable()
