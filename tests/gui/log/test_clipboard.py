import pytest
from PySide6.QtGui import QGuiApplication

from socket_workbench.gui.log import clipboard as log_clipboard
from socket_workbench.gui.log.clipboard import copy_payloads, copy_rows
from socket_workbench.gui.log.copy import as_hex, as_text
from socket_workbench.gui.log.model import LogModel


@pytest.fixture
def model(qapp, recording, reader):
    recording.receive(b"zhangsan", b"lisi\n", b"x" * 1000)
    return LogModel(reader)


def clipboard():
    return QGuiApplication.clipboard().text()


def last_columns():
    return [line.rpartition("\t")[2] for line in clipboard().splitlines()]


def test_rows_are_copied_a_line_each(model):
    copy_rows(model, model.rows_at([0, 1]), 2)
    assert last_columns() == ["zhangsan", r"lisi\n"]
    copy_rows(model, model.rows_at([0]), 1)
    assert not clipboard().endswith("\n")


def test_payloads_are_copied_whole(model):
    copy_rows(model, model.rows_at([2]), 1)
    assert last_columns() == ["x" * 1000]
    copy_payloads(model, model.rows_at([0, 1]), as_text)
    assert clipboard() == "zhangsan\nlisi\n"
    copy_payloads(model, model.rows_at([1]), as_hex)
    assert clipboard() == "6c 69 73 69 0a"


def test_rows_that_are_not_copied_are_counted(model, monkeypatch):
    copy_rows(model, model.rows_at([0, 1]), 7002)
    assert clipboard().endswith("\n(7000 more rows)\n")
    monkeypatch.setattr(log_clipboard, "MOST_BYTES", 10)
    copy_rows(model, model.rows_at([0, 1, 2]), 3)
    assert clipboard().endswith("\n(2 more rows)")


def test_nothing_selected_leaves_the_clipboard_alone(model):
    QGuiApplication.clipboard().setText("kept")
    copy_rows(model, [], 0)
    assert clipboard() == "kept"
