import pytest

from socket_workbench.gui.scenario_list import gallery_entries, is_file_name, open_scenario
from socket_workbench.resources import resource_folder
from socket_workbench.scenarios.builtin import scenario_names


def test_every_builtin_scenario_is_listed_welcome_first():
    entries = gallery_entries()
    assert entries[0].name == "welcome"
    assert sorted(entry.name for entry in entries) == scenario_names()
    assert all(entry.title and entry.summary and entry.addresses for entry in entries)


def test_titles_and_summaries_are_translated(pseudo_language):
    assert all(
        entry.title.startswith("⟦") and entry.summary.startswith("⟦") for entry in gallery_entries()
    )


def test_a_scenario_is_opened_by_name_or_by_file():
    path = resource_folder("scenarios") / "square.toml"
    assert open_scenario("square") == open_scenario(str(path))
    assert is_file_name(str(path))
    assert is_file_name("mine.toml")
    assert not is_file_name("square")


@pytest.mark.parametrize("name", ["no-such-one", "/no/such/file.toml"])
def test_what_is_not_there_is_a_sentence(name):
    with pytest.raises(ValueError, match=name):
        open_scenario(name)
