import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.scenarios.load import ScenarioError, load_scenario, parse_scenario
from socket_workbench.scenarios.model import ClientDocument, Scenario, ServerDocument, StepDocument
from socket_workbench.scenarios.steps import VARIABLES

HEAD = 'format = 1\ntitle = "T"\n'
SERVER = '[[servers]]\nendpoint = "tcp://127.0.0.1:0"\n'
CLIENT = '[[clients]]\nendpoint = "tcp://127.0.0.1:1"\n'


def mistake(text):
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text, "my.toml")
    assert str(caught.value).startswith("my.toml: ")
    assert str(caught.value).endswith(".")
    return caught.value


def test_a_document_is_read():
    scenario = parse_scenario(HEAD + SERVER + CLIENT + 'steps = [{ send = "x" }]', "my.toml")

    assert scenario.title == "T"
    assert scenario.servers[0].endpoint == "tcp://127.0.0.1:0"
    assert scenario.clients[0].steps[0].send == "x"


def test_a_byte_order_mark_does_no_harm():
    assert parse_scenario("\ufeff" + HEAD + SERVER, "my.toml").title == "T"


@pytest.mark.parametrize(
    ("text", "path", "problem"),
    [
        (HEAD + SERVER + "colour = 1", "servers[0].colour", "there is no such field."),
        (HEAD + SERVER + "backlog = 'x'", "servers[0].backlog", "a whole number, not text"),
        (HEAD + SERVER + "backlog = -1", "servers[0].backlog", "a whole number >= 0"),
        (HEAD + SERVER + "one_at_a_time = 1", "servers[0].one_at_a_time", "true or false"),
        (HEAD + SERVER + "dialogue = 'no'", "servers[0].dialogue", "no dialogue 'no'"),
        (HEAD + SERVER + "parameters = { a = 'b' }", "servers[0].parameters", "'a'"),
        (HEAD + SERVER + "framing = 'no'", "servers[0].framing", "not a framing"),
        (HEAD + "[[servers]]\n", "servers[0].endpoint", "missing"),
        (HEAD + "[[servers]]\nendpoint = 'x:y'", "servers[0].endpoint", "y"),
        ("format = 1\n" + SERVER, "title", "missing"),
        ("title = 'T'\n" + SERVER, "format", "missing"),
        ("format = 2\nnew = 1\n" + SERVER, "format", "a newer Socket Workbench"),
        ("format = 0\ntitle = 'T'\n" + SERVER, "format", "expected 1"),
        ("format = '1'\ntitle = 'T'\n" + SERVER, "format", "a whole number, not text"),
        (HEAD, "servers", "needs a server or a client"),
        (HEAD + "servers = 3", "servers", "a list, not a whole number"),
        (HEAD + CLIENT + "connect_timeout = '5'", "clients[0].connect_timeout", "duration"),
        (HEAD + CLIENT + "reconnect_interval = 'x'", "clients[0].reconnect_interval", "duration"),
        (HEAD + CLIENT + "steps = [{}]", "clients[0].steps[0]", "exactly one of"),
        (HEAD + CLIENT + "steps = [{ wait = 1 }]", "clients[0].steps[0].wait", "text, not a"),
        (HEAD + CLIENT + "steps = [{ expect = 1 }]", "clients[0].steps[0].expect", "or a table"),
        (
            HEAD + CLIENT + "steps = [{ send = 'a' }, { send = 'b' }, { wait = 'soon' }]",
            "clients[0].steps[2].wait",
            "'soon' is not a duration",
        ),
        (
            HEAD + CLIENT + r"steps = [{ repeat = [{ send = '\q' }], until = {} }]",
            "clients[0].steps[0].until.variable",
            "missing",
        ),
    ],
)
def test_a_mistake_names_file_and_field_and_what_was_expected(text, path, problem):
    error = mistake(text)

    assert error.path == path
    assert problem in error.problem
    assert str(error) == f"my.toml: {path}: {error.problem}"


def test_what_is_no_toml_is_told_with_its_place():
    error = mistake('format = 1\ntitle = "T\n')

    assert error.path == ""
    assert "not TOML" in error.problem
    assert "line 2" in error.problem


def test_tables_nested_without_end_are_refused():
    assert mistake(f"a = {'[' * 5000}").path == ""


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ScenarioError, match="No such file") as caught:
        load_scenario(tmp_path / "no.toml")
    assert str(tmp_path / "no.toml") in str(caught.value)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ScenarioError, match="directory"):
        load_scenario(tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "x.toml").write_bytes(b'title = "\xff"')

    with pytest.raises(ScenarioError, match=r"not UTF-8 text \(at byte 9\)"):
        load_scenario(tmp_path / "x.toml")


def test_a_file_is_read(tmp_path):
    (tmp_path / "x.toml").write_text(HEAD + SERVER, "utf-8")

    assert load_scenario(tmp_path / "x.toml").title == "T"


@given(st.text())
def test_no_text_does_anything_but_load_or_be_refused(text):
    with contextlib.suppress(ScenarioError):
        assert parse_scenario(HEAD + SERVER + text, "my.toml").title == "T"


DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text("utf-8")


def test_the_documented_example_is_right():
    example = DOCUMENTATION.partition("```toml\n")[2].partition("```")[0]

    assert parse_scenario(example, "docs").clients[0].steps


@pytest.mark.parametrize("document", [Scenario, ServerDocument, ClientDocument, StepDocument])
def test_every_field_is_documented(document):
    assert [name for name in document.__struct_fields__ if f"`{name}" not in DOCUMENTATION] == []


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_variable_is_documented(variable):
    assert f"{{{{{variable}}}}}" in DOCUMENTATION
