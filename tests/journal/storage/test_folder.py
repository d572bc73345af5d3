import os
import subprocess
import sys

import pytest

from socket_workbench.journal.errors import JournalOpenError
from socket_workbench.journal.storage.claim import Claim
from socket_workbench.journal.storage.folder import SessionFolder

HOLDER = """
import sys
from pathlib import Path
from socket_workbench.journal.storage.folder import SessionFolder
store = SessionFolder(Path(sys.argv[1])).begin()
print(store.path.name, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    return SessionFolder(tmp_path / "data" / "sessions")


@pytest.fixture
def other_program(folder):
    """Starts a program that runs a session; returns it and the session's file."""
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(folder.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        started.append(process)
        assert process.stdout is not None
        return process, folder.folder / process.stdout.readline().strip()

    yield start
    for process in started:
        process.kill()
        process.communicate()


def make(folder, size, age=0):
    store = folder.begin()
    store.close()
    store.path.write_bytes(bytes(size))
    os.utime(store.path, (1_000_000 - age, 1_000_000 - age))
    return store.path


def test_each_session_has_a_name_of_its_own(folder):
    stores = [folder.begin() for _ in range(3)]
    assert len({store.path for store in stores}) == 3
    for store in stores:
        store.close()
    assert {path.name for path in folder.folder.iterdir()} == {store.path.name for store in stores}


@pytest.mark.needs("permission bits")
def test_its_folder_is_its_users_alone(folder):
    folder.begin().close()
    assert folder.folder.stat().st_mode & 0o077 == 0


@pytest.mark.needs("permission bits")
def test_a_folder_that_others_could_read_is_closed_to_them(folder):
    folder.folder.mkdir(parents=True)
    folder.folder.chmod(0o755)
    folder.begin().close()
    assert folder.folder.stat().st_mode & 0o777 == 0o700


def test_a_session_that_ended_is_kept(folder):
    path = make(folder, 1000)
    (kept,) = folder.kept()
    assert (kept.path, kept.size, kept.crashed) == (path, 1000, False)
    assert kept.ended.timestamp() == 1_000_000


def test_a_running_session_is_nobody_elses(folder):
    store = folder.begin()
    assert folder.kept() == []
    assert not folder.discard(store.path)
    assert folder.trim(0) == []
    assert store.path.exists()
    store.close()


def test_another_programs_session_is_left_alone_until_it_dies(folder, other_program):
    process, path = other_program()
    assert folder.kept() == []
    assert folder.trim(0) == []
    process.kill()
    process.wait()
    (left,) = folder.kept()
    assert (left.path, left.crashed) == (path, True)
    assert folder.discard(path)
    assert list(folder.folder.iterdir()) == []


def test_what_was_offered_is_not_called_crashed_again(folder, other_program):
    process, path = other_program()
    process.kill()
    process.wait()
    Claim(path, alone=True).release(ended=True)
    assert [left.crashed for left in folder.kept()] == [False]


def test_the_oldest_go_first_and_the_newest_stays(folder):
    paths = [make(folder, 1000, age) for age in (30, 10, 20)]
    assert [kept.path for kept in folder.kept()] == [paths[1], paths[2], paths[0]]
    assert folder.trim(3000) == []
    assert folder.trim(2999) == [paths[0]]
    assert folder.trim(1) == [paths[2]]
    assert folder.trim(1) == []
    assert folder.trim(0) == [paths[1]]


def test_what_is_open_in_a_window_is_not_removed(folder):
    path = make(folder, 1000)
    shown, again = Claim(path, alone=False), Claim(path, alone=False)
    assert not folder.discard(path)
    shown.release(ended=True)
    assert not folder.discard(path)
    again.release(ended=True)
    assert [kept.crashed for kept in folder.kept()] == [False]
    assert folder.discard(path)


def test_the_log_of_a_crashed_session_goes_with_it(folder):
    path = make(folder, 10)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).write_bytes(bytes(100))
    assert folder.kept()[0].size == 110
    assert folder.discard(path)
    assert list(folder.folder.iterdir()) == []


def test_a_lock_that_is_none_keeps_nothing_from_being_kept(folder):
    path = make(folder, 10)
    path.with_name(f"{path.name}.lock").mkdir()
    assert [(kept.path, kept.crashed) for kept in folder.kept()] == [(path, False)]


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    folder = SessionFolder(tmp_path / "file" / "sessions")
    assert folder.kept() == []
    with pytest.raises(JournalOpenError, match=r"cannot be kept in .*\."):
        folder.begin()
