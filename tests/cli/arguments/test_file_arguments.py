import pytest

from socket_workbench.cli.arguments.file_arguments import with_options_for_files
from socket_workbench.cli.command_line import parse


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ([], []),
        (["a b.swb"], ["--open", "a b.swb"]),
        (["a.swb", "b.swb", "--run"], ["--open", "a.swb", "--open", "b.swb", "--run"]),
        (["mine.toml", "--run"], ["--scenario", "mine.toml", "--run"]),
        (["run", "mine.toml"], ["run", "mine.toml"]),
        (["--open", "a.swb"], ["--open", "a.swb"]),
        (["-x.swb"], ["-x.swb"]),
    ],
)
def test_a_file_at_the_beginning_is_opened(given, meant):
    assert with_options_for_files(given) == meant


def test_the_window_is_told_what_to_open():
    assert parse(["last week.swb", "--open", "other"]).open == ["last week.swb", "other"]
    assert parse([]).open == []
