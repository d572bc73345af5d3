import errno
import os
import sys

from socket_workbench.gui.start.crash import CrashReport


def fail():
    raise RuntimeError("a mistake in the program")


def report_of(crash):
    try:
        fail()
    except RuntimeError as error:
        crash.report(type(error), error, error.__traceback__)


def test_a_mistake_is_reported_in_a_file_and_told_in_a_sentence(qtbot, tmp_path):
    crash = CrashReport(tmp_path / "data")
    told: list[str] = []
    crash.written.connect(told.append)
    report_of(crash)
    report_of(crash)
    text = crash.path.read_text("utf-8")
    assert text.count("RuntimeError: a mistake in the program") == 2
    assert "in fail" in text
    assert str(crash.path) in told[0]
    assert "Traceback" not in told[0]


def test_a_report_that_cannot_be_written_is_told_too(qtbot, tmp_path):
    (tmp_path / "file").write_text("")
    crash = CrashReport(tmp_path / "file" / "data")
    told: list[str] = []
    crash.written.connect(told.append)
    report_of(crash)
    assert "could not be written" in told[0]


def test_what_is_no_report_is_not_read(qtbot, tmp_path):
    """A report is written while something fails already: nothing may make it fail again."""
    crash = CrashReport(tmp_path)
    told: list[str] = []
    crash.written.connect(told.append)
    crash.path.write_bytes(b"\xff\xfe")
    report_of(crash)
    assert "A report is in" in told[0]
    crash.path.unlink()
    os.mkfifo(crash.path)
    report_of(crash)
    assert "could not be written: it is a named pipe" in told[1]


def test_a_report_that_fails_half_way_leaves_the_earlier_ones(qtbot, tmp_path, monkeypatch):
    crash = CrashReport(tmp_path)
    told: list[str] = []
    crash.written.connect(told.append)
    report_of(crash)
    before = crash.path.read_bytes()

    def fail(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fail)
        report_of(crash)
    assert "could not be written: No space left" in told[1]
    assert crash.path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [crash.path]


def test_installing_is_undone_by_removing(qtbot, tmp_path):
    before = sys.excepthook
    crash = CrashReport(tmp_path)
    crash.install()
    assert sys.excepthook == crash.report
    crash.remove()
    assert sys.excepthook is before
