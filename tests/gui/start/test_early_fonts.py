import ctypes
import sys
import threading

import pytest

from socket_workbench.gui.start import early_fonts


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fontconfig is used on Linux")
def test_the_configuration_is_read_in_a_thread(monkeypatch):
    threads, results = [], []

    class Thread(threading.Thread):
        def __init__(self, target, **given):
            super().__init__(target=lambda: results.append(target()), **given)
            threads.append(self)

    monkeypatch.setattr(early_fonts, "Thread", Thread)

    early_fonts.read_font_configuration()
    (thread,) = threads
    thread.join()

    assert thread.daemon
    assert results == [1], "FcInit has failed"


def test_nothing_is_done_without_fontconfig(monkeypatch):
    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", missing)
    before = threading.active_count()

    early_fonts.read_font_configuration()

    assert threading.active_count() == before
