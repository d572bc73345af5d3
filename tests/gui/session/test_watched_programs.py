"""Tests of the watched programs of a window."""

from pathlib import Path

import pytest

from socket_workbench.gui.session.watched_programs import Program, WatchedPrograms


def test_words_folder_and_title_of_a_program():
    program = Program("/tmp/x/a.py", arguments="1 'two three'")
    assert program.words() == ["/tmp/x/a.py", "1", "two three"]
    assert (program.place(), program.title) == (Path("/tmp/x"), "a.py")
    module = Program("http.server", is_module=True, arguments="0", folder="/tmp")
    assert module.words() == ["-m", "http.server", "0"]
    assert (module.place(), module.title) == (Path("/tmp"), "http.server")
    with pytest.raises(ValueError, match="quotation"):
        Program("a.py", arguments="'").words()


def test_the_folder_of_generated_programs_is_private_and_removed(qtbot):
    programs = WatchedPrograms()
    folder = programs.generated_folder()
    (folder / "server.py").write_text("pass")
    assert programs.generated_folder() == folder
    assert folder.stat().st_mode & 0o777 == 0o700
    programs.close()
    assert not folder.exists()
