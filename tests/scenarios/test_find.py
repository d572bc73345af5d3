from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socket_workbench.scenarios.builtin import UnknownScenarioError, load_builtin
from socket_workbench.scenarios.find import (
    document_name,
    find_documents,
    find_scenario,
    is_file,
)
from socket_workbench.scenarios.load import ScenarioError

TEXT = 'format = 1\ntitle = "Mine"\n[[clients]]\nendpoint = "1"\n'


def test_a_name_is_one_of_ours():
    assert find_scenario("welcome") == load_builtin("welcome")


def test_a_file_beside_us_needs_no_folder(tmp_path, monkeypatch):
    (tmp_path / "welcome.toml").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)

    assert find_scenario("welcome.toml").title == "Mine"
    assert find_scenario("welcome").title != "Mine"


def test_a_file_may_have_any_name(tmp_path):
    (tmp_path / "mine").write_text(TEXT, "utf-8")

    assert find_scenario(str(tmp_path / "mine")).title == "Mine"


@pytest.mark.parametrize("name", ["mine", ""])
def test_a_name_that_is_none_of_ours_is_refused(name):
    with pytest.raises(UnknownScenarioError):
        find_scenario(name)


@pytest.mark.parametrize("name", ["mine.toml", "no/welcome", "/", "."])
def test_a_file_that_is_none_is_refused(name):
    with pytest.raises((ScenarioError, UnknownScenarioError)):
        find_scenario(name)


@pytest.mark.parametrize("text", ["mine.toml", "folder/mine", "./welcome", "/tmp/x.toml"])
def test_a_folder_or_toml_means_a_file(text):
    assert is_file(text)


def test_anything_else_is_a_name():
    assert not is_file("welcome")


def test_a_folder_stands_for_its_documents_in_the_order_of_their_names(tmp_path):
    for name in ("b.toml", "10-a.toml", "2-c.scenario.toml", "a.toml", ".hidden.toml", "x.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    (tmp_path / "parts.toml").mkdir()

    found = find_documents(str(tmp_path))

    assert [path.name for path in found] == ["2-c.scenario.toml", "10-a.toml", "a.toml", "b.toml"]
    assert [document_name(path) for path in found] == ["2-c", "10-a", "a", "b"]


def test_names_and_files_stand_for_one_document():
    assert [path.stem for path in find_documents("welcome")] == ["welcome"]
    assert find_documents("no/such.toml") == [Path("no/such.toml")]
    with pytest.raises(UnknownScenarioError):
        find_documents("mine")


def test_a_folder_without_documents_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"no file ends in \.toml"):
        find_documents(str(tmp_path))


@given(st.lists(st.from_regex(r"\A[a-z0-9.-]{0,6}[0-9]{0,3}\.toml\Z"), unique=True, min_size=1))
def test_every_name_has_its_place_in_the_order(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("documents")
    names = [name for name in names if not name.startswith(".")] or ["a.toml"]
    for name in names:
        (folder / name).touch()

    assert sorted(path.name for path in find_documents(str(folder))) == sorted(names)
