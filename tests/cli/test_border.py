import errno
import signal
import threading
from argparse import Namespace

import pytest

from socket_workbench.cli.border import guard, leave


def test_a_command_returns_its_code():
    parsed = Namespace(code=3)

    assert guard(lambda given: given.code, parsed) == 3


@pytest.mark.parametrize(
    "error",
    [OSError(errno.EMFILE, "too many"), OSError(errno.ENOMEM, ""), MemoryError()],
)
def test_what_the_system_lacks_is_no_mistake_of_ours(capsys, error):
    def short(parsed):
        raise error

    assert guard(short, Namespace()) == 1
    sentence = capsys.readouterr().err
    assert sentence.startswith("The system gives the program no more memory or files (")
    assert "()" not in sentence


def test_a_mistake_of_ours_is_a_sentence_and_no_traceback(capsys):
    def broken(parsed):
        raise RuntimeError("no such thing")

    assert guard(broken, Namespace()) == 1
    error = capsys.readouterr().err
    assert "RuntimeError: no such thing" in error
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_that_no_command_answers_is_a_code(name, code):
    number = getattr(signal, name)

    def signalled(parsed):
        signal.raise_signal(number)
        return 0

    assert guard(signalled, Namespace()) == code


def test_signals_are_left_to_a_command_that_answers_them():
    before = signal.getsignal(signal.SIGTERM)

    def handler(parsed):
        return 0 if signal.getsignal(signal.SIGTERM) is before else 1

    assert guard(handler, Namespace(), answers_signals=True) == 0
    assert guard(handler, Namespace()) == 1


def test_a_thread_that_hangs_does_not_keep_the_process(monkeypatch):
    def end(code):
        raise SystemExit(code)

    monkeypatch.setattr("os._exit", end)
    go_on = threading.Event()
    hanging = threading.Thread(target=go_on.wait)
    hanging.start()
    try:
        with pytest.raises(SystemExit) as ended:
            leave(3)
        assert ended.value.code == 3
    finally:
        go_on.set()
        hanging.join()


def test_a_daemon_is_left_alone():
    go_on = threading.Event()
    reading = threading.Thread(target=go_on.wait, daemon=True)
    reading.start()
    try:
        assert leave(3) == 3
    finally:
        go_on.set()
        reading.join()
