import ast
import runpy
import sys

from socket_workbench.watch.program import CHILD


def test_it_does_nothing_in_a_process_that_is_not_watched(monkeypatch):
    monkeypatch.delenv("SOCKET_WORKBENCH_WATCH", raising=False)
    before = list(sys.path)
    runpy.run_path(str(CHILD / "sitecustomize.py"))

    assert sys.path == before
    assert "_socket_workbench" not in sys.modules


def test_only_two_names_are_put_in_the_way_of_the_programs():
    names = {path.name for path in CHILD.iterdir()} - {"__pycache__", "__init__.py"}

    assert names == {"sitecustomize.py", "_socket_workbench"}


def test_it_is_written_for_python_3_8():
    for path in CHILD.rglob("*.py"):
        text = path.read_text("utf-8")
        ast.parse(text, path.name, feature_version=(3, 8))
        assert "from __future__ import annotations" in text or path.name == "__init__.py"
