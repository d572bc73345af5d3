import threading

import pytest

from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.gui.panes.file_sending import MOST_WAITING, FileSending, WaitingSends
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.sending.outgoing import Outgoing
from socket_workbench.gui.widgets.progress_row import ProgressRow


def test_progress_is_shown_until_the_transfers_end_and_cancel_reaches_them(qtbot, tmp_path, until):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 1000)
    bar = SendBar()
    qtbot.addWidget(bar)
    bar.show()
    sending = FileSending(bar)
    transfers = [FileTransfer(path), FileTransfer(path)]
    go_on = threading.Event()

    def run_all():
        for each in transfers:
            each.run(100, lambda piece: go_on.wait(10))

    worker = threading.Thread(target=run_all)
    worker.start()
    sending.watch(transfers)
    (row,) = bar.findChildren(ProgressRow)
    until(row.isVisible)
    bar.cancel_requested.emit()
    go_on.set()
    until(lambda: not row.isVisible())
    worker.join()
    assert [each.cancelled for each in transfers] == [True, True]
    assert bar.mistake() == ""


def test_an_error_is_said_beside_the_field(qtbot, tmp_path, until):
    bar = SendBar()
    qtbot.addWidget(bar)
    transfer = FileTransfer(tmp_path / "gone")
    transfer.run(100, lambda piece: True)
    FileSending(bar).watch([transfer])
    assert "gone" in bar.mistake()


@pytest.fixture
def waiting_bar(qtbot):
    bar = SendBar()
    qtbot.addWidget(bar)
    return bar


@pytest.fixture
def waiting(waiting_bar):
    return WaitingSends(waiting_bar, FileSending(waiting_bar))


def test_no_more_than_so_much_waits(waiting):
    for _ in range(MOST_WAITING):
        assert waiting.add(Outgoing(b"x")) == ""
    assert "waits" in waiting.add(Outgoing(b"x"))
    waiting.drop_last()
    assert waiting.add(Outgoing(b"x")) == ""


def test_the_last_message_comes_back_into_an_empty_field(waiting, waiting_bar, tmp_path):
    for each in (Outgoing(b"one"), Outgoing(b"two"), tmp_path):
        waiting.add(each)
    waiting.give_up()
    assert waiting_bar.text() == "two"
    assert not waiting


def test_what_was_typed_meanwhile_stays(waiting, waiting_bar):
    waiting.add(Outgoing(b"one"))
    waiting_bar.set_text("typed")
    waiting.give_up()
    assert waiting_bar.text() == "typed"


def test_bytes_of_a_row_do_not_come_back(waiting, waiting_bar):
    waiting.add(Outgoing(b"one", is_framed=True))
    waiting.give_up()
    assert waiting_bar.text() == ""
