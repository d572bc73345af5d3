import socket
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QToolButton

from socket_workbench.engine.settings import ClientSettings
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.panes.client import ClientPane
from socket_workbench.gui.panes.close_button import CloseButton
from socket_workbench.gui.panes.options.fields import ScaleField
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.sending.outgoing import Outgoing
from socket_workbench.gui.widgets.buttons import PrimaryButton
from socket_workbench.payload.framing import Framing
from socket_workbench.scenarios.builtin import load_builtin
from socket_workbench.scenarios.model import ClientDocument, StepDocument
from socket_workbench.scenarios.settings import client_settings
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.options import ClientOptions


def click(qtbot, widget, text):
    for button in widget.findChildren(PrimaryButton):
        if button.text() == text and button.isVisible():
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            return
    raise AssertionError(f"no button {text}")


def said(pane):
    model = pane.conversation.model
    return [model.line(row).texts for row in range(model.rowCount())]


def close_menu(pane):
    return {action.text(): action for action in pane.findChild(CloseButton).other_ways()}


@pytest.fixture
def accept(listener):
    peers = []

    def accept():
        peer, _ = listener.accept()
        peer.settimeout(20)
        peers.append(peer)
        return peer

    yield accept
    for peer in peers:
        peer.close()


@pytest.fixture
def connect(qtbot, client_pane, listener, accept, until):
    def connect():
        client_pane.address.set_text(f"127.0.0.1:{listener.getsockname()[1]}")
        click(qtbot, client_pane, "Connect")
        peer = accept()
        until(lambda: client_pane.chip.word() == "ESTABLISHED")
        return peer

    return connect


def test_what_is_typed_is_sent_and_what_comes_is_shown(qtbot, client_pane, connect, until):
    peer = connect()
    client_pane.send_bar.set_text("zhangsan")
    click(qtbot, client_pane.send_bar, "Send")
    assert peer.recv(100) == b"zhangsan"
    peer.sendall("Hello, 张三!".encode())
    until(lambda: any("Hello, 张三!" in texts for texts in said(client_pane)))
    assert any("zhangsan" in texts for texts in said(client_pane))
    until(lambda: client_pane.running.connection.local in client_pane.setup.sentence.text())


def test_once_connected_the_message_field_has_the_focus(
    qtbot, client_pane, listener, accept, until
):
    client_pane.activateWindow()
    line = client_pane.address.focusProxy()
    client_pane.address.set_text(f"127.0.0.1:{listener.getsockname()[1]}")
    client_pane.address.select_all()
    until(line.hasFocus)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    peer = accept()
    until(client_pane.send_bar.hasFocus)
    qtbot.keyClicks(client_pane.focusWidget(), "zhangsan")
    qtbot.keyClick(client_pane.focusWidget(), Qt.Key.Key_Return)
    assert peer.recv(100) == b"zhangsan"


def test_a_connection_leaves_the_focus_where_it_is_outside_the_head(
    client_pane, listener, accept, until
):
    client_pane.activateWindow()
    client_pane.conversation.setFocus()
    until(client_pane.conversation.hasFocus)
    client_pane.address.set_text(f"127.0.0.1:{listener.getsockname()[1]}")
    assert client_pane.start()
    accept()
    until(lambda: client_pane.chip.word() == "ESTABLISHED")
    assert client_pane.conversation.hasFocus()


def test_enter_in_the_address_connects(qtbot, client_pane, listener, accept, until):
    line = client_pane.address.focusProxy()
    line.selectAll()
    qtbot.keyClicks(line, f"127.0.0.1:{listener.getsockname()[1]}")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    accept()
    until(lambda: client_pane.chip.word() == "ESTABLISHED")


def test_enter_sends_and_up_recalls(qtbot, client_pane, connect):
    peer = connect()
    line = client_pane.send_bar.findChild(QLineEdit)
    qtbot.keyClicks(line, "first")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert peer.recv(100) == b"first"
    qtbot.keyClick(line, Qt.Key.Key_Up)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert peer.recv(100) == b"first"


def test_closing_half_closing_and_resetting(qtbot, client_pane, connect, until):
    peer = connect()
    close_menu(client_pane)["Half-close (end of stream)"].trigger()
    assert peer.recv(1) == b""
    peer.sendall(b"still heard")
    until(lambda: any("still heard" in texts for texts in said(client_pane)))
    button = client_pane.findChild(CloseButton).button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    until(lambda: client_pane._shown_state is EndpointState.CLOSED)
    peer = connect()
    close_menu(client_pane)["Reset (RST)"].trigger()
    with pytest.raises(ConnectionResetError):
        peer.recv(1)


def test_close_and_connect_again(client_pane, connect, accept, until):
    peer = connect()
    first = client_pane.running
    close_menu(client_pane)["Disconnect and connect again"].trigger()
    assert peer.recv(1) == b""
    until(lambda: client_pane.running is not first)
    until(lambda: client_pane.state is EndpointState.CONNECTED)
    accept()


def test_what_was_said_stays_when_it_is_connected_again(client_pane, connect, accept, until):
    def words():
        return [texts[2] for texts in said(client_pane)]

    values = client_pane.options.values()
    client_pane.options.set_values({**values, "reconnect_interval": 0.1})
    peer = connect()
    for number in range(3):
        peer.sendall(b"hello %d\n" % number)
        until(lambda text=rf"hello {number}\n": text in words())
        peer.close()
        peer = accept()
    peer.sendall(b"last")
    until(lambda: "last" in words())

    greetings = [text for text in words() if text.startswith(("hello", "last"))]
    assert greetings == [r"hello 0\n", r"hello 1\n", r"hello 2\n", "last"]
    breaks = [text for text in words() if text.startswith("connected again from 127.0.0.1:")]
    assert len(breaks) == 3
    assert words().index(breaks[0]) > words().index(greetings[0])
    client_pane.stop()
    until(lambda: client_pane.chip.word() == "CLOSED")
    connect().sendall(b"by hand")
    until(lambda: "by hand" in words())
    assert greetings[0] in words()


def test_a_refused_connection_is_said_in_the_pane(client_pane, until):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        client_pane.address.set_text(f"tcp://127.0.0.1:{port}")
        assert client_pane.start()
        until(lambda: client_pane.chip.word() == "FAILED")
    assert str(port) in client_pane.notice.text()
    assert "refused" in client_pane.notice.text()


def unused_port():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return unused.getsockname()[1]


def type_and_send(qtbot, pane, text):
    pane.send_bar.set_text(text)
    qtbot.keyClick(pane.send_bar.findChild(MessageField), Qt.Key.Key_Return)


@pytest.fixture
def hears(until):
    """Waits until a peer has received some bytes, while the window goes on."""

    def hears(peer, expected):
        peer.setblocking(False)
        heard = bytearray()

        def is_all_there():
            with suppress(BlockingIOError):
                heard.extend(peer.recv(len(expected) - len(heard)))
            return len(heard) == len(expected)

        until(is_all_there)
        assert bytes(heard) == expected

    return hears


def accepted(listener):
    return listener.accept()[0]


def test_sending_connects_first_and_again_after_the_peer_closed(
    qtbot, client_pane, listener, until, hears
):
    client_pane.address.set_text(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
    type_and_send(qtbot, client_pane, "ping")
    with accepted(listener) as peer:
        hears(peer, b"ping")
        assert client_pane.send_bar.text() == ""
    until(lambda: client_pane.state is EndpointState.CLOSED)
    again = next(
        button
        for button in client_pane.send_bar.findChildren(QToolButton)
        if button.accessibleName() == "Send the last message again"
    )
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    with accepted(listener) as peer:
        hears(peer, b"ping")


def test_all_that_is_sent_while_connecting_waits_for_the_connection(
    qtbot, client_pane, listener, until, tmp_path, hears
):
    file = tmp_path / "file"
    file.write_bytes(b"file")
    client_pane.address.set_text(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
    type_and_send(qtbot, client_pane, "one")
    type_and_send(qtbot, client_pane, "two")
    client_pane.send_bar.file_requested.emit(str(file))
    with accepted(listener) as peer:
        hears(peer, b"onetwofile")


def test_what_could_not_be_sent_is_back_in_the_field(qtbot, client_pane, until):
    client_pane.address.set_text(f"tcp://127.0.0.1:{unused_port()}")
    type_and_send(qtbot, client_pane, "nobody hears")
    until(lambda: client_pane.state is EndpointState.FAILED)
    until(lambda: client_pane.send_bar.text() == "nobody hears")
    assert "refused" in client_pane.notice.text()


def test_a_wrong_address_is_said_and_nothing_is_sent(qtbot, client_pane):
    client_pane.address.set_text("tcp://")
    type_and_send(qtbot, client_pane, "nobody hears")
    assert client_pane.send_bar.mistake() == client_pane.address.mistake() != ""
    assert client_pane.send_bar.text() == "nobody hears"
    assert client_pane.state is EndpointState.STOPPED
    client_pane.send_bar.file_requested.emit("/tmp/file")
    assert client_pane.send_bar.mistake() == client_pane.address.mistake()


def test_a_person_who_sends_speaks_and_the_script_does_not(
    qtbot, client_pane, listener, until, hears
):
    steps = [StepDocument(send="steps")]
    address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    client_pane.load_document(ClientDocument(endpoint=address, name="client", steps=steps))
    type_and_send(qtbot, client_pane, "person")
    with accepted(listener) as peer:
        hears(peer, b"person")
        client_pane.stop()
    until(lambda: not client_pane.is_live)
    client_pane.start()
    with accepted(listener) as peer:
        hears(peer, b"steps")


def test_bytes_are_sent_as_they_are_despite_a_framing(qtbot, client_pane, listener, until, hears):
    client_pane.address.set_text(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
    client_pane.framing.set_framing("length:u8")
    assert client_pane.send(Outgoing(b"raw", is_framed=True)) == ""
    with accepted(listener) as peer:
        hears(peer, b"raw")
        assert client_pane.send(Outgoing(b"raw")) == ""
        hears(peer, b"\x03raw")


def test_stopping_stops_repeating(qtbot, client_pane, listener, until, hears):
    client_pane.address.set_text(f"tcp://127.0.0.1:{listener.getsockname()[1]}")
    bar = client_pane.send_bar
    bar.repeat(Outgoing(b"tick"))
    bar.repeating.interval.setValue(1)
    bar.repeating.goes_on.setChecked(True)
    bar.repeating.start()
    with accepted(listener) as peer:
        hears(peer, b"tick" * 3)
        client_pane.stop()
        assert not bar.repeating.is_running
        until(lambda: not client_pane.is_live)


def test_a_script_runs_asks_and_shows(qtbot, server_pane, client_pane, listening, until):
    port = listening("square")
    document = load_builtin("square").clients[0]
    client_pane.load_document(document, Endpoint(Transport.TCP, "127.0.0.1", port))
    click(qtbot, client_pane, "Connect")
    until(client_pane.script.question.isVisible)
    qtbot.keyClicks(client_pane.script.question.findChild(QLineEdit), "67")
    click(qtbot, client_pane.script.question, "Answer")
    until(lambda: client_pane.script.chip.word() == "PASSED")
    assert "Answer:4489" in client_pane.script.result.text()


def test_a_question_in_a_low_pane_has_its_place_and_nothing_is_wider_than_the_pane(
    qtbot, client_pane, listening, until
):
    port = listening("square")
    document = load_builtin("square").clients[0]
    client_pane.load_document(document, Endpoint(Transport.TCP, "127.0.0.1", port))
    bars = (client_pane.middle.verticalScrollBar(), client_pane.middle.horizontalScrollBar())
    conversation, question = client_pane.conversation, client_pane.script.question
    client_pane.resize(496, 230)
    assert client_pane.start()
    until(lambda: question.isVisible() and not conversation.isVisible())
    until(lambda: [bar.maximum() for bar in bars] == [0, 0])
    client_pane.resize(496, 400)
    until(conversation.isVisible)
    client_pane.resize(496, 230)
    until(lambda: not conversation.isVisible())
    for width in (496, 420):
        client_pane.resize(width, 230)
        client_pane.options.more_button.setChecked(True)
        until(lambda: bars[0].maximum() > 0)
        assert bars[1].maximum() == 0
        client_pane.options.more_button.setChecked(False)
    qtbot.keyClicks(question.findChild(QLineEdit), "67")
    click(qtbot, question, "Answer")
    # The result, too, scrolls instead of the pane, and the conversation comes back with the room.
    until(client_pane.script.result.isVisible)
    until(lambda: not conversation.isVisible() and [bar.maximum() for bar in bars] == [0, 0])
    client_pane.resize(496, 400)
    until(conversation.isVisible)
    assert [bar.maximum() for bar in bars] == [0, 0]


def test_in_a_narrow_pane_nothing_of_the_second_line_is_cut_after_a_failed_step(
    client_pane, listening, until
):
    port = listening("echo")
    document = load_builtin("get-answer").clients[0]
    client_pane.load_document(document, Endpoint(Transport.TCP, "127.0.0.1", port))
    client_pane.framing.set_framing("line")
    client_pane.resize(495, 230)
    assert client_pane.start()
    until(lambda: client_pane.script.chip.word() == "FAILED")
    content = client_pane.middle.widget()
    until(lambda: client_pane.pieces is not None and client_pane.pieces.isVisible())
    until(lambda: not client_pane.pieces.text())
    until(lambda: content.width() == client_pane.middle.viewport().width())
    client_pane.resize(700, 230)
    until(lambda: client_pane.pieces.text() == "Messages")


def test_a_script_that_fails_says_why_and_leaves_the_connection_to_the_person(
    server_pane, client_pane, listening, until
):
    port = listening("echo")
    document = load_builtin("get-answer").clients[0]
    client_pane.load_document(document, Endpoint(Transport.TCP, "127.0.0.1", port))
    assert client_pane.start()
    until(lambda: client_pane.script.chip.word() == "FAILED")
    assert "Get answer" in client_pane.script.beside.progress()
    assert client_pane.state is EndpointState.CONNECTED


def test_the_script_can_be_left_out(client_pane, listener, accept, until):
    endpoint = Endpoint(Transport.TCP, *listener.getsockname()[:2])
    client_pane.load_document(load_builtin("get-answer").clients[0], endpoint)
    client_pane._by_script.click()
    assert client_pane.start()
    peer = accept()
    until(lambda: client_pane.state is EndpointState.CONNECTED)
    peer.setblocking(False)
    with pytest.raises(BlockingIOError):
        peer.recv(1)


def test_a_file_is_sent_and_can_be_cancelled(client_pane, connect, tmp_path, until, beyond_buffers):
    path = tmp_path / "large"
    size = 2 * beyond_buffers  # what is read makes room for more
    path.write_bytes(b"x" * size)
    peer = connect()
    client_pane.send_bar.file_requested.emit(str(path))
    assert peer.recv(1) == b"x"
    client_pane.send_bar.cancel_requested.emit()
    transfer = client_pane._sends._files._transfers[0]
    peer.recv(1 << 22)
    client_pane.stop()
    until(transfer.finished.is_set)
    assert transfer.sent < size


def test_settings_come_back_as_they_were_loaded(client_pane):
    settings = ClientSettings(
        "my client",
        Endpoint(Transport.TCP, "::1", 6000),
        ClientOptions(
            framing=Framing.parse("line"),
            receive_size=1024,
            local_host="::1",
            local_port=5555,
            connect_timeout=2.5,
            reuse_address=True,
            reconnect_interval=1.5,
        ),
    )
    client_pane.load(settings)
    assert client_pane.settings() == settings


def test_what_was_saved_is_restored_in_another_pane(qtbot, session, client_pane, connect):
    peer = connect()
    client_pane.send_bar.set_text("sent before")
    click(qtbot, client_pane.send_bar, "Send")
    assert peer.recv(100) == b"sent before"
    saved = client_pane.save()
    other = ClientPane(session, "other")
    qtbot.addWidget(other, before_close_func=ClientPane.close_readers)
    other.restore(saved)
    assert other.save() == saved
    (field,) = other.send_bar.findChildren(MessageField)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert other.send_bar.text() == "sent before"
    with pytest.raises((KeyError, TypeError, ValueError)):
        other.restore({"name": "x"})


DURATIONS = st.one_of(
    st.sampled_from(["20ms", "90min", "9ms", "1440min", "0.000001ms", "86399.999s", "0s"]),
    st.decimals(0, 86_400_000, places=3, allow_nan=False).map("{}ms".format),
    st.decimals(0, 1440, places=12, allow_nan=False).map("{:f}min".format),
)

OPTIONS = {
    "framing": st.sampled_from(["none", "line", r"delimiter:\x00\u2028", "fixed:9", "idle:0.5ms"]),
    "receive_size": st.integers(1, 1 << 20),
    "local_host": st.sampled_from(["", "127.0.0.1", "::1", "fe80::1%lo", "bücher.example"]),
    "local_port": st.integers(0, 65535),
    "connect_timeout": DURATIONS,
    "reconnect_interval": DURATIONS,
    "reuse_address": st.booleans(),
    "most_waiting": st.integers(1, 1 << 30),
    "close_on_peer_end": st.booleans(),
}


@settings(suppress_health_check=list(HealthCheck), max_examples=60)
@given(
    document=st.builds(
        ClientDocument,
        endpoint=st.sampled_from(["tcp://127.0.0.1:1", "udp://[::1]:65535", "unix:///tmp/x"]),
        options=st.fixed_dictionaries({}, optional=OPTIONS),
    )
)
def test_what_a_document_says_is_what_connects(client_pane, document):
    try:
        wanted = client_settings(document)
    except ValueError:
        return
    client_pane.load_document(document)
    for line in client_pane.findChildren(QLineEdit):
        line.editingFinished.emit()
    for number in client_pane.findChildren(QAbstractSpinBox):
        number.interpretText()
        number.editingFinished.emit()

    assert client_pane.settings() == wanted


def test_a_time_that_cannot_be_read_keeps_it_from_starting(client_pane, qtbot):
    client_pane.options.more_button.click()
    fields = {one.accessibleName(): one for one in client_pane.findChildren(ScaleField)}
    field = fields["Connect timeout"]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "soon")
    click(qtbot, client_pane, "Connect")

    assert client_pane.state is EndpointState.STOPPED
    assert "'soon' is not a duration" in client_pane.notice.text()


def test_a_connection_of_which_one_side_has_ended_says_so(client_pane, connect, until):
    client_pane.options.set_values({"close_on_peer_end": False})
    peer = connect()
    peer.shutdown(socket.SHUT_WR)
    until(lambda: client_pane.chip.word() == "CLOSE_WAIT")
    assert client_pane.chip.tone() is Tone.WAITING
    client_pane.running.send(b"still sending")
    assert peer.recv(100) == b"still sending"


def test_what_we_have_ended_is_not_typed_into(client_pane, connect, until):
    peer = connect()
    close_menu(client_pane)["Half-close (end of stream)"].trigger()
    assert peer.recv(1) == b""
    until(lambda: client_pane.chip.word().startswith("FIN_WAIT"))
    client_pane.send_bar.set_text("too late")
    client_pane.send_bar._on_send_requested()
    assert client_pane.send_bar.mistake() == "Our side of the connection has been ended."


@pytest.mark.parametrize("scheme", ["tcp", "udp"])
def test_only_a_stream_can_be_half_closed(client_pane, server_pane, until, scheme):
    server_pane.address.set_text(f"{scheme}://127.0.0.1:0")
    server_pane.start()
    until(lambda: server_pane.state is EndpointState.LISTENING)
    client_pane.address.set_text(str(server_pane.running.bound))
    client_pane.start()
    until(lambda: client_pane.state is EndpointState.CONNECTED)
    half_close = close_menu(client_pane)["Half-close (end of stream)"]
    assert half_close.isEnabled() is (scheme == "tcp")
    assert half_close.text() in [action.text() for action in client_pane.menu().actions()]


def test_a_client_with_a_framing_shows_messages_and_on_request_reads(
    client_pane, connect, session, until
):
    client_pane.framing.set_framing("line")
    peer = connect()
    peer.sendall(b"Hel")
    until(lambda: session.rows == 3)
    peer.sendall(b"lo\none\ntw")
    until(lambda: [texts[-1] for texts in said(client_pane)] == [r"Hello\n", r"one\n"])
    assert client_pane.pieces.isVisible()
    client_pane.pieces.menu().actions()[1].trigger()
    until(lambda: [texts[-1] for texts in said(client_pane)] == ["Hel", r"lo\n", r"one\n", "tw"])
    client_pane.pieces.menu().actions()[0].trigger()
    peer.close()
    # What the end cut short stands behind it.
    ended = [r"Hello\n", r"one\n", "end of stream", "tw"]
    until(lambda: [texts[-1] for texts in said(client_pane)][:4] == ended)


def test_a_pane_of_a_scenario_comes_back_with_its_steps(qtbot, session, client_pane):
    client_pane.load_document(load_builtin("welcome").clients[0])
    other = ClientPane(session, "other")
    qtbot.addWidget(other, before_close_func=ClientPane.close_readers)
    other.restore(client_pane.save())
    assert other.script.beside.list.texts() == client_pane.script.beside.list.texts()
    assert len(other.script.beside.list.texts()) == 15
    assert other.save() == client_pane.save()
    other.address.set_text("tcp://192.0.2.1:9")
    assert other.foreign_place() is not None
