import ast
import keyword
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.gui.programs.writing import file_name_of, program_of, shell_line_of
from socket_workbench.programs.style import Style


@pytest.mark.parametrize("style", Style)
def test_every_pane_has_a_program_in_every_style(window, style):
    for pane in (window.board.add_server(), window.board.add_client()):
        ast.parse(program_of(pane, style))
        assert shell_line_of(pane).startswith("ncat ")


def test_the_name_of_the_file():
    assert file_name_of("Server 1") == "server_1.py"
    assert file_name_of("socket") == "program_socket.py"
    assert file_name_of("1") == "program_1.py"
    assert file_name_of("../..") == "program.py"


@given(st.text(max_size=60))
def test_every_name_of_a_pane_gives_a_module_that_hides_none(name):
    module = file_name_of(name).removesuffix(".py")
    assert module.isidentifier()
    assert not keyword.iskeyword(module)
    assert module not in sys.stdlib_module_names
