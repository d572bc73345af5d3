import os
import threading

import pytest

from socket_workbench.engine.connections import file_transfer
from socket_workbench.engine.connections.file_transfer import FileTransfer


@pytest.fixture
def hung(monkeypatch):
    """Make opening files hang, as on a network drive that has gone, until the test is over."""
    reading, release = threading.Event(), threading.Event()

    def hang(path):
        reading.set()
        assert release.wait(20)
        raise OSError

    monkeypatch.setattr(file_transfer, "open_regular", hang)
    yield reading
    release.set()


def test_a_file_is_sent_whole_in_pieces(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)) * 10)
    pieces = []

    def send(piece):
        pieces.append(piece)
        return True

    transfer = FileTransfer(path)
    transfer.run(1000, send)
    assert b"".join(pieces) == path.read_bytes()
    assert [len(piece) for piece in pieces] == [1000, 1000, 560]
    assert (transfer.sent, transfer.size, transfer.error) == (2560, 2560, "")
    assert transfer.finished.is_set()


def test_a_missing_file_is_an_error_that_names_it(tmp_path):
    transfer = FileTransfer(tmp_path / "gone")
    transfer.run(1000, lambda piece: True)
    assert "gone" in transfer.error
    assert "cannot be read" in transfer.error
    assert transfer.finished.is_set()


def test_a_folder_cannot_be_sent(tmp_path):
    transfer = FileTransfer(tmp_path)
    transfer.run(1000, lambda piece: True)
    assert "cannot be read: it is a folder. 0 bytes" in transfer.error


def test_a_pipe_cannot_be_sent_and_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    transfer = FileTransfer(tmp_path / "pipe")
    transfer.run(1000, lambda piece: True)
    assert "it is a named pipe" in transfer.error
    assert transfer.finished.is_set()


def test_a_file_that_shrinks_while_it_is_sent_is_an_error(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 100_000)

    def send(piece):
        path.write_bytes(b"x" * 1000)
        return True

    transfer = FileTransfer(path)
    transfer.run(1000, send)
    assert transfer.sent < 100_000
    assert "became shorter" in transfer.error


def test_cancelling_stops_after_the_piece_that_is_being_sent(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 3000)
    transfer = FileTransfer(path)

    def send_and_cancel(piece):
        transfer.cancel()
        return True

    transfer.run(1000, send_and_cancel)
    assert (transfer.sent, transfer.error, transfer.cancelled) == (1000, "", True)


def test_a_connection_that_takes_no_more_is_an_error(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 3000)
    transfer = FileTransfer(path)
    transfer.run(1000, lambda piece: False)
    assert "ended after 0 of 3000 bytes" in transfer.error


def test_a_transfer_that_never_began_can_be_abandoned_once(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    transfer = FileTransfer(path)
    transfer.abandon()
    assert transfer.finished.is_set()
    assert "connection ended" in transfer.error
    done = FileTransfer(path)
    done.run(10, lambda piece: True)
    done.abandon()
    assert done.error == ""


def test_an_empty_file_is_sent_without_a_piece(tmp_path):
    path = tmp_path / "empty"
    path.touch()
    transfer = FileTransfer(path)
    transfer.run(1000, lambda piece: pytest.fail("nothing is to be sent"))
    assert (transfer.sent, transfer.size, transfer.error) == (0, 0, "")


@pytest.mark.parametrize("end", [FileTransfer.cancel, FileTransfer.abandon])
def test_a_read_that_never_returns_can_be_cancelled_and_abandoned(tmp_path, hung, end):
    path = tmp_path / "file"
    path.write_bytes(b"x")
    transfer = FileTransfer(path)
    sending = threading.Thread(target=transfer.run, args=(10, lambda piece: True))
    sending.start()
    assert hung.wait(20)
    end(transfer)
    sending.join(20)
    assert not sending.is_alive()
    assert transfer.finished.is_set()


def test_cancelling_counts_at_once_though_a_piece_is_still_being_sent(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 3000)
    sending, go_on = threading.Event(), threading.Event()

    def send(piece):
        sending.set()
        return go_on.wait(20)

    transfer = FileTransfer(path)
    worker = threading.Thread(target=transfer.run, args=(1000, send))
    worker.start()
    assert sending.wait(20)
    transfer.cancel()
    assert transfer.finished.is_set()
    go_on.set()
    worker.join(20)
    assert (transfer.sent, transfer.error) == (1000, "")
