import os
import sys

import pytest

from socket_workbench.engine.stepping import StepGate
from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.session.watched_programs import Program
from socket_workbench.gui.steps.stepping import Stepping
from socket_workbench.language import tr
from socket_workbench.sockets.call_choice import CallChoice
from socket_workbench.sockets.kernel.pending import pending


@pytest.mark.needs("linux")
def test_five_at_accept_three_at_recv_and_one_that_blocks_in_sendall(
    lecture, window, until, beyond_buffers
):
    server = lecture.listening(dialogue="manual", calls=CallChoice("", "sendall"))
    for count in range(1, 4):
        lecture.connect(server)[0].send(b"hello")
        lecture.step(server, "accept")
        lecture.wait(server, "accept", *["recv"] * count)
    blocked = server.running.connections()[-1].number
    server.running.send_bytes(bytes(beyond_buffers), [blocked])
    lecture.wait(server, "accept", "recv", "recv", "recv", "sendall")
    sock = held_call(server, "sendall").sock()
    lecture.step(server, "sendall")
    lecture.wait(server, "accept", "recv", "recv", "recv")
    until(lambda: pending(sock).is_writable is False)
    lecture.connect(server, 5)
    client = lecture.client(server)
    lecture.wait(client, "socket")

    def said():
        rows = lecture.stepping.held()
        return [row.meanwhile for row in rows if row.call == "accept()"]

    until(lambda: said() and said()[0].startswith("5 clients are ESTABLISHED already"))
    # Begun first, they are first.
    seconds = [row.seconds for row in lecture.stepping.held()]
    assert seconds == sorted(seconds, reverse=True)
    window.stop_all()
    until(lambda: not server.is_live and not client.is_live)
    assert lecture.stepping.count == 0
    assert server.state is EndpointState.STOPPED


@pytest.mark.needs("unix sockets")
def test_unix_datagrams_are_stepped_at_both_ends(lecture, until, tmp_path):
    server = lecture.server(f"unixgram://{tmp_path / 's'}")
    lecture.wait(server, "socket")
    server.running.gate.go_on(until="recvfrom_into")
    lecture.wait(server, "recvfrom_into")
    client = lecture.client(server)
    lecture.wait(client, "socket")
    client.running.gate.go_on(until="recvfrom_into")
    lecture.wait(client, "recvfrom_into")
    client.running.send_bytes(b"hello")
    lecture.wait(client, "recvfrom_into", "send")
    assert not pending(held_call(server, "recvfrom_into").sock()).is_readable
    lecture.step(client, "send")
    # It waits in the receive queue until the call is made.
    until(lambda: pending(held_call(server, "recvfrom_into").sock()).is_readable)
    lecture.step(server, "recvfrom_into")
    lecture.wait(server, "sendto")
    lecture.step(server, "sendto")
    lecture.wait(server, "recvfrom_into")
    lecture.step(client, "recvfrom_into")
    until(lambda: client.running.connections()[0].bytes_in == 5)
    lecture.wait(client, "recvfrom_into")
    server.stop()
    client.stop()
    until(lambda: not server.is_live and not client.is_live)
    assert not (tmp_path / "s").exists()


def held_call(pane, name):
    return next(call for call in pane.running.gate.held() if call.name == name)


def test_one_thread_is_stepped_through_once_it_is_chosen(lecture):
    server = lecture.listening()
    peers = lecture.connect(server, 2)
    for count in (1, 2):
        lecture.step(server, "accept")
        lecture.wait(server, "accept", *["recv"] * count)
    for peer in peers:
        peer.send(b"x")
    last = [row for row in lecture.stepping.held() if row.call.startswith("recv")][-1]
    lecture.stepping.caller = last.caller
    lecture.stepping.step()
    lecture.wait(server, "accept", "recv", "send")
    lecture.stepping.step()
    lecture.wait(server, "accept", "recv", "recv")
    assert peers[1].recv(1) == b"x"
    lecture.stepping.caller = None
    assert lecture.stepping.chosen(lecture.stepping.held()).call == "recv(65536)"


def test_calls_go_on_until_a_chosen_one_and_all(lecture, until):
    server = lecture.server()
    lecture.wait(server, "socket")
    lecture.stepping.go_on_until("listen")
    lecture.wait(server, "listen")
    (row,) = lecture.stepping.held()
    lecture.stepping.go_on_until("recv", row._replace(gate=StepGate()))
    assert lecture.calls(server) == ["listen"]
    lecture.stepping.go_on()
    until(lambda: server.state is EndpointState.LISTENING)
    assert not lecture.stepping.is_stepping
    # A step holds again.
    lecture.stepping.step()
    assert lecture.stepping.is_stepping


def test_what_runs_without_a_trace_is_stepped_from_its_next_start_on(window, until):
    pane = window.board.add_server()
    pane.address.set_text("tcp://127.0.0.1:0")
    pane.start()
    until(lambda: pane.state is EndpointState.LISTENING)
    stepping = Stepping(window.board, window._session, window)
    assert stepping.untraced() == [pane.name]
    stepping.step()
    assert stepping.is_all
    assert stepping.count == 0
    pane.stop()
    until(lambda: not pane.is_live)
    pane.start()
    until(lambda: stepping.count == 1)
    assert stepping.untraced() == []
    stepping.set_all(False)
    until(lambda: pane.state is EndpointState.LISTENING)


def test_a_person_stops_with_everything_held(lecture, until):
    panes = [lecture.server(dialogue="echo") for _ in range(3)]
    until(lambda: lecture.stepping.count == 3)
    for pane in panes:
        pane.stop()
    until(lambda: not any(pane.is_live for pane in panes))
    assert all(pane.state is EndpointState.STOPPED for pane in panes)


SERVER = """import socket
server = socket.create_server(("127.0.0.1", {port}))
print("ready", flush=True)
connection, peer = server.accept()
print(connection.recv(100))
connection.sendall(b"pong")
"""

CLIENT = """import socket
client = socket.socket()
client.connect(("127.0.0.1", {port}))
client.sendall(b"ping")
print(client.recv(100))
"""


@pytest.mark.needs("linux")
def test_a_watched_server_and_client_are_stepped_at_once(
    lecture, window, session, until, tmp_path, free_port, monkeypatch
):
    for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
        monkeypatch.delenv(name)
    port, panes = free_port(), []
    for name, text in (("server.py", SERVER), ("client.py", CLIENT)):
        (tmp_path / name).write_text(text.format(port=port))
        window.watching.run(Program(str(tmp_path / name), python=sys.executable))
        panes.append(window.watching.panes()[-1])
    server, client = panes

    def held(pane):
        rows = lecture.stepping.held()
        return [row for row in rows if row.endpoint == pane.program.title]

    def step(pane, name):
        """Step the calls of one program until the one behind one of this name is held."""
        while True:
            until(lambda: held(pane))
            (row,) = held(pane)
            lecture.stepping.caller = row.caller
            window.menus.actions[tr("S&tep")].trigger()
            until(lambda row=row: row.key not in [each.key for each in lecture.stepping.held()])
            if row.call.startswith(f"{name}("):
                until(lambda: held(pane))
                return row

    # Both have begun with their first call, whose number is the same.
    until(lambda: held(server) and held(client))
    assert {row.number for row in lecture.stepping.held()} == {held(client)[0].number}
    assert len({row.key for row in lecture.stepping.held()}) == 2
    step(server, "listen")
    step(client, "connect")
    row = step(client, "sendall")
    assert (row.call, row.where) == ("sendall(b'ping')", "client.py:4")
    step(server, "accept")
    # What the system has meanwhile is said of a program's sockets, too.
    until(lambda: held(server) and "4 bytes have come already" in held(server)[0].meanwhile)
    step(server, "recv")
    until(lambda: "ping" in server.output.toPlainText())
    assert client.is_live
    # The menu of a row lets only its own program go.
    until(lambda: held(client))
    lecture.stepping.go_on_until("", held(server)[0])
    until(lambda: not server.is_live)
    assert [row.call for row in held(client)] == ["recv(100)"]
    window.menus.actions[tr("Go &on")].trigger()
    until(lambda: not client.is_live)
    assert "pong" in client.output.toPlainText()
    assert session.programs.live_count == 0
