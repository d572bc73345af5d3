"""Tests of a run of a watched program."""

from socket_workbench.gui.session.watched_programs import Program
from socket_workbench.gui.watch import run
from socket_workbench.gui.watch.run import Run
from socket_workbench.watch.output import Output


def test_output_that_nobody_takes_is_bounded(monkeypatch, session):
    monkeypatch.setattr(run, "MOST_OUTPUT", 8)
    news = []
    found = Run(Program("a.py"), session.journal, lambda: news.append(1))

    for data in (b"12345", b"6789", b"abcd", b"a longer one"):
        found._output(Output("stdout", data))
        if data == b"abcd":
            assert found.written() == ([Output("stdout", b"6789"), Output("stdout", data)], 5)
    found._output(Output("stdout", b"e", 7))

    assert found.written() == ([Output("stdout", b"e", 7)], 7 + 12)
    assert found.written() == ([], 0)
    assert len(news) == 5


def test_the_window_does_not_wait_for_the_thread_that_writes(session):
    found = Run(Program("a.py"), session.journal, lambda: None)
    found._output(Output("stdout", b"a"))
    with found._lock:
        assert found.written() == ([], 0)
    assert found.written() == ([Output("stdout", b"a")], 0)
