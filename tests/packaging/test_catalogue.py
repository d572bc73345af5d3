"""The template for translators holds every text, and every text can be filled in."""

import ast
import string
import tomllib
from pathlib import Path

import catalogue
import pytest
from babel.messages.pofile import read_po

from socket_workbench.dialogues.registry import dialogue_kinds

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "app").rglob("*.py"))
FUNCTIONS = {"tr": 1, "trn": 2, "mark": 1}


@pytest.fixture(scope="module")
def collected():
    return catalogue.message_ids(catalogue.collect())


def is_ours(call):
    """Return whether tr, trn or mark is called."""
    return getattr(call.func, "id", None) in FUNCTIONS


@pytest.fixture(scope="module")
def nodes():
    """Return every call of tr, trn and mark, and every f-string, each with its place."""
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno}", node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.JoinedStr | ast.Call)
        if isinstance(node, ast.JoinedStr) or is_ours(node)
    ]


@pytest.fixture
def calls(nodes):
    """Return every call of tr, trn and mark: where it stands, its name and its node."""
    found = [(place, node) for place, node in nodes if isinstance(node, ast.Call)]
    return [(place, ast.unparse(node.func), node) for place, node in found]


def literals(name, node):
    return [
        argument.value
        for argument in node.args[: FUNCTIONS[name]]
        if isinstance(argument, ast.Constant)
    ]


def places_in(text):
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_the_committed_template_is_up_to_date(collected):
    with catalogue.TEMPLATE.open("rb") as file:
        committed = catalogue.message_ids(read_po(file))

    assert committed == collected, "run `make catalogue`"


def test_collects_from_sources_and_scenarios(tmp_path, capsys):
    sources, scenarios = tmp_path / "app", tmp_path / "scenarios"
    sources.mkdir()
    scenarios.mkdir()
    (sources / "pane.py").write_text(
        "tr('Stop')\n"
        "trn('{count} byte', '{count} bytes', n)\n"
        "TITLE = mark('Echo')\n"
        "tr(variable)\n"
        "tr('{count} rows', count=f'{n:,}')\n"
        "log('not shown')\n"
    )
    (scenarios / "square.toml").write_text(
        "title = 'Square'\n"
        "summary = 'You enter a number.'\n"
        "[[clients]]\n"
        "steps = [{ send = 'on the wire' }, { repeat = [{ ask = 'Enter a number' }] }]\n"
    )

    found = catalogue.message_ids(catalogue.collect(sources, scenarios))

    assert found == {
        "Stop",
        ("{count} byte", "{count} bytes"),
        "Echo",
        "{count} rows",
        "Square",
        "You enter a number.",
        "Enter a number",
    }
    assert capsys.readouterr().err == ""


def test_the_texts_of_built_in_scenarios_are_collected(collected):
    documents = [
        tomllib.loads(path.read_text("utf-8")) for path in catalogue.SCENARIOS.glob("*.toml")
    ]

    assert documents
    assert {document["title"] for document in documents} <= collected


def test_the_names_of_dialogues_are_collected(collected):
    for kind in dialogue_kinds():
        titles = {parameter.title for parameter in kind.parameters}
        assert {kind.title, kind.summary} | titles <= collected, f"mark() the texts of {kind.name}"


def test_no_text_is_put_together_before_it_is_translated(calls):
    """`tr(f"...")` or `tr("a" + b)` never finds its translation; a variable may (see `mark`)."""
    found = [
        place
        for place, name, node in calls
        for argument in node.args[: FUNCTIONS[name]]
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
        or getattr(getattr(argument, "func", None), "attr", "") in {"format", "join"}
    ]

    assert found == []


def test_no_text_stands_inside_an_f_string(nodes):
    """The collector sees it with Python 3.12 and later only, where an f-string has tokens."""
    found = [
        place
        for place, outer in nodes
        if isinstance(outer, ast.JoinedStr)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Call) and is_ours(inner)
        if isinstance(inner.args[0], ast.Constant)
    ]

    assert found == []


def test_texts_that_count_and_marks_are_literals(calls):
    assert len(calls) > 1000
    found = [
        place
        for place, name, node in calls
        if name != "tr" and len(literals(name, node)) != FUNCTIONS[name]
    ]

    assert found == []


def test_every_named_place_in_a_text_is_filled(calls):
    wrong = []
    for place, name, node in calls:
        given = {keyword.arg for keyword in node.keywords}
        if name == "mark" or None in given or (name == "tr" and not given):
            continue
        given |= {"count"} if name == "trn" else set()
        for text in literals(name, node):
            missing, unused = places_in(text) - given, given - places_in(text) - {"count"}
            if missing or (unused and name == "tr"):
                wrong.append(f"{place}: {text!r} {missing or unused}")

    assert wrong == []
