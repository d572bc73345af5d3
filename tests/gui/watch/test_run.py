"""Tests of a run of a watched program."""

from socket_workbench.gui.session.watched_programs import Program
from socket_workbench.gui.watch import run
from socket_workbench.gui.watch.run import Run
from socket_workbench.watch.output import Output


def test_output_that_nobody_takes_is_bounded(monkeypatch, session):
    monkeypatch.setattr(run, "MOST_OUTPUT", 8)
    news = []
    found = Run(Program("a.py"), session.journal, lambda: news.append(1))

    for _ in range(3):
        found._output(Output("stdout", b"12345"))

    assert found.written() == ([Output("stdout", b"12345")], 10)
    assert found.written() == ([], 0)
    assert len(news) == 3
