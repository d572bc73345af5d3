import platform
import sys

import PySide6
import pytest
from PySide6.QtCore import qVersion

from socket_workbench import __version__
from socket_workbench.cli.command_line import parse
from socket_workbench.cli.version import version_text


def test_version_names_all_that_a_report_needs(capsys):
    with pytest.raises(SystemExit) as ended:
        parse(["--version"])

    assert ended.value.code == 0
    first, *facts = capsys.readouterr().out.splitlines()
    assert first == f"socket-workbench {__version__}"
    assert facts[:3] == [
        f"Python: {platform.python_version()}",
        f"PySide6: {PySide6.__version__}",
        f"Qt: {qVersion()}",
    ]
    assert facts[3].startswith(f"System: {platform.system()}")


def test_without_qt_the_version_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6", None)

    assert "PySide6: not installed\nQt: not installed\n" in version_text("socket-workbench")
