import sys

import pytest

from socket_workbench.cli.arguments.file_arguments import FLAGS, with_options_for_files
from socket_workbench.cli.command_line import parse, parsers


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
        (["--safe-mode", "a.swb"], ["--safe-mode", "--open", "a.swb"]),
        (["--run", "mine.toml", "a.swb"], ["--run", "--scenario", "mine.toml", "--open", "a.swb"]),
        (["--new-window", "run", "a.toml"], ["--new-window", "run", "a.toml"]),
        (["--serve", "0", "a.swb"], ["--serve", "0", "a.swb"]),
        (["A.SWB", "Mine.Toml"], ["--open", "A.SWB", "--scenario", "Mine.Toml"]),
    ],
)
def test_a_file_at_the_beginning_is_opened(given, meant):
    assert with_options_for_files(given) == meant


def test_on_windows_patterns_are_expanded_wherever_several_files_may_stand(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.chdir(tmp_path)
    for name in ("b.toml", "a.toml", "c.swb"):
        (tmp_path / name).touch()

    for command in ("run", "check"):
        parsed = parse([command, "z.toml", "*.toml"])
        named = parsed.scenarios if command == "run" else parsed.files
        assert named == ["z.toml", "a.toml", "b.toml"]
    assert parse(["*.swb"]).open == ["c.swb"]


def test_the_window_is_told_what_to_open():
    assert parse(["last week.swb", "--open", "other"]).open == ["last week.swb", "other"]
    assert parse([]).open == []


def test_a_file_may_stand_behind_each_option_that_has_no_value():
    window = next(group for group in parsers()[0]._action_groups if group.title == "the window")
    settings = next(group for group in parsers()[0]._action_groups if group.title == "settings")
    plain = {
        option
        for action in (*window._group_actions, *settings._group_actions)
        if action.nargs == 0
        for option in action.option_strings
    }
    assert plain - {"--reset-settings"} == FLAGS
    for flag in FLAGS:
        assert parse([flag, "a.swb", *(["--scenario", "welcome"] if flag == "--run" else [])]).open
