import socket

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.reports.dialog import ReportDialog
from socket_workbench.gui.start import crash_notice
from socket_workbench.gui.start.crash import CrashReport
from socket_workbench.gui.start.crash_notice import CrashNotice

SECRET = b"open sesame"


@pytest.fixture
def crash(qtbot):
    crash = CrashReport()
    crash.install()
    yield crash
    crash.remove()


@pytest.fixture
def told(crash, window, monkeypatch):
    monkeypatch.setattr(crash_notice, "PAUSE", 50)
    return CrashNotice(crash, window, window.notices)


def fail():
    raise ValueError(f"{SECRET!r} was not expected")


def fail_otherwise():
    raise ZeroDivisionError


def test_one_notice_counts_what_fails_and_the_session_goes_on(window, session, told, crash, until):
    timer = QTimer(window, interval=0)
    timer.timeout.connect(fail)
    timer.start()
    until(lambda: crash.faults.count > 200)
    server = window.board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    before = session.rows
    with socket.create_connection(("127.0.0.1", server.running.bound.port), 20) as peer:
        peer.sendall(SECRET)
        until(lambda: session.rows >= before + 2)
    timer.stop()
    until(lambda: told.notice.text().startswith("Something in the program failed"))
    until(lambda: f"failed {crash.faults.count} times" in told.notice.text())
    assert len(window.findChildren(type(told.notice))) == 1
    server.stop()


def test_the_report_is_read_and_copied_from_the_notice(qtbot, window, told, until):
    QTimer.singleShot(0, fail)
    until(told.notice.isVisible)
    assert told.notice.text() == "Something in the program failed. What is open goes on."
    qtbot.mouseClick(told.notice.report_button, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(ReportDialog)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "ValueError: '…' was not expected" in copied
    assert "Python: " in copied
    assert SECRET.decode() not in copied
    dialog.close()


def test_a_notice_that_was_closed_comes_back_for_something_else_only(
    qtbot, window, told, crash, until
):
    QTimer.singleShot(0, fail)
    until(told.notice.isVisible)
    told.notice.close_notice()
    for count in (2, 3):
        QTimer.singleShot(0, fail)
        until(lambda count=count: told._shown == count)
        assert told.notice.isHidden()
    QTimer.singleShot(0, fail_otherwise)
    until(told.notice.isVisible)


def test_what_failed_before_the_window_was_there_is_told(crash, window, until):
    try:
        fail()
    except ValueError as error:
        crash.faults.add(error)
    assert CrashNotice(crash, window, window.notices).notice.isVisible()


def test_an_earlier_crash_is_told_with_what_was_left_of_it(qtbot, window, told):
    told.tell_earlier("Fatal Python error: Segmentation fault")
    assert told.notice.text().startswith("The program crashed when it was used before.")
    qtbot.mouseClick(told.notice.report_button, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(ReportDialog)
    assert "Fatal Python error: Segmentation fault" in dialog.text.toPlainText()
    dialog.close()
