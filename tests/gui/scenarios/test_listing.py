from socket_workbench.gui.scenarios.listing import gallery_entries
from socket_workbench.scenarios import builtin
from socket_workbench.scenarios.builtin import scenario_names


def test_every_builtin_scenario_is_listed_welcome_first():
    entries = gallery_entries()
    assert entries[0].name == "welcome"
    assert tuple(sorted(entry.name for entry in entries)) == scenario_names()
    assert all(entry.title and entry.summary and entry.addresses for entry in entries)


def test_titles_and_summaries_are_translated(pseudo_language):
    assert all(
        entry.title.startswith("⟦") and entry.summary.startswith("⟦") for entry in gallery_entries()
    )


def test_unix_scenarios_are_hidden_where_the_system_has_no_unix_sockets(monkeypatch):
    monkeypatch.setattr(builtin, "unix_supported", lambda: "There are none here.")
    names = [entry.name for entry in gallery_entries()]
    assert "welcome" in names
    assert not {"unix-stream", "unix-datagram"} & set(names)
