import errno
import os
import signal
import sys
from pathlib import Path

import pytest

from socket_workbench.watch.output import CapturedOutput
from socket_workbench.watch.program import (
    CHILD,
    PythonError,
    StartError,
    WatchedProgram,
    current_folder,
    find_python,
    interpreter_options,
    watched_environment,
)


@pytest.fixture
def python_in(tmp_path):
    """Return a function that puts something like a Python into a folder."""

    def put(*parts):
        path = tmp_path.joinpath(*parts)
        path.parent.mkdir(parents=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return str(path)

    return put


def test_the_nearest_environment_is_taken(tmp_path, python_in):
    far = python_in(".venv", "bin", "python3")
    near = python_in("a", ".venv", "bin", "python")
    (tmp_path / "a" / "b").mkdir()

    assert find_python(None, tmp_path / "a" / "b") == near
    assert find_python(None, tmp_path) == far
    assert find_python(sys.executable, tmp_path / "a") == sys.executable


def test_without_an_environment_it_is_that_of_path_or_a_sentence(python_in, tmp_path, monkeypatch):
    python = python_in("bin", "python3")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert find_python(None, tmp_path) == python

    monkeypatch.setenv("PATH", "")
    with pytest.raises(PythonError, match="There is no Python on PATH"):
        find_python(None, tmp_path)
    with pytest.raises(PythonError, match="/no/python is no program"):
        find_python("/no/python", tmp_path)


def test_a_current_folder_that_is_deleted_is_a_sentence(tmp_path, monkeypatch):
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert current_folder() == folder
    folder.rmdir()
    with pytest.raises(StartError, match="current folder has been deleted"):
        current_folder()


def test_the_environment_is_the_users_with_two_things_more():
    assert watched_environment({"A": "1"}, "/c") == {
        "A": "1",
        "PYTHONPATH": str(CHILD),
        "SOCKET_WORKBENCH_WATCH": "/c",
    }
    assert watched_environment({"PYTHONPATH": "/mine"}, "/c")["PYTHONPATH"] == f"{CHILD}:/mine"


def test_warnings_that_are_errors_stay_those_of_the_program():
    assert interpreter_options({}) == ["-b"]
    assert interpreter_options({"PYTHONWARNINGS": "error"}) == []


def test_what_cannot_be_started_is_a_sentence(tmp_path):
    # In whatever language the system says it.
    with pytest.raises(StartError, match=f"cannot be started: {os.strerror(errno.ENOENT)}"):
        WatchedProgram(str(tmp_path / "python"), ["x.py"], "/c")


FAMILY = """
import signal, subprocess, sys, os
if len(sys.argv) > 1:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print(os.getpid(), flush=True)
    signal.pause()
other = subprocess.Popen([sys.executable, __file__, "child"])
if os.fork() == 0:
    print(os.getpid(), flush=True)
    signal.pause()
signal.pause()
"""


def _is_there(pid):
    """Whether a process runs; one that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _started(tmp_path, *, has_group):
    """Start the family; returns it and the numbers of the two processes that it has started."""
    path = tmp_path / "family.py"
    path.write_text(FAMILY)
    output = CapturedOutput(is_bounded=False)
    words = [str(path)]
    started = WatchedProgram(sys.executable, words, "/none", output=output, has_group=has_group)
    written = b""
    while written.count(b"\n") < 2:
        written += b"".join(each.data for each in output.news() if each.stream == "stdout")
        assert started.exit_code() is None
    output.close()
    return started, [int(line) for line in written.split()]


def test_what_a_program_has_started_ends_with_it(tmp_path):
    started, others = _started(tmp_path, has_group=True)
    assert all(map(_is_there, others))
    started.stop(0.5)
    assert started.exit_code() == 128 + signal.SIGTERM
    while any(map(_is_there, others)):
        pass  # Killed: the kernel is about to remove them.
    started.stop(0.5)
    started.close()


def test_without_a_group_only_the_program_itself_is_ended(tmp_path):
    started, others = _started(tmp_path, has_group=False)
    started.stop(5)
    assert started.exit_code() == 128 + signal.SIGTERM
    assert all(map(_is_there, others))
    for pid in others:
        os.kill(pid, signal.SIGKILL)
    started.close()
