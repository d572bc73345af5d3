import os

import pytest

from socket_workbench.journal.storage import claim as claim_module
from socket_workbench.journal.storage import system
from socket_workbench.journal.storage.claim import (
    LOCK,
    Claim,
    RecordingClaim,
    is_held,
    is_left_by_a_crash,
    is_part_of_recorded,
    is_recorded,
)
from socket_workbench.journal.storage.parts import BESIDE, beside


@pytest.fixture
def lock(path):
    return beside(path, LOCK)


def test_one_alone_or_several_together(path, lock):
    alone = Claim(path, alone=True)
    for again in (True, False):
        with pytest.raises(BlockingIOError):
            Claim(path, alone=again)
    alone.release(ended=True)
    assert not lock.exists()
    some = [Claim(path, alone=False), Claim(path, alone=False)]
    with pytest.raises(BlockingIOError):
        Claim(path, alone=True)
    for claim in some:
        assert lock.exists()
        claim.release(ended=True)
    assert not lock.exists()


@pytest.mark.needs("open files removed")
def test_a_lock_whose_file_was_removed_before_it_was_had_is_taken_anew(path, lock, monkeypatch):
    """Whoever held it until now has removed the file between our opening and locking it."""
    take = system.lock
    removed: list[int] = []

    def take_late(descriptor, *, alone):
        take(descriptor, alone=alone)
        if not removed:
            removed.append(descriptor)
            lock.unlink()

    monkeypatch.setattr(claim_module, "lock", take_late)
    claim = Claim(path, alone=True)
    with pytest.raises(BlockingIOError):
        Claim(path, alone=True)
    claim.release(ended=True)
    assert not lock.exists()


@pytest.mark.needs("permission bits")
def test_a_lock_is_its_users_alone(path, lock):
    claim = RecordingClaim(path)
    assert lock.stat().st_mode & 0o777 == 0o600
    claim.release()


def test_a_lock_says_what_is_going_on(path, lock):
    claim = RecordingClaim(path)
    assert is_recorded(path)
    assert is_held(path)
    claim.release()
    claim.release()
    assert not is_recorded(path)
    shown = Claim(path, alone=False)
    assert not is_recorded(path)
    assert is_held(path)
    assert not is_left_by_a_crash(path)
    shown.release(ended=False)
    assert is_left_by_a_crash(path)


def as_folder(lock):
    lock.mkdir()


def as_pipe(lock):
    os.mkfifo(lock)


def as_link(lock):
    lock.symlink_to("/dev/zero")


def as_dangling_link(lock):
    lock.symlink_to(lock.with_name("elsewhere"))


def as_bytes(lock):
    lock.write_bytes(os.urandom(5000))


def as_large_file(lock):
    with lock.open("wb") as file:
        file.truncate(1 << 40)


@pytest.mark.parametrize(
    "make",
    [
        as_folder,
        as_pipe,
        pytest.param(as_link, marks=pytest.mark.needs("device files")),
        pytest.param(as_dangling_link, marks=pytest.mark.needs("symbolic links")),
        as_bytes,
        as_large_file,
    ],
)
def test_whatever_a_lock_is_recording_goes_on_and_it_stays(path, lock, make):
    make(lock)
    before = lock.lstat()
    assert not is_left_by_a_crash(path)
    assert not is_recorded(path)
    claim = RecordingClaim(path)
    assert is_recorded(path)
    claim.release()
    assert not is_recorded(path)
    assert os.path.samestat(lock.lstat(), before)
    assert lock.lstat().st_size == before.st_size
    assert not lock.with_name("elsewhere").exists()


@pytest.mark.needs("open files removed")
def test_what_is_removed_while_it_is_waited_for_is_not_held(path, lock, monkeypatch):
    first = Claim(path, alone=True)
    lock.unlink()
    second = Claim(path, alone=True)
    first.release(ended=False)
    assert is_held(path)
    second.release(ended=True)


def test_parts_of_what_is_recorded_are_known_by_their_names(path):
    names = [path, *(beside(path, end) for end in (*BESIDE, LOCK))]
    assert not any(map(is_part_of_recorded, names))
    claim = RecordingClaim(path)
    assert all(map(is_part_of_recorded, names))
    others = [path.with_name("other.swb"), path.parent, path.with_name("-wal")]
    assert not any(map(is_part_of_recorded, others))
    claim.release()
    assert not any(map(is_part_of_recorded, names))
