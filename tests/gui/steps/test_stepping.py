import pytest

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.steps.stepping import Stepping


@pytest.mark.needs("linux")
def test_five_at_accept_three_at_recv_and_one_that_blocks_in_send(
    lecture, window, until, beyond_buffers
):
    server = lecture.listening(dialogue="manual")
    for count in range(1, 4):
        lecture.connect(server)[0].send(b"hello")
        lecture.step(server, "accept")
        lecture.wait(server, "accept", *["recv"] * count)
    blocked = server.running.connections()[-1].number
    server.running.send_bytes(bytes(beyond_buffers), [blocked])
    lecture.wait(server, "accept", "recv", "recv", "recv", "send")
    lecture.step(server, "send")
    lecture.wait(server, "accept", "recv", "recv", "recv")
    lecture.connect(server, 5)
    client = lecture.client(server)
    lecture.wait(client, "socket")

    def said():
        rows = lecture.stepping.held()
        return [row.meanwhile for row in rows if row.call == "accept()"]

    until(lambda: said() and said()[0].startswith("5 clients are ESTABLISHED already"))
    # Begun first, they are first.
    numbers = [row.number for row in lecture.stepping.held()]
    assert numbers == sorted(numbers)
    window.stop_all()
    until(lambda: not server.is_live and not client.is_live)
    assert lecture.stepping.count == 0
    assert server.state is EndpointState.STOPPED


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
    lecture.stepping.go_on_until("recv", "another")
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
