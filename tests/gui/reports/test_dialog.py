import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.reports.dialog import FaultNotice, LogFileDialog, ReportDialog
from socket_workbench.user_folders import log_file


@pytest.fixture
def open_dialog(qtbot, theme):
    def open_dialog(dialog):
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
        return dialog

    return open_dialog


def test_a_report_is_read_from_its_end_and_copied_whole(qtbot, open_dialog):
    text = "\n".join(f"line {number} <b>" for number in range(200))
    dialog = open_dialog(ReportDialog("Report", "What this is.", text))
    bar = dialog.text.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == text
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_log_file_is_shown_with_its_place(open_dialog, until):
    log_file().parent.mkdir(parents=True)
    log_file().write_bytes("started 日本\n\xff".encode() + b"\xff")
    dialog = open_dialog(LogFileDialog())
    until(lambda: dialog.text.toPlainText() == "started 日本\nÿ\\xff")


@pytest.mark.parametrize("is_pipe", [True, False])
def test_why_the_log_cannot_be_shown_is_said(open_dialog, until, is_pipe):
    if is_pipe:
        log_file().parent.mkdir(parents=True)
        os.mkfifo(log_file())
    dialog = open_dialog(LogFileDialog())
    until(lambda: dialog.text.toPlainText().startswith("The log cannot be read: "))


def test_the_notice_asks_for_the_report(qtbot, theme):
    notice = FaultNotice()
    qtbot.addWidget(notice)
    notice.show_error("Something failed.")
    with qtbot.waitSignal(notice.report_requested):
        qtbot.mouseClick(notice.report_button, Qt.MouseButton.LeftButton)
