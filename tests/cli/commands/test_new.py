import json

import pytest

from socket_workbench.cli.command_line import parse
from socket_workbench.resources import resource_folder
from socket_workbench.scenarios.builtin import scenario_names
from socket_workbench.scenarios.load import load_scenario


@pytest.fixture
def new(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words, command="new"):
        parsed = parse([command, *words])
        return parsed.command(parsed)

    return run


def test_the_starter_is_commented_passes_check_and_runs(new, tmp_path, capsys):
    assert new("my.toml") == 0
    assert capsys.readouterr().out == "my.toml: run it with socket-workbench run my.toml\n"
    text = (tmp_path / "my.toml").read_text("utf-8")
    assert sum(line.lstrip().startswith("#") for line in text.splitlines()) > 10
    assert new("my.toml", command="check") == 0
    assert new("my.toml", command="run") == 0


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("my file.toml", "'my file.toml'"),
        ("$(x).toml", "'$(x).toml'"),
        ("a'b.toml", "'a'\"'\"'b.toml'"),
        ("-x.toml", "./-x.toml"),
    ],
)
def test_the_command_that_runs_it_is_one_for_a_shell(new, capsys, name, word):
    assert new("--", name) == 0
    assert capsys.readouterr().out == f"{name}: run it with socket-workbench run {word}\n"


def test_a_full_disk_leaves_no_file(new, tmp_path, capsys, small_files):
    resource = pytest.importorskip("resource", reason="there are no resource limits here")
    small_files(10)
    assert new("my.toml") == 2
    small_files(resource.RLIM_INFINITY)
    assert "my.toml cannot be written: " in capsys.readouterr().err
    assert new("my.toml") == 0


@pytest.mark.parametrize(
    "starter", sorted(resource_folder("starters").glob("*.toml")), ids=lambda file: file.stem
)
def test_every_starter_passes_check_and_runs(new, starter):
    assert new("--from", starter.stem, "my.toml") == 0
    assert new("my.toml", command="check") == 0
    if load_scenario(starter).clients:
        assert new("my.toml", command="run") == 0


def test_a_built_in_scenario_is_copied_under_its_name(new, tmp_path):
    assert new("--from", "udp-echo") == 0
    assert load_scenario(tmp_path / "udp-echo.scenario.toml").title == "UDP echo"


def test_nothing_is_overwritten(new, tmp_path, capsys):
    (tmp_path / "my.toml").write_text("mine", "utf-8")

    assert new("my.toml") == 2
    assert (tmp_path / "my.toml").read_text("utf-8") == "mine"
    assert "my.toml is there already" in capsys.readouterr().err


def test_it_goes_to_standard_output(new, tmp_path, capsys):
    assert new("--from", "welcome", "-") == 0
    assert "format = 1" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "part"),
    [(["--from", "nonsense"], "There is no scenario"), (["no/such/x.toml"], "cannot be written")],
)
def test_what_cannot_be_written_is_wrong_usage(new, capsys, words, part):
    assert new(*words) == 2
    assert part in capsys.readouterr().err


def test_of_an_unknown_name_all_known_ones_are_told_the_nearest_first(new, capsys, tmp_path):
    assert new("--from", "fixed_reply") == 2

    known = capsys.readouterr().err.partition("choose one of ")[2].rstrip(".\n").split(", ")
    assert known[0] == "fixed-reply"
    starters = {file.stem for file in resource_folder("starters").glob("*.toml")}
    assert set(known) == starters | set(scenario_names())
    assert len(known) == len(set(known))
    for name in known:
        assert new("--from", name, f"{name}.toml") == 0


def test_a_schema_is_written_beside_the_documents(new, tmp_path, capsys):
    assert new("--schema") == 0
    assert "#:schema scenario.schema.json" in capsys.readouterr().out
    assert json.loads((tmp_path / "scenario.schema.json").read_text("utf-8"))["$defs"]
    assert new("--schema", "--from", "welcome", "x.json") == 2
