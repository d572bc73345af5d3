"""The page about values is the one that the tables make, and its examples are read as it says."""

import importlib.util
import re
from pathlib import Path

from socket_workbench.values.functions import FUNCTIONS
from socket_workbench.values.template import compile_template

ROOT = Path(__file__).parents[2]


def load_reference():
    path = ROOT / "packaging" / "value_reference.py"
    spec = importlib.util.spec_from_file_location("value_reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference = load_reference()


def test_the_committed_page_is_up_to_date():
    assert reference.PAGE.read_text("utf-8") == reference.page(), "run `make reference`"


def test_it_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(reference, "PAGE", tmp_path / "values.md")
    assert reference.main() == 0
    assert (tmp_path / "values.md").read_text("utf-8") == reference.page()


def test_every_function_is_a_line_of_the_table():
    table = reference.page().partition("## Functions\n")[2].partition("\n## ")[0]

    assert re.findall(r"^\| `(\w+)\(", table, re.MULTILINE) == sorted(FUNCTIONS)


def test_every_example_can_be_filled():
    head = reference.page().partition("## Functions")[0]
    examples = [one for one in re.findall(r"`([^`]*\{\{[^`]*)`", head) if "..." not in one]

    assert len(examples) >= 14
    for example in examples:
        if example != "{{":
            compile_template(example).fill({"name": "a", "message": b"abc", "count": 1})
