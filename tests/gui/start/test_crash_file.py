import faulthandler
import os
import subprocess
import sys

import pytest

from socket_workbench.gui.start.crash_file import CrashFile


@pytest.fixture
def enabled(monkeypatch):
    """Which file faulthandler would write to; pytest uses it itself."""
    files: list[object] = []
    monkeypatch.setattr(faulthandler, "enable", lambda file=None: files.append(file))
    monkeypatch.setattr(faulthandler, "disable", files.clear)
    return files


def test_a_crash_is_found_by_the_next_process(enabled, tmp_path):
    folder = tmp_path / "log"
    program = (
        "import faulthandler, sys; from pathlib import Path\n"
        "from socket_workbench.gui.start.crash_file import CrashFile\n"
        "CrashFile(Path(sys.argv[1])); faulthandler._sigabrt()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0
    file = CrashFile(folder)
    assert file.left.startswith("Fatal Python error: Aborted")
    assert 'File "<string>", line 3 in <module>' in file.left
    file.close()
    assert list(folder.iterdir()) == []


def test_the_file_is_its_users_alone_and_empty_while_all_is_well(enabled, tmp_path):
    first = CrashFile(tmp_path / "log")
    (path,) = (tmp_path / "log").iterdir()
    assert (path.stat().st_size, path.stat().st_mode & 0o777) == (0, 0o600)
    assert enabled == [first._descriptor]
    # Another process, which has another number, leaves alone what is locked.
    path.rename(path.with_name("crash-1.txt"))
    second = CrashFile(tmp_path / "log")
    assert second.left == ""
    assert path.with_name("crash-1.txt").exists()
    second.close()
    first._path = path.with_name("crash-1.txt")
    first.close()
    assert enabled == []


def test_what_a_killed_process_left_tells_nothing(enabled, tmp_path):
    (tmp_path / "crash-1.txt").touch()
    file = CrashFile(tmp_path)
    assert file.left == ""
    assert not (tmp_path / "crash-1.txt").exists()
    file.close()


def test_what_is_no_such_file_is_left_alone(enabled, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "crash-1.txt").symlink_to(victim)
    (tmp_path / "crash-2.txt").mkdir()
    os.mkfifo(tmp_path / "crash-3.txt")
    file = CrashFile(tmp_path)
    assert file.left == ""
    file.close()
    assert victim.read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 4


def test_very_much_is_read_in_part(enabled, tmp_path):
    (tmp_path / "crash-1.txt").write_bytes(b"\xff" + b"x" * 1_000_000)
    file = CrashFile(tmp_path)
    assert file.left.startswith("\\xffxx")
    assert len(file.left) < 100_000
    file.close()


def test_where_no_file_can_be_made_standard_error_takes_it(enabled, tmp_path):
    (tmp_path / "log").touch()
    file = CrashFile(tmp_path / "log")
    assert (file.left, enabled) == ("", [None])
    file.close()
    assert enabled == []
