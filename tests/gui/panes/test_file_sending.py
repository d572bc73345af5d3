import threading

from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.gui.panes.file_sending import FileSending
from socket_workbench.gui.sending.bar import SendBar
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
