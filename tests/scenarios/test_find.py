import pytest

from socket_workbench.scenarios.builtin import UnknownScenarioError, load_builtin
from socket_workbench.scenarios.find import find_scenario, is_file
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
