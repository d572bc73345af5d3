import logging
import os
import stat

import pytest

from socket_workbench.gui.reports import program_log as module
from socket_workbench.gui.reports.program_log import KEPT, MOST_BYTES, LogFile, program_log
from socket_workbench.user_folders import log_file


@pytest.fixture
def log(monkeypatch):
    """The program's logger as in a new process."""
    monkeypatch.setattr(module, "_LOGGER", "socket_workbench.test")
    logger = program_log()
    yield logger
    for each in list(logger.handlers):
        logger.removeHandler(each)


def test_records_are_in_the_users_file_and_nobody_elses(log, capsys):
    assert not log_file().exists()
    log.info("started %d", 1)
    log.error("failed: %s", "日本\udcff")
    first, second = log_file().read_text("utf-8").splitlines()
    assert first.endswith(f" {os.getpid()} INFO started 1")
    assert second.endswith("ERROR failed: 日本\\udcff")
    assert stat.S_IMODE(log_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(log_file().parent.stat().st_mode) == 0o700
    assert capsys.readouterr() == ("", "")
    assert program_log() is log
    assert len([each for each in log.handlers if isinstance(each, LogFile)]) == 1


def test_its_size_is_bounded_whatever_is_logged(log, monkeypatch):
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    monkeypatch.setattr(module, "MOST_RECORD", 300)
    for number in range(30):
        log.info("%d %s", number, "x" * 1000)
    files = sorted(log_file().parent.iterdir())
    assert [path.name for path in files] == [
        log_file().name,
        *(f"{log_file().name}.{number}" for number in range(1, KEPT + 1)),
    ]
    assert all(path.stat().st_size <= 1000 for path in files)
    assert " 29 xxx" in log_file().read_text()
    assert " 26 xxx" in files[1].read_text()
    assert MOST_BYTES * (KEPT + 1) < 2_000_000


@pytest.mark.parametrize("obstacle", ["folder is a file", "is a folder", "is a pipe", "is a link"])
def test_where_it_cannot_be_written_nothing_happens(log, own_home, obstacle, capsys):
    path = log_file()
    victim = own_home / "victim"
    victim.touch()
    if obstacle == "folder is a file":
        path.parent.parent.mkdir(parents=True)
        path.parent.touch()
    else:
        path.parent.mkdir(parents=True)
        {"is a folder": path.mkdir, "is a pipe": lambda: os.mkfifo(path)}.get(
            obstacle, lambda: path.symlink_to(victim)
        )()
    log.error("lost")
    assert victim.read_bytes() == b""
    assert capsys.readouterr() == ("", "")


def test_on_a_full_disk_records_are_dropped(log, monkeypatch, capsys):
    def full(descriptor, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        log.error("lost")
    log.error("kept")
    (line,) = log_file().read_text().splitlines()
    assert line.endswith("kept")
    assert capsys.readouterr() == ("", "")


def test_a_file_that_is_removed_is_made_again(log):
    log.info("one")
    log_file().unlink()
    log.info("two")
    assert "two" in log_file().read_text()
    assert isinstance(log.handlers[0], LogFile)
    assert log.level == logging.INFO
