"""Tests of running the program of a pane; the real run is in `test_watch_place`."""

import sys
from pathlib import Path

import pytest

from socket_workbench.gui.programs.running import write_program
from socket_workbench.journal.export.errors import ExportError


def test_a_program_is_written_for_the_python_of_the_workbench(session, monkeypatch):
    program = write_program("pass\n", "日本.py", session.programs, session.path)
    assert program.path().read_text() == "pass\n"
    assert (program.python, program.folder) == (sys.executable, str(Path.cwd()))
    assert program.is_generated
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert write_program("pass\n", "a.py", session.programs, session.path).python == ""


def test_no_room_for_the_program_is_one_sentence(session, monkeypatch):
    def refuse(**how: str) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(ExportError, match="could not be written: No space left"):
        write_program("pass\n", "a.py", session.programs, session.path)


def test_another_pane_is_not_what_was_asked_about(window, session, python_page, until):
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    assert server.start()
    python_page.run_button.click()
    assert python_page.running.question.text()
    python_page.show_pane(window.board.add_client())
    assert not python_page.running.question.text()
    server.stop()
    until(lambda: not server.is_live)
    assert not python_page.running.is_saving
    assert session.programs.live_count == 0
