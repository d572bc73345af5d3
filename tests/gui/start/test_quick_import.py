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
print(sum(
    type(module).__name__ == lazy and name.startswith("shiboken")
    for name, module in sys.modules.items()
))
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
        ("", 7),
        # Where there is no such finder to be interposed, everything is there as usual.
        ("import PySide6; builtins.__import__ = import_function", 0),
    ],
)
def test_messages_about_wrong_calls_are_those_of_pyside_and_made_when_wanted(before, lazy):
    count, messages = output(QUICK.format(before=before) + WRONG_CALL).split("\n", 1)

    assert int(count) == lazy
    assert "PySide6.QtCore.QSize.boundedTo(str)" in messages
    assert messages == output(WRONG_CALL)


LAZY = """
import sys, threading
# What measures the coverage has imported some before.
was_there = "{name}" in sys.modules
from socket_workbench.gui.start import quick_import
quick_import.import_pyside()
from PySide6 import QtWidgets
lazy = [name for name, each in sys.modules.items() if type(each) is quick_import._LazyModule]
print(*lazy)
import {name}
is_lazy = was_there or "{name}" in lazy
begin = threading.Barrier(8)
found = []
def look():
    begin.wait()
    found.append({name}.{attribute})
threads = [threading.Thread(target=look) for _ in range(8)]
for each in threads: each.start()
for each in threads: each.join()
print(is_lazy, len(set(map(id, found))), len(found), type({name}).__name__)
try:
    {name}.nothing
except AttributeError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("inspect", "signature"),
        ("shutil", "rmtree"),
        ("tempfile", "mkdtemp"),
        ("traceback", "format_exception"),
    ],
)
def test_a_library_module_is_executed_once_by_whoever_uses_it_first(name, attribute):
    program = LAZY.format(name=name, attribute=attribute)

    _, executed, wrong = output(program).splitlines()

    assert executed == "True 1 8 module"
    assert wrong == f"module '{name}' has no attribute 'nothing'"
