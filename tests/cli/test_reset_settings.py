import contextlib

import pytest

from socket_workbench.__main__ import main
from socket_workbench.journal.storage.claim import Claim
from socket_workbench.user_folders import sessions_folder, settings_file, windows_folder


@pytest.fixture
def files():
    """Settings, the panes of two windows, and a session."""
    for folder in (settings_file().parent, windows_folder(), sessions_folder()):
        folder.mkdir(parents=True)
    found = [settings_file(), windows_folder() / "1.ini", windows_folder() / "2.ini"]
    for file in found:
        file.write_text("[General]\nversion=1\n")
    (sessions_folder() / "kept.swb").touch()
    return found


def test_settings_go_and_sessions_stay(files, capsys):
    assert main(["--reset-settings"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        *(f"Removed: {file}" for file in files),
        f"Recorded sessions are kept: {sessions_folder()}",
    ]
    assert not any(file.exists() for file in files)
    assert list(windows_folder().iterdir()) == []
    assert (sessions_folder() / "kept.swb").exists()


def test_where_there_are_none_that_is_said(capsys):
    assert main(["--reset-settings"]) == 0
    assert capsys.readouterr().out.startswith("There were no settings to remove.")
    assert not windows_folder().exists()


def test_nothing_is_removed_while_a_window_is_open(files, capsys):
    claim = Claim(windows_folder() / "2", alone=True)
    try:
        assert main(["--reset-settings"]) == 1
        assert capsys.readouterr().err.startswith("A window is open")
        assert all(file.exists() for file in files)
    finally:
        claim.release(ended=True)
    with contextlib.suppress(SystemExit):
        main(["--reset-settings", "list"])
    assert "stands without a command" in capsys.readouterr().err
    assert all(file.exists() for file in files)


def test_what_cannot_be_removed_is_named(files, capsys):
    settings_file().unlink()
    settings_file().mkdir()
    assert main(["--reset-settings"]) == 1
    assert f"{settings_file()} cannot be removed" in capsys.readouterr().err
