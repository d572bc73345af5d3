import threading

import pytest

from socket_workbench.engine.connections.file_transfer import FileTransfer
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.sending import FileSending
from socket_workbench.gui.rows.replies import last_messages
from socket_workbench.gui.sending.appended import Appended
from socket_workbench.gui.sending.bar import SendBar
from socket_workbench.gui.sending.history import WrittenMessage
from socket_workbench.gui.sending.input import MessageInput
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
def fill(qtbot):
    """Types a text into a pane's send bar, and sends it with its values filled in."""

    def fill(pane, text, appended=Appended()):  # noqa: B008 - it cannot be changed
        pane.send_bar.put_written(WrittenMessage(text=text, appended=appended, has_values=True))
        pane.send_bar.findChild(MessageInput).send_requested.emit()

    return fill


def received(peer, size):
    data = b""
    while len(data) < size:
        data += peer.recv(size - len(data))
    return data


def test_each_peer_of_a_server_gets_its_own_message(
    server_pane, listening, peer, until, fill, select
):
    port = listening("manual")
    peers = [peer(port), peer(port)]
    for each in peers:
        each.sendall(b"I am %d" % each.getsockname()[1])
    journal = server_pane._session.path
    until(lambda: server_pane.table.model().rowCount() == 2)
    numbers = [view.number for view in server_pane.running.connections()]
    until(lambda: len(last_messages(journal, numbers)) == 2)

    fill(server_pane, "{{counter}} {{peer}} {{message}}", Appended("length8"))
    assert server_pane.send_bar.mistake() == ""
    assert server_pane.send_bar.text() == ""
    for each in peers:
        name = b"%s:%d" % (b"127.0.0.1", each.getsockname()[1])
        expected = b"1 %s I am %d" % (name, each.getsockname()[1])
        assert received(each, len(expected) + 1) == expected + bytes([len(expected)])

    server_pane.send_bar.sent.send_last()
    for each in peers:
        assert received(each, 2) == b"2 "
    select(server_pane.table, numbers[:1])
    fill(server_pane, "{{u8(message)}}")
    assert server_pane.send_bar.mistake().startswith("Column 3: ")
    assert server_pane.send_bar.text() == "{{u8(message)}}"


def test_a_client_that_connects_first_fills_in_where_it_is_connected(
    client_pane, listener, until, fill
):
    port = listener.getsockname()[1]
    client_pane.address.set_text(f"tcp://127.0.0.1:{port}")
    fill(client_pane, "to {{peer}}")
    until(lambda: client_pane.running is not None and client_pane.running.traffic().bytes_out)
    accepted, _ = listener.accept()
    with accepted:
        accepted.settimeout(20)
        expected = f"to 127.0.0.1:{port}".encode()
        assert received(accepted, len(expected)) == expected

        fill(client_pane, "{{message}}")
        assert "Nothing has come" in client_pane.send_bar.mistake()
        assert client_pane.send_bar.text() == "{{message}}"


def test_a_message_that_cannot_be_filled_in_later_comes_back(client_pane, listener, until, fill):
    client_pane.address.set_text(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
    fill(client_pane, "{{message}}")
    until(lambda: client_pane.state is EndpointState.CONNECTED)

    until(lambda: "Nothing has come" in client_pane.send_bar.mistake())
    assert client_pane.send_bar.text() == "{{message}}"


def test_the_preview_is_about_the_first_who_would_get_it(
    server_pane, listening, peer, until, select
):
    port = listening("manual")
    peers = [peer(port), peer(port)]
    until(lambda: server_pane.table.model().rowCount() == 2)
    preview = server_pane.send_bar.values_row.preview
    server_pane.send_bar.put_written(WrittenMessage(text="{{peer}}", has_values=True))
    for each in peers:
        name = f"127.0.0.1:{each.getsockname()[1]}"
        (number,) = (v.number for v in server_pane.running.connections() if v.peer == name)
        select(server_pane.table, [number])
        server_pane.send_bar.set_text("")
        server_pane.send_bar.set_text("{{peer}}")
        until(lambda name=name: preview.text() == name)


def test_what_is_repeated_is_filled_in_each_time(server_pane, listening, peer, until):
    one = peer(listening("manual"))
    until(lambda: server_pane.table.model().rowCount() == 1)
    server_pane.send_bar.put_written(WrittenMessage(text="{{counter}};", has_values=True))
    server_pane.send_bar.repeat_message()
    repeating = server_pane.send_bar.repeating
    repeating.interval.setValue(1)
    repeating.times.setValue(4)
    repeating.start()
    until(lambda: not repeating.is_running)

    assert received(one, 8) == b"1;2;3;4;"
    assert server_pane.send_bar.text() == "{{counter}};"
