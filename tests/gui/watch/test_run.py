"""Tests of a run of a watched program, and of what is run."""

from pathlib import Path

import pytest

from socket_workbench.gui.watch import run
from socket_workbench.gui.watch.run import Program, Run
from socket_workbench.watch.program import Output


def test_words_folder_and_title_of_a_program():
    program = Program("/tmp/x/a.py", arguments="1 'two three'")
    assert program.words() == ["/tmp/x/a.py", "1", "two three"]
    assert (program.place(), program.title) == (Path("/tmp/x"), "a.py")
    module = Program("http.server", is_module=True, arguments="0", folder="/tmp")
    assert module.words() == ["-m", "http.server", "0"]
    assert (module.place(), module.title) == (Path("/tmp"), "http.server")
    with pytest.raises(ValueError, match="quotation"):
        Program("a.py", arguments="'").words()


def test_output_that_nobody_takes_is_bounded(monkeypatch, session):
    monkeypatch.setattr(run, "MOST_OUTPUT", 8)
    news = []
    found = Run(Program("a.py"), session.journal, lambda: news.append(1))

    for _ in range(3):
        found._output(Output("stdout", b"12345"))

    assert found.written() == ([Output("stdout", b"12345")], 10)
    assert found.written() == ([], 0)
    assert len(news) == 3
