"""An endpoint whose text is read in an encoding writes what is typed in it too."""

import socket
from contextlib import closing

from socket_workbench.gui.sending.field import MessageField

PATIENCE = 40_000


def test_a_client_that_reads_shift_jis_sends_shift_jis(qtbot, window):
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.settimeout(PATIENCE / 1000)
        client = window.board.add_client()
        client.address.set_text(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
        assert client.start()
        peer, _ = listener.accept()
        with closing(peer):
            peer.settimeout(PATIENCE / 1000)
            field = client.send_bar.findChild(MessageField)
            qtbot.waitUntil(lambda: client.running.connection is not None, timeout=PATIENCE)
            window.card.annotations.choose_encoding(client.name, "shift_jis")

            client.send_bar.set_text("日本é")
            field.send_requested.emit()
            assert client.send_bar.mistake().startswith("Column 3: ")
            client.send_bar.set_text("日本")
            qtbot.waitUntil(lambda: client.send_bar._ready, timeout=PATIENCE)
            field.send_requested.emit()

            assert peer.recv(100) == "日本".encode("shift_jis")
