import os
import signal
import threading

from socket_workbench.gui.start.signals import SignalWatch


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


def test_signals_that_were_held_come_now_and_are_held_again_at_the_end(qtbot):
    ended = []
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    try:
        # To this thread: another one of the process may not hold it, and would end them all.
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        watch = SignalWatch(lambda: ended.append("end"))
        try:
            qtbot.waitUntil(lambda: ended == ["end"])
        finally:
            watch.close()
        assert {signal.SIGTERM, signal.SIGINT} <= signal.pthread_sigmask(signal.SIG_BLOCK, ())
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def test_a_hangup_that_is_ignored_stays_so(qtbot):
    """As under nohup."""
    ended = []
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    watch = SignalWatch(lambda: ended.append("end"))
    try:
        os.kill(os.getpid(), signal.SIGHUP)
        os.kill(os.getpid(), signal.SIGINT)
        qtbot.waitUntil(lambda: ended == ["end"])
    finally:
        watch.close()
        signal.signal(signal.SIGHUP, before)
