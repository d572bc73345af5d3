import errno
import io
import sys
from pathlib import Path

import pytest

from socket_workbench import system


@pytest.mark.parametrize(
    ("error", "platform", "is_broken"),
    [
        (BrokenPipeError(errno.EPIPE, ""), "linux", True),
        (OSError(errno.EINVAL, ""), "win32", True),
        (OSError(errno.EINVAL, ""), "linux", False),
        (OSError(errno.ENOSPC, ""), "win32", False),
    ],
)
def test_a_reader_that_has_left_is_told_from_other_failures(
    monkeypatch, error, platform, is_broken
):
    monkeypatch.setattr(sys, "platform", platform)

    assert system.is_broken_pipe(error) is is_broken


def test_a_console_of_windows_is_read_past_its_code_page(monkeypatch):
    class Console(io.TextIOWrapper):
        def isatty(self):
            return True

    class Raw(io.BytesIO):
        raw = property(lambda self: self)

    monkeypatch.setattr(sys, "platform", "win32")
    console = Console(Raw("né\x1a".encode()))

    assert system.read_piece(console, 100) == "né\x1a".encode()
    assert system.read_piece(console, 100) == b""


def test_a_console_of_windows_is_not_written_by_its_descriptor(monkeypatch, tmp_path):
    with (tmp_path / "out").open("w") as file:
        assert system.output_descriptor(file) == file.fileno()
        monkeypatch.setattr(sys, "platform", "win32")
        assert system.output_descriptor(file) is None


def test_windows_leaves_it_to_programs_to_find_files_by_patterns(monkeypatch, tmp_path):
    for name in ("b.toml", "a.toml", "a[1].toml"):
        (tmp_path / name).touch()
    everything = str(tmp_path / "*.toml")
    assert system.names_for(everything) == [everything]

    monkeypatch.setattr(sys, "platform", "win32")
    names = [Path(name).name for name in system.names_for(everything)]
    assert names == ["a.toml", "a[1].toml", "b.toml"]
    assert system.names_for(str(tmp_path / "a[?].toml")) == [str(tmp_path / "a[1].toml")]
    for same in ("*.none", "a[1].toml", "b.toml", ""):
        assert system.names_for(same) == [same]


@pytest.mark.parametrize(
    ("platform", "folders"),
    [
        ("win32", ["AppData/Local", "AppData/Local", "AppData/Local"]),
        ("darwin", ["Library/Application Support", "Library/Preferences", "Library/Logs"]),
        ("linux", [".local/share", ".config", ".local/state"]),
        ("freebsd14", [".local/share", ".config", ".local/state"]),
    ],
)
@pytest.mark.parametrize("value", [None, "", "relative/folder"])
def test_files_are_kept_where_each_system_keeps_them(monkeypatch, platform, folders, value):
    for name in ("LOCALAPPDATA", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)

    found = [system.user_folder(sort) for sort in ("data", "settings", "log")]
    assert found == [Path.home() / folder for folder in folders]


def test_on_windows_sessions_do_not_roam(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path / "Roaming"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "Local"))

    assert system.user_folder("data") == tmp_path / "Local"


def test_without_a_home_folders_are_named_all_the_same(monkeypatch):
    def unknown():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", unknown)
    assert system.user_folder("data") == Path("/.local/share")
