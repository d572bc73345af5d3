"""The programs and the commands of panes, as their fields are now."""

import keyword
import re
import sys

from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.pane import Pane
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.programs.client_program import client_program
from socket_workbench.programs.server_program import server_program
from socket_workbench.programs.shell_lines import client_line, server_line
from socket_workbench.programs.style import Style
from socket_workbench.scenarios.settings import program_steps


def program_of(pane: Pane, style: Style) -> str:
    """Return the program of a pane; with a scenario's steps, if they are to run.

    Raises:
        ValueError: a field is invalid; the message is a sentence that says which.
    """
    if isinstance(pane, ServerPane):
        return server_program(pane.settings(), style)
    assert isinstance(pane, ClientPane)
    settings = pane.settings()
    document = pane.document if settings.script is not None else None
    steps = () if document is None else program_steps(document)
    return client_program(settings, style, steps)


def shell_line_of(pane: Pane) -> str:
    """Return the command that does by hand what a pane does.

    Raises:
        ValueError: a field is invalid.
    """
    if isinstance(pane, ServerPane):
        return server_line(pane.settings().endpoint)
    assert isinstance(pane, ClientPane)
    return client_line(pane.settings().endpoint)


def file_name_of(pane_name: str) -> str:
    """Return the name that is offered for the file of the program of a pane with this name.

    It can be imported, and does not hide a module of the standard library.
    """
    signs = (sign if f"a{sign}".isidentifier() else "_" for sign in pane_name.lower())
    name = re.sub("_+", "_", "".join(signs)).strip("_")[:40]
    if not name.isidentifier() or keyword.iskeyword(name) or name in sys.stdlib_module_names:
        name = f"program_{name}".rstrip("_")
    return f"{name}.py"
