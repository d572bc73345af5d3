import errno
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from socket_workbench.journal.storage.claim import LOCK
from socket_workbench.journal.storage.private_folder import filled
from socket_workbench.user_folders import data_folder

IS_ROOT = getattr(os, "geteuid", int)() == 0


def nothing(folder: Path) -> None:
    """Need no room."""


@pytest.mark.needs("permission bits")
def test_it_is_its_users_alone(tmp_path):
    folder = filled(tmp_path, nothing)
    assert folder.path.stat().st_mode & 0o777 == 0o700
    folder.close()


def test_it_is_on_the_same_disk_and_goes(tmp_path):
    folder = filled(tmp_path, nothing)
    assert folder.path.stat().st_dev == tmp_path.stat().st_dev
    assert folder.path.is_relative_to(data_folder())
    (folder.path / "content").touch()
    folder.close()
    assert not folder.path.exists()
    assert not folder.path.parent.exists()


def test_what_a_killed_process_left_is_removed_and_what_another_uses_is_not(tmp_path):
    used = filled(tmp_path, nothing)
    killed = used.path.parent / "socket-workbench-opened-killed"
    killed.mkdir()
    (killed / f"session{LOCK}").touch()
    being_made = used.path.parent / "socket-workbench-opened-new"
    being_made.mkdir()
    filled(tmp_path, nothing).close()
    assert used.path.exists()
    assert being_made.exists()
    assert not killed.exists()
    being_made.rmdir()
    used.close()


def test_what_was_left_goes_where_an_open_lock_cannot_be_removed(tmp_path, monkeypatch):
    """As on Windows."""

    def remove_all_but_the_lock(folder: Path, *, ignore_errors: bool) -> None:
        for part in folder.iterdir():
            if not part.name.endswith(LOCK):
                part.unlink()

    used = filled(tmp_path, nothing)
    killed = used.path.parent / "socket-workbench-opened-killed"
    killed.mkdir()
    (killed / f"session{LOCK}").touch()
    (killed / "content").touch()
    with monkeypatch.context() as windows:
        windows.setattr(shutil, "rmtree", remove_all_but_the_lock)
        filled(tmp_path, nothing).close()
    assert not killed.exists()
    used.close()


def test_without_a_data_folder_it_is_a_temporary_one(tmp_path, own_home):
    (own_home / "data").write_text("no folder")
    folder = filled(tmp_path, nothing)
    assert folder.path.parent == Path(tempfile.gettempdir())
    folder.close()
    assert folder.path.parent.exists()


def test_where_none_can_be_made_it_is_an_error(tmp_path, own_home, monkeypatch):
    (own_home / "data").write_text("no folder")

    def none() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(tempfile, "gettempdir", none)
    with pytest.raises(OSError):
        filled(tmp_path, nothing)


def test_the_next_place_is_taken_where_one_has_no_room(tmp_path):
    tried = []

    def fill(folder: Path) -> None:
        tried.append(folder)
        (folder / "content").touch()
        if len(tried) == 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    folder = filled(tmp_path, fill)
    assert tried[0].is_relative_to(data_folder())
    assert not tried[0].parent.exists()
    assert tried[1] == folder.path
    assert folder.path.parent == Path(tempfile.gettempdir())
    folder.close()


def test_where_no_place_has_room_the_last_is_named_and_nothing_is_left(tmp_path):
    def fill(folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as caught:
        filled(tmp_path, fill)
    assert caught.value.filename == tempfile.gettempdir()
    assert not (data_folder() / "opened").exists()
    assert list(Path(tempfile.gettempdir()).glob("socket-workbench-opened-*")) == []


@pytest.mark.needs("users")
@pytest.mark.skipif(not IS_ROOT, reason="only root may give files away")
def test_what_another_user_left_in_a_folder_for_all_is_not_ours(tmp_path, own_home):
    (own_home / "data").write_text("no folder")
    theirs = Path(tempfile.gettempdir()) / "socket-workbench-opened-theirs"
    theirs.mkdir()
    (theirs / f"session{LOCK}").touch()
    os.chown(theirs, 12345, 12345)
    filled(tmp_path, nothing).close()
    assert theirs.exists()
    shutil.rmtree(theirs)
