"""What other systems do differently, simulated where it is not what this one does."""

import os
import sys

from socket_workbench.journal.storage import system


def test_bytes_are_written_and_read_as_they_are(tmp_path):
    content = b"line\nnext\r\nwith an end of old\x1aand more"
    path = tmp_path / "bytes"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | system.BYTES)
    os.write(descriptor, content)
    os.close(descriptor)
    assert path.read_bytes() == content

    descriptor = os.open(path, os.O_RDONLY | system.BYTES)
    assert os.read(descriptor, 100) == content
    os.close(descriptor)


def test_locks_are_shared_or_alone(tmp_path):
    path = tmp_path / "lock"
    first, second = (os.open(path, os.O_RDWR | os.O_CREAT | system.BYTES) for _ in range(2))
    try:
        system.lock(first, alone=False)
        system.lock(second, alone=False)
        assert not system.only_one_holds(first)
        os.close(second)
        second = -1
        assert system.only_one_holds(first)
    finally:
        for descriptor in (first, second):
            if descriptor >= 0:
                os.close(descriptor)


def test_what_a_person_makes_is_theirs(tmp_path):
    assert system.is_mine(tmp_path)


def test_a_file_whose_group_cannot_be_kept_says_so(tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.touch()
    assert system.group_of(path, path.stat().st_gid)

    def refused(*_arguments):
        raise PermissionError

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "chown", refused, raising=False)
    assert not system.group_of(path, path.stat().st_gid + 1)
