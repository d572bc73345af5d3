import os
import subprocess
import sys

import pytest

QUICK = """
import builtins, sys
finders, import_function = list(sys.meta_path), builtins.__import__
from socket_workbench.gui.start.quick_import import import_pyside
{before}
import_pyside()
assert sys.meta_path == finders
assert builtins.__import__ is import_function
lazy = "_LazyModule"
print(sum(type(module).__name__ == lazy for module in set(sys.modules.values())))
"""

WRONG_CALL = """
from PySide6.QtCore import QSize
try:
    QSize(1, 2).boundedTo("wide")
except TypeError as error:
    print(error)
print(QSize.boundedTo.__doc__)
"""


def output(program):
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    ).stdout


@pytest.mark.parametrize(
    ("before", "lazy"),
    [
        ("", 6),
        # Where there is no such finder to be interposed, everything is there as usual.
        ("import PySide6; builtins.__import__ = import_function", 0),
    ],
)
def test_messages_about_wrong_calls_are_those_of_pyside_and_made_when_wanted(before, lazy):
    count, messages = output(QUICK.format(before=before) + WRONG_CALL).split("\n", 1)

    assert int(count) == lazy
    assert "PySide6.QtCore.QSize.boundedTo(str)" in messages
    assert messages == output(WRONG_CALL)
