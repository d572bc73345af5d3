import os

from socket_workbench.engine.file_transfer import FileTransfer


def test_a_file_is_sent_whole_in_pieces(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)) * 10)
    pieces = []
    transfer = FileTransfer(path)
    transfer.run(1000, lambda piece: pieces.append(piece) or True)
    assert b"".join(pieces) == path.read_bytes()
    assert [len(piece) for piece in pieces] == [1000, 1000, 560]
    assert (transfer.sent, transfer.size, transfer.error) == (2560, 2560, "")
    assert transfer.finished.is_set()


def test_a_missing_file_is_an_error_that_names_it(tmp_path):
    transfer = FileTransfer(tmp_path / "gone")
    transfer.run(1000, lambda piece: True)
    assert "gone" in transfer.error
    assert "No such file" in transfer.error
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
    path.write_bytes(b"x" * 3000)

    def send(piece):
        path.write_bytes(b"x" * 1000)
        return True

    transfer = FileTransfer(path)
    transfer.run(1000, send)
    assert transfer.sent < 3000
    assert "became shorter" in transfer.error


def test_cancelling_stops_after_the_piece_that_is_being_sent(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 3000)
    transfer = FileTransfer(path)
    transfer.run(1000, lambda piece: transfer.cancel() or True)
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
