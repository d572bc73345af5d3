import shutil

import pytest


@pytest.fixture
def check(load, monkeypatch):
    module = load("frozen_check")
    monkeypatch.setattr(module.smoke, "PROGRAM", ["/made/socket-workbench"])
    return module


def test_a_step_that_cannot_be_taken_here_says_why(check, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    steps = (check.lives_in_a_bare_root, lambda folder: None)
    assert check.smoke.take(steps, tmp_path) == 0
    said = capsys.readouterr().out
    assert "skipped lives_in_a_bare_root: bubblewrap (bwrap) is not there" in said
    assert said.endswith("1 passed, 0 failed, 1 skipped\n")


def test_the_root_has_no_programs_and_an_odd_folder(check, monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    with check.in_root(tmp_path, ["--tmpfs", "/home/user"]):
        words = " ".join(check.smoke.PROGRAM)
        assert "--ro-bind /made /opt/Netz Übung 練習" in words
        assert words.endswith("練習/socket-workbench")
        assert "/usr/bin" not in words
        assert "--clearenv" in words
    assert check.smoke.PROGRAM == ["/made/socket-workbench"]


def test_every_command_is_compared(check):
    assert {"serve", "connect", "watch", "run", "show", "export"} <= set(check.COMMANDS)
