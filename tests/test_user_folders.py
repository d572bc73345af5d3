import errno
import sys
import tempfile

import pytest

from socket_workbench import user_folders
from socket_workbench.user_folders import (
    MARKER,
    PORTABLE_FOLDER,
    be_portable,
    data_folder,
    instance_file,
    log_file,
    portable_folder,
    sessions_folder,
    settings_file,
    windows_folder,
)


@pytest.fixture
def program(tmp_path, monkeypatch):
    """The folder of a frozen program."""
    folder = tmp_path / "Käfer 日本 program"
    folder.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "socket-workbench"))
    monkeypatch.setattr(user_folders, "_asked", [])
    return folder


def places():
    return [data_folder(), sessions_folder(), windows_folder(), settings_file(), log_file()]


def test_data_and_settings_are_where_qt_has_them(qapp):
    from PySide6.QtCore import QStandardPaths

    locations = QStandardPaths.StandardLocation
    before = qapp.applicationName()
    qapp.setApplicationName("socket-workbench")
    try:
        data = QStandardPaths.writableLocation(locations.AppLocalDataLocation)
        assert str(data_folder()) == data
    finally:
        qapp.setApplicationName(before)
    config = QStandardPaths.writableLocation(locations.GenericConfigLocation)
    assert str(settings_file()) == f"{config}/socket-workbench/socket-workbench.ini"


def test_all_is_in_the_users_folders(program, own_home):
    assert portable_folder() is None
    assert all(path.is_relative_to(own_home) for path in places())
    assert len(set(places())) == len(places())


@pytest.mark.parametrize("is_asked", [True, False])
def test_in_portable_mode_all_is_beside_the_program(program, is_asked):
    if is_asked:
        be_portable()
    else:
        (program / MARKER).touch()
    assert portable_folder() == program / PORTABLE_FOLDER
    assert all(path.is_relative_to(program / PORTABLE_FOLDER) for path in places())
    assert len(set(places())) == len(places())


def test_of_an_installed_program_it_is_the_environment(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(user_folders, "_asked", [])
    be_portable()
    assert portable_folder() == tmp_path / PORTABLE_FOLDER


def test_where_the_system_has_no_folder_for_locks_the_data_folder_has_one(monkeypatch):
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(tempfile, "gettempdir", none)
    assert instance_file().parent.parent == data_folder()
