import socket
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit

from socket_workbench.dialogues.registry import dialogue_kind, dialogue_kinds
from socket_workbench.engine.connections import file_transfer
from socket_workbench.engine.settings import ServerSettings
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.looks.state_mark import Tone
from socket_workbench.gui.panes.connections.model import CONNECTION_COLUMNS
from socket_workbench.gui.panes.options.fields import ScaleField
from socket_workbench.gui.panes.server import ServerPane
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.sending.outgoing import Link
from socket_workbench.gui.widgets.buttons import PlainButton, PrimaryButton
from socket_workbench.gui.widgets.progress_row import ProgressRow
from socket_workbench.payload.escapes import show_escapes
from socket_workbench.payload.framing import LENGTH_HEADERS, LIMIT, LONGEST_PAUSE, Framing
from socket_workbench.scenarios.model import ServerDocument
from socket_workbench.scenarios.settings import server_settings
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.options import ServerOptions


def click(qtbot, pane, kind, text):
    for button in pane.findChildren(kind):
        if text in (button.text(), button.accessibleName()) and button.isVisible():
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            return
    raise AssertionError(f"no button {text}")


def rows(pane):
    model = pane.table.model()
    return [
        {
            column.key: model.index(row, place).data()
            for place, column in enumerate(CONNECTION_COLUMNS)
        }
        for row in range(model.rowCount())
    ]


def test_start_and_stop_by_their_buttons(qtbot, server_pane, until):
    assert server_pane.chip.word() == "STOPPED"
    click(qtbot, server_pane, PrimaryButton, "Start")
    until(lambda: server_pane.chip.word() == "LISTEN")
    assert server_pane.chip.tone() is Tone.OPEN
    assert server_pane.address.text() == str(server_pane.running.bound)
    click(qtbot, server_pane, PlainButton, "Stop")
    until(lambda: server_pane.chip.word() == "STOPPED")


def is_closed(row):
    """Return whether the program has closed a connection, which the system may still have."""
    return row["state"] == "CLOSED" or row["state"].startswith("TIME_WAIT ")


def test_enter_in_the_address_starts(qtbot, server_pane, until):
    line = server_pane.address.focusProxy()
    line.selectAll()
    qtbot.keyClicks(line, "tcp://127.0.0.1:0")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    until(lambda: server_pane.chip.word() == "LISTEN")


def test_a_client_is_greeted_and_listed(server_pane, listening, peer, until):
    client = peer(listening())
    assert client.recv(100) == b"Welcome!"
    client.sendall(b"lisi")
    assert client.recv(100) == b"Hello, lisi!"
    until(lambda: rows(server_pane) and rows(server_pane)[0]["state"] == "ESTABLISHED")
    until(lambda: (rows(server_pane)[0]["in"], rows(server_pane)[0]["out"]) == ("4 B", "20 B"))
    assert rows(server_pane)[0]["peer"] == f"127.0.0.1:{client.getsockname()[1]}"
    until(lambda: "recv(65536) " in rows(server_pane)[0]["now"])
    client.sendall(b"exit")
    while client.recv(100):
        pass
    client.close()  # until then, the system says FIN_WAIT2
    until(lambda: is_closed(rows(server_pane)[0]))
    until(lambda: "exit" in rows(server_pane)[0]["now"])


def test_a_port_in_use_is_said_in_the_pane(server_pane, listener, until):
    port = listener.getsockname()[1]
    server_pane.address.set_text(f"tcp://127.0.0.1:{port}")
    assert server_pane.start()
    until(lambda: server_pane.chip.word() == "FAILED")
    assert str(port) in server_pane.notice.text()
    assert "in use" in server_pane.notice.text()


def test_a_mistake_in_the_address_is_said_beside_it_and_nothing_starts(server_pane):
    server_pane.address.set_text("tcp://127.0.0.1:70000")
    assert not server_pane.start()
    assert "70000" in server_pane.address.mistake()
    assert server_pane.state is EndpointState.STOPPED


def test_a_typed_message_goes_to_all_or_to_the_selected(
    qtbot, server_pane, listening, peer, until, select
):
    port = listening("manual")
    one, two = peer(port), peer(port)
    until(lambda: len(rows(server_pane)) == 2)
    server_pane.send_bar.set_text("to all")
    click(qtbot, server_pane.send_bar, PlainButton, "Send")
    assert one.recv(100) == two.recv(100) == b"to all"
    number = next(
        view.number
        for view in server_pane.running.connections()
        if view.peer.endswith(f":{two.getsockname()[1]}")
    )
    select(server_pane.table, [number])
    target, (host, own_port) = server_pane.target, two.getsockname()
    assert target.currentText().endswith(f"…:{own_port}")
    assert target.toolTip() == f"{host}:{own_port}"
    server_pane.send_bar.set_text("to one")
    click(qtbot, server_pane.send_bar, PlainButton, "Send")
    assert two.recv(100) == b"to one"
    one.setblocking(False)
    with pytest.raises(BlockingIOError):
        one.recv(1)


def press_enter(qtbot, pane):
    qtbot.keyClick(pane.send_bar.findChild(MessageField), Qt.Key.Key_Return)


def test_what_is_typed_stays_where_what_is_selected_has_closed(
    qtbot, server_pane, listening, peer, until, tmp_path, select
):
    port = listening("manual")
    one, two = peer(port), peer(port)
    until(lambda: len(rows(server_pane)) == 2)
    number = next(
        view.number
        for view in server_pane.running.connections()
        if view.peer.endswith(f":{two.getsockname()[1]}")
    )
    select(server_pane.table, [number])
    server_pane.table.close_requested.emit([number])
    until(lambda: server_pane.target.currentText() == "To selected (closed)")
    server_pane.send_bar.set_text("for one peer only")
    press_enter(qtbot, server_pane)

    assert server_pane.send_bar.text() == "for one peer only"
    assert server_pane.send_bar.mistake().startswith("What is selected is closed")
    server_pane.send_bar.file_requested.emit(str(tmp_path / "file"))
    assert server_pane.send_bar.mistake().startswith("What is selected is closed")
    server_pane.table.clearSelection()
    assert server_pane.target.currentText() == "To all (1)"
    press_enter(qtbot, server_pane)
    assert server_pane.send_bar.text() == ""
    assert one.recv(100) == b"for one peer only"


def test_what_is_selected_and_forgotten_stays_the_target(
    qtbot, server_pane, listening, peer, until, monkeypatch, select
):
    port = listening("manual")
    one, two = peer(port), peer(port)
    until(lambda: len(rows(server_pane)) == 2)
    views = server_pane.running.connections()
    select(server_pane.table, [views[0].number])
    # Of those that ended long ago the server remembers nothing.
    monkeypatch.setattr(server_pane.running, "connections", lambda: views[1:])
    server_pane.refresh()
    assert [row["peer"] for row in rows(server_pane)] == [views[1].peer]
    server_pane.send_bar.set_text("for one peer only")
    press_enter(qtbot, server_pane)

    assert server_pane.send_bar.text() == "for one peer only"
    assert server_pane.target.currentText() == "To selected (closed)"
    server_pane.target.setCurrentIndex(0)
    press_enter(qtbot, server_pane)
    assert one.recv(100) == two.recv(100) == b"for one peer only"


def test_what_is_typed_stays_while_nobody_is_connected(qtbot, server_pane, listening, tmp_path):
    for _ in range(2):
        server_pane.send_bar.set_text("nobody hears")
        press_enter(qtbot, server_pane)
        assert server_pane.send_bar.text() == "nobody hears"
        assert server_pane.send_bar.mistake() == "Nothing is connected."
        server_pane.send_bar.show_error("")
        server_pane.send_bar.file_requested.emit(str(tmp_path / "file"))
        assert server_pane.send_bar.mistake() == "Nothing is connected."
        if server_pane.running is None:
            listening("manual")


def test_that_nothing_is_connected_is_said_no_longer_than_it_is_true(
    qtbot, server_pane, listening, peer, until
):
    port = listening()
    field = server_pane.send_bar.findChild(MessageField)
    qtbot.keyClicks(field, "early")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert server_pane.send_bar.mistake() == "Nothing is connected."
    peer(port)
    until(lambda: server_pane.send_bar.mistake() == "")
    assert field.text() == "early"


def test_what_is_typed_stays_where_the_last_connection_has_just_closed(
    qtbot, server_pane, listening, peer, until
):
    """The pane looks at the connections from time to time: in between it may be wrong."""
    client = peer(listening("manual"))
    until(lambda: len(rows(server_pane)) == 1)
    server_pane.stop()
    client.close()
    until(lambda: not server_pane.is_live)
    server_pane.send_bar.set_link(Link.OPEN)
    server_pane.send_bar.set_text("too late")
    press_enter(qtbot, server_pane)

    assert server_pane.send_bar.text() == "too late"
    assert server_pane.send_bar.mistake() == "Nothing is connected."


def test_connections_are_closed_half_closed_and_reset_from_the_table(
    server_pane, listening, peer, until
):
    port = listening("manual")
    peers = [peer(port) for _ in range(3)]
    until(lambda: len(rows(server_pane)) == 3)
    by_port = {
        int(view.peer.rpartition(":")[2]): view.number for view in server_pane.running.connections()
    }
    numbers = [by_port[each.getsockname()[1]] for each in peers]
    server_pane.table.close_requested.emit([numbers[0]])
    assert peers[0].recv(1) == b""
    server_pane.table.half_close_requested.emit([numbers[1]])
    assert peers[1].recv(1) == b""
    server_pane.table.reset_requested.emit([numbers[2]])
    with pytest.raises(ConnectionResetError):
        peers[2].recv(1)
    for each in peers[:2]:
        each.close()  # until then, the system says FIN_WAIT2 of the closed one too
    until(lambda: all(is_closed(row) for row in rows(server_pane)))


def test_a_file_is_sent_with_progress(server_pane, listening, peer, tmp_path, until):
    path = tmp_path / "file"
    path.write_bytes(b"0123456789" * 100_000)
    client = peer(listening("manual"))
    until(lambda: len(rows(server_pane)) == 1)
    server_pane.send_bar.file_requested.emit(str(path))
    received = b""
    while len(received) < 1_000_000:
        received += client.recv(1 << 20)
    assert received == path.read_bytes()


def test_a_file_that_is_gone_is_said_beside_the_field(
    server_pane, listening, peer, tmp_path, until
):
    peer(listening("manual"))
    until(lambda: len(rows(server_pane)) == 1)
    server_pane.send_bar.file_requested.emit(str(tmp_path / "gone"))
    until(lambda: "gone" in server_pane.send_bar.mistake())


def test_what_has_stopped_does_not_say_where_it_listens(server_pane, listening, until):
    port = listening()
    until(lambda: server_pane.address.text() == f"tcp://127.0.0.1:{port}")
    assert server_pane.save()["address"] == "tcp://127.0.0.1:0"
    server_pane.stop()
    assert server_pane.asked_address() == server_pane.save()["address"] == "tcp://127.0.0.1:0"
    until(lambda: server_pane.chip.word() == "STOPPED")
    assert server_pane.address.text() == "tcp://127.0.0.1:0"


def test_a_running_server_says_what_it_runs_with(server_pane, listening, until):
    server_pane.options.set_values({"backlog": 5, "receive_size": 1024, "framing": "line"})
    listening()
    sentence = server_pane.setup.sentence
    assert sentence.isVisible()
    assert sentence.text() == "Welcome · framing line · backlog 5 · recv(1024)"
    assert not server_pane.dialogue.isVisible()

    # What is edited now is for the next start.
    server_pane.options.more_button.click()
    server_pane.options.set_values({"backlog": 7})
    server_pane.options.more_button.click()
    assert "backlog 5" in sentence.text()
    server_pane.stop()
    until(server_pane.dialogue.isVisible)
    listening()
    assert "backlog 7" in sentence.text()


def test_a_datagram_server_says_what_it_runs_with(server_pane, until):
    server_pane.address.set_text("udp://127.0.0.1:0")
    server_pane.dialogue.set_choice("manual", {})
    server_pane.start()
    until(lambda: server_pane.is_live and server_pane.setup.sentence.isVisible())
    assert server_pane.setup.sentence.text().startswith("Manual · no framing · receive size ")


def test_a_server_open_to_the_network_says_so(server_pane, until):
    server_pane.address.set_text("tcp://0.0.0.0:0")
    server_pane.start()
    until(lambda: server_pane.chip.word() == "LISTEN")
    sentence = server_pane.setup.sentence
    assert sentence.isVisible()
    addresses = ", ".join(map(str, server_pane.running.reachable))
    assert sentence.text().startswith(f"Open to the network: {addresses} · Welcome") is bool(
        addresses
    )
    copy = server_pane.menu().actions()[-1]
    assert copy.isEnabled() is bool(addresses)
    copy.trigger()
    assert QGuiApplication.clipboard().text() == addresses
    assert server_pane.address.text().startswith("tcp://0.0.0.0:")
    assert server_pane.notice.isHidden()
    server_pane.stop()
    until(lambda: server_pane.chip.word() == "STOPPED")
    assert "Open" not in sentence.text()
    assert not server_pane.menu().actions()[-1].isEnabled()


def test_datagram_addresses_offer_datagram_dialogues(server_pane, until):
    server_pane.dialogue.set_choice("welcome", {})
    server_pane.address.set_text("udp://127.0.0.1:0")
    assert server_pane.start()
    until(lambda: server_pane.chip.word() == "OPEN")
    assert server_pane.table._empty_text == "recvfrom(65535) waiting for a datagram"
    assert "datagram" in dialogue_kind(server_pane.dialogue.choice()).transports
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"x", ("127.0.0.1", server_pane.running.bound.port))
        until(lambda: rows(server_pane) != [])


def test_settings_come_back_as_they_were_loaded(server_pane):
    settings = ServerSettings(
        "my server",
        Endpoint(Transport.TCP, "127.0.0.1", 6000),
        ServerOptions(
            framing=Framing.parse("line"),
            backlog=5,
            receive_size=1024,
            reuse_address=False,
            model="one-at-a-time",
        ),
        "fixed-reply",
        {"reply": "GETS"},
    )
    server_pane.load(settings)
    assert server_pane.settings() == settings
    assert server_pane.title() == "my server"


def test_what_was_saved_is_restored_in_another_pane(
    qtbot, session, server_pane, listening, peer, until
):
    listener = peer(listening("manual"))
    until(lambda: len(rows(server_pane)) == 1)
    server_pane.send_bar.set_text("sent before")
    click(qtbot, server_pane.send_bar, PlainButton, "Send")
    assert listener.recv(100) == b"sent before"
    server_pane.stop()
    until(lambda: not server_pane.is_live)
    endpoint = Endpoint(Transport.UDP, "127.0.0.1", 7)
    options = ServerOptions(framing=Framing.parse("fixed:8"))
    server_pane.load(ServerSettings("mine", endpoint, options, "echo-text"))
    saved = server_pane.save()
    other = ServerPane(session, "other")
    qtbot.addWidget(other)
    other.restore(saved)
    assert other.save() == saved
    (field,) = other.send_bar.findChildren(MessageField)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert other.send_bar.text() == "sent before"
    with pytest.raises((KeyError, TypeError, ValueError)):
        other.restore({**saved, "options": {"framing": "nonsense"}})


def test_every_text_is_translated(pseudo_language, qtbot, session):
    pane = ServerPane(session, "⟦name⟧")
    qtbot.addWidget(pane)
    untranslated = [
        button.text()
        for kind in (PlainButton, PrimaryButton)
        for button in pane.findChildren(kind)
        if button.text() and not button.text().startswith("⟦")
    ]
    assert untranslated == []
    assert pane.chip.word().startswith("⟦")


HOSTS = st.sampled_from(["127.0.0.1", "0.0.0.0", "[::1]", "localhost", "bücher.example"])
INTERNET = st.builds(
    "{}://{}:{}".format, st.sampled_from(["tcp", "udp"]), HOSTS, st.integers(0, 65535)
)
UNIX = st.builds("{}:///{}".format, st.sampled_from(["unix", "unixgram"]), st.text(max_size=90))
FRAMINGS = st.one_of(
    st.sampled_from(["none", "line", *(f"length:{name}" for name in LENGTH_HEADERS)]),
    st.binary(min_size=1).map(lambda ending: f"delimiter:{show_escapes(ending)}"),
    st.integers(1, LIMIT).map("fixed:{}".format),
    st.integers(1, LONGEST_PAUSE).map("idle:{}ms".format),
)
OPTIONS = {
    "framing": FRAMINGS,
    "backlog": st.integers(0, 65535) | st.just("system"),
    "most_waiting": st.integers(1, 1 << 30) | st.sampled_from(["1kB", "8MiB", "1GiB"]),
    "close_on_peer_end": st.booleans(),
    "receive_size": st.integers(1, 1 << 20),
    "model": st.sampled_from(["thread", "One at a time", "selector", "fork"]),
    "reuse_address": st.booleans(),
    "calls": st.sampled_from(["auto", "recvfrom", "recvmsg,sendall", "sendto", "recv"]),
}


@st.composite
def documents(draw):
    kind = draw(st.sampled_from(dialogue_kinds()))
    values = {str: st.text(), bool: st.booleans()}
    parameters = {one.name: values[type(one.default)] for one in kind.parameters}
    return ServerDocument(
        endpoint=draw(INTERNET | UNIX),
        dialogue=kind.name,
        parameters=draw(st.fixed_dictionaries({}, optional=parameters)),
        options=draw(st.fixed_dictionaries({}, optional=OPTIONS)),
    )


def go_through(pane):
    """Go into every field and leave it again, as the Tab key does."""
    for line in pane.findChildren(QLineEdit):
        line.editingFinished.emit()
    for number in pane.findChildren(QAbstractSpinBox):
        number.interpretText()
        number.editingFinished.emit()


@pytest.mark.parametrize(
    ("model", "words", "call"),
    [
        ("thread", "", "accept()"),
        ("selector", "one selector for all", "select()"),
        ("socketserver-threading", "socketserver with ThreadingMixIn", "select()"),
    ],
)
def test_a_running_server_says_how_it_serves_and_what_it_waits_in(
    server_pane, until, model, words, call
):
    server_pane.address.set_text("tcp://127.0.0.1:0")
    server_pane.options.set_values({"model": model})
    server_pane.start()
    until(lambda: server_pane.chip.word() == "LISTEN")
    sentence = server_pane.setup.sentence.text()
    assert f"{words} · recv(" in sentence if words else "model" not in sentence
    assert server_pane.table._empty_text == f"{call} waiting for a client"
    address = "127.0.0.1", server_pane.running.bound.port
    with socket.create_connection(address, timeout=20) as peer:
        assert peer.recv(1) == b"W"


def test_the_state_of_rules_is_shown_before_what_a_connection_waits_in(server_pane, until):
    rules = """{"states": [
        {"name": "start", "rules": [{"equals": "in", "reply": "ok", "go": "greeted"}]},
        {"name": "greeted"}]}"""
    server_pane.load(
        ServerSettings(
            "server",
            Endpoint(Transport.TCP, "127.0.0.1", 0),
            dialogue="rules",
            parameters={"rules": rules},
        )
    )
    server_pane.start()
    until(lambda: server_pane.chip.word() == "LISTEN")
    address = "127.0.0.1", server_pane.running.bound.port
    with socket.create_connection(address, timeout=20) as peer:
        until(lambda: rows(server_pane))
        until(lambda: rows(server_pane)[0]["now"].startswith("start · recv("))
        peer.sendall(b"in")
        assert peer.recv(2) == b"ok"
        until(lambda: rows(server_pane)[0]["now"].startswith("greeted · recv("))
    until(lambda: is_closed(rows(server_pane)[0]))
    assert "greeted" not in rows(server_pane)[0]["now"]


@settings(suppress_health_check=list(HealthCheck), max_examples=60)
@given(document=documents())
def test_what_a_document_says_is_what_is_started(server_pane, document):
    try:
        wanted = server_settings(document)
    except ValueError:
        return
    server_pane.load(wanted)
    go_through(server_pane)

    got = server_pane.settings()
    assert (got.endpoint, got.options) == (wanted.endpoint, wanted.options)
    # Another parameter is set: those that a person does not touch stay as they are.
    for line in server_pane.dialogue.parameter_form.findChildren(QLineEdit)[:1]:
        line.insert("!")
        line.editingFinished.emit()
        line.undo()
        line.editingFinished.emit()
    got = server_pane.settings()
    defaults = {one.name: one.default for one in dialogue_kind(wanted.dialogue).parameters}
    assert (got.dialogue, got.parameters) == (wanted.dialogue, {**defaults, **wanted.parameters})


def test_what_is_typed_counts_though_the_field_was_not_left(server_pane, qtbot, until):
    """Run and its key start every pane, wherever the keyboard is."""
    server_pane.options.more_button.click()
    fields = {one.accessibleName(): one for one in server_pane.findChildren(ScaleField)}
    backlog = fields["Backlog"]
    backlog.setFocus()
    backlog.selectAll()
    qtbot.keyClicks(backlog, "7")
    assert server_pane.start()

    assert server_pane.running.settings.options.backlog == 7


def test_a_peer_that_has_ended_its_side_is_not_shown_as_established(
    server_pane, listening, peer, until
):
    client = peer(listening("manual"))
    until(lambda: server_pane.target.itemText(0) == "To all (1)")
    client.shutdown(socket.SHUT_WR)
    until(lambda: rows(server_pane)[0]["state"] == "CLOSE_WAIT")
    row = server_pane.table.model().row_at(0)
    assert (row.half_closed, row.can_send) == (True, True)
    assert row.now == "ended by the peer, open on our side"
    # It may still receive.
    assert server_pane.target.itemText(0) == "To all (1)"


def test_what_we_have_ended_is_sent_to_no_more(server_pane, listening, peer, until, session):
    client = peer(listening("manual"))
    until(lambda: len(rows(server_pane)) == 1)
    server_pane.table.selectRow(0)
    server_pane.table.half_close_requested.emit([server_pane.table.model().number_at(0)])
    assert client.recv(1) == b""
    until(lambda: server_pane.target.itemText(0) == "To all (0)")
    assert server_pane.target.currentText() == "To selected (closed)"
    server_pane.send_bar.set_text("too late")
    server_pane.send_bar._on_send_requested()
    assert server_pane.send_bar.mistake() == "Our side of the connection has been ended."
    assert server_pane.send_bar.text() == "too late"


def test_the_window_ends_though_a_file_does_not_answer(
    server_pane, listening, peer, until, monkeypatch, tmp_path
):
    path, reading, release = tmp_path / "file", threading.Event(), threading.Event()
    path.write_bytes(b"x")

    def hang(path):
        reading.set()
        assert release.wait(20)
        raise OSError

    monkeypatch.setattr(file_transfer, "open_regular", hang)
    client = peer(listening("manual"))
    until(lambda: len(rows(server_pane)) == 1)
    server_pane.send_bar.file_requested.emit(str(path))
    assert reading.wait(20)
    transfer_row = server_pane.send_bar.findChild(ProgressRow)
    assert transfer_row.isVisible()
    transfer_row.cancel_requested.emit()
    until(lambda: not transfer_row.isVisible())
    server_pane.send_bar.file_requested.emit(str(path))
    until(lambda: transfer_row.isVisible())
    server_pane.stop()
    until(lambda: not server_pane.is_live)
    assert client.recv(1) == b""
    release.set()


@pytest.mark.needs("sock_diag")
def test_what_waits_in_the_backlog_is_told(server_pane, listening, peer, until):
    server_pane.options.set_values({"backlog": 5, "model": "one-at-a-time"})
    port = listening("manual")
    for _ in range(3):
        peer(port)

    until(lambda: "backlog 5 (2 waiting)" in server_pane.setup.sentence.text())
    until(lambda: server_pane.table._model.row_at(0).rtt)


@pytest.mark.needs("sock_diag")
def test_a_closed_connection_counts_down_while_the_system_keeps_it(
    server_pane, listening, peer, until
):
    connection = peer(listening("manual"))
    rows = server_pane.table._model
    until(lambda: rows.rowCount() == 1)
    server_pane.table.select(1)
    server_pane.table._on_close()
    connection.close()

    until(lambda: rows.row_at(0).state.startswith("TIME_WAIT "))
    first = rows.row_at(0).state
    until(lambda: rows.row_at(0).state not in (first, "CLOSED"))
    assert rows.row_at(0).state.startswith("TIME_WAIT ")
