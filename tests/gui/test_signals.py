import os
import signal

from socket_workbench.gui.signals import SignalWatch


def test_a_signal_ends_the_window_from_qts_loop(qtbot):
    before = signal.getsignal(signal.SIGTERM)
    ended = []
    watch = SignalWatch(lambda: ended.append("end"))
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: ended == ["end"])
        os.kill(os.getpid(), signal.SIGINT)
        qtbot.waitUntil(lambda: ended == ["end", "end"])
    finally:
        watch.close()
    assert signal.getsignal(signal.SIGTERM) is before
