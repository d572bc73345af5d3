import socket
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from socket_workbench.engine.view import EndpointState
from socket_workbench.gui.panes.area import Arrangement
from socket_workbench.gui.panes.board import PaneBoard
from socket_workbench.gui.rows import search
from socket_workbench.gui.sending.field import MessageField
from socket_workbench.gui.sending.outgoing import Link
from socket_workbench.gui.widgets.completion import Completion
from socket_workbench.gui.widgets.empty_state import EmptyState
from socket_workbench.scenarios.builtin import load_builtin
from socket_workbench.scenarios.model import ClientDocument, Scenario, ServerDocument, StepDocument
from socket_workbench.sockets.addresses.interfaces import is_open_to_network
from socket_workbench.sockets.options import ServerOptions


@pytest.fixture
def board(qtbot, session, until, remove_panes):
    board = PaneBoard(session)
    yield board
    board.stop_all()
    until(lambda: not board.is_live)
    remove_panes(board)
    for area in (board.servers, board.clients):
        area.close()
        area.deleteLater()


def names(area):
    return [pane.name for pane in area.panes()]


def test_new_panes_get_names_that_are_free(board, until):
    for _ in range(3):
        board.add_server()
    board.servers.remove(board.servers.panes()[1])
    board.add_server()
    board.add_client()
    assert names(board.servers) == ["Server 1", "Server 3", "Server 2"]
    assert names(board.clients) == ["Client 1"]


def test_a_new_client_points_to_the_server_that_listens(board, until):
    server = board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    client = board.add_client()
    assert client.address.text() == str(server.running.bound)
    assert client.start()
    until(lambda: client.state is EndpointState.CONNECTED)
    assert board.is_live


def test_a_scenario_replaces_the_one_before_and_leaves_own_panes(board, until):
    board.new_server("mine")
    board.set_up(load_builtin("welcome"))
    board.set_up(load_builtin("chat-room"))
    assert names(board.servers)[0] == "mine"
    assert len(board.servers.panes()) == 2
    assert names(board.clients) == ["anna", "ben", "chloe"]
    # The scenario's own panes are in front.
    assert board.servers.current() is board.servers.panes()[1]
    assert board.clients.current() is board.clients.panes()[0]


def scenario(title, *, port=0, steps=()):
    """A welcome server, and a client with these steps after its greeting."""
    address = f"tcp://127.0.0.1:{port}"
    script = [StepDocument(expect="Welcome!"), *steps]
    return Scenario(
        format=1,
        title=title,
        servers=[ServerDocument(endpoint=address, name=f"{title} server", dialogue="welcome")],
        clients=[ClientDocument(endpoint=address, name=f"{title} client", steps=script)],
    )


ASKS = [StepDocument(ask="Name?", into="name"), StepDocument(send="{{name}}")]
GOES = [StepDocument(send="exit"), StepDocument(expect_close=True)]


def run(board, until):
    """Run what is set up; returns its panes."""
    server, client = board.stage.panes()
    board.stage.run()
    until(lambda: client.running is not None or client.notice.text())
    return server, client


def test_scenarios_run_side_by_side_and_come_back_to_the_front(board, until):
    first = scenario("A", steps=ASKS)
    board.set_up(first)
    server, client = run(board, until)
    until(lambda: client.state is EndpointState.CONNECTED)
    stage = board.stage
    board.set_up(scenario("B", steps=GOES))
    other_server, other_client = run(board, until)
    until(lambda: other_client.script.chip.word() == "PASSED")
    assert board.servers.current() is other_server
    assert (server.state, client.state) == (EndpointState.LISTENING, EndpointState.CONNECTED)

    # The one that goes on is the same when it is chosen again; Run counts for it.
    board.set_up(first)
    assert board.stage is stage
    assert (board.servers.current(), board.clients.current()) == (server, client)
    assert names(board.servers) == ["A server", "B server"]
    client.script.answered.emit("lisi")
    until(lambda: client.script.chip.word() == "PASSED")

    # Stop all means both; then nobody wants the untouched ones any longer.
    board.stop_all()
    until(lambda: not board.is_live)
    board.set_up(scenario("C"))
    assert names(board.servers) == ["C server"]
    assert names(board.clients) == ["C client"]


def test_no_two_panes_have_one_name_and_none_a_generic_one(board, until, session):
    board.add_server()
    board.set_up(load_builtin("welcome"))
    until(lambda: not board.coming)
    server, client = board.stage.panes()
    assert (server.name, client.name) == ("Server 2", "Client 1")
    server.address.set_text("tcp://127.0.0.1:0")
    board.set_up(load_builtin("chat-room"))
    until(lambda: not board.coming)
    board.stage.panes()[1].send_bar.set_text("typed, so that it stays")
    board.set_up(load_builtin("acknowledge"))
    until(lambda: not board.coming)
    assert names(board.servers) == ["Server 1", "Server 2", "Server 3", "Server 4"]
    assert names(board.clients) == ["Client 1", "anna", "ben", "chloe", "Client 2"]
    # What is recorded has the name of the pane.
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    assert server.running.settings.name == "Server 2"


def type_an_address(server, client):
    client.address.set_text("tcp://127.0.0.1:1")


def set_an_option(server, client):
    server.options.set_values({"backlog": "7"})


def choose_a_dialogue(server, client):
    server.dialogue.set_choice("manual", {})


def rename(server, client):
    server.rename("mine")


def switch_the_script_off(server, client):
    client._by_script.setChecked(False)


def write_a_message(server, client):
    client.send_bar.set_text("hello")


def start(server, client):
    server.start()


@pytest.mark.parametrize(
    "touch",
    [
        type_an_address,
        set_an_option,
        choose_a_dialogue,
        rename,
        switch_the_script_off,
        write_a_message,
        start,
    ],
)
def test_panes_that_a_person_touched_stay(board, until, touch):
    board.set_up(scenario("A"))
    server, client = board.stage.panes()
    touch(server, client)
    if server.participant is not None:
        until(lambda: server.state is EndpointState.LISTENING)
        server.stop()
        until(lambda: not server.is_live)
    kept = board.save()["servers"], board.save()["clients"]
    board.set_up(scenario("B"))
    assert board.servers.panes()[0] is server
    assert board.clients.panes()[0] is client
    # Only those of the chosen scenario are its panes the next time.
    assert [saved["staged"] for saved in board.save()["clients"]] == [False, True]
    board.set_up(scenario("A"))
    assert (board.save()["servers"], board.save()["clients"]) == kept


def test_the_port_that_a_run_has_given_is_no_change_of_a_person(board, until):
    board.set_up(scenario("A", steps=GOES))
    server, client = run(board, until)
    until(lambda: client.script.chip.word() == "PASSED")
    assert client.address.text() == str(server.running.bound)
    board.stop_all()
    until(lambda: not board.is_live)
    assert board.save()["clients"][0]["address"] == "tcp://127.0.0.1:0"
    board.set_up(scenario("B"))
    assert names(board.clients) == ["B client"]


def test_a_run_that_is_through_gives_its_port_to_the_chosen_scenario(board, free_port, until):
    port = free_port()
    board.set_up(scenario("A", port=port, steps=GOES))
    _, client = run(board, until)
    until(lambda: client.script.chip.word() == "PASSED")
    board.set_up(scenario("elsewhere"))
    assert names(board.servers) == ["A server", "elsewhere server"]
    board.set_up(scenario("B", port=port, steps=GOES))
    assert names(board.servers) == ["B server"]
    _, client = run(board, until)
    until(lambda: client.script.chip.word() == "PASSED")


def test_a_server_that_somebody_else_uses_is_not_stopped(board, free_port, until):
    port = free_port()
    board.set_up(scenario("A", port=port, steps=GOES))
    server, client = run(board, until)
    until(lambda: client.script.chip.word() == "PASSED")
    with socket.create_connection(("127.0.0.1", port)) as peer:
        peer.settimeout(20)
        assert peer.recv(100) == b"Welcome!"
        until(lambda: any(view.is_open for view in server.running.connections()))
        board.set_up(scenario("B", port=port, steps=GOES))
        other_server, other_client = run(board, until)
        until(lambda: other_server.state is EndpointState.FAILED)
        until(lambda: other_client.notice.text().startswith("This client was not started."))
        assert server.state is EndpointState.LISTENING


def test_a_scenario_of_which_no_pane_is_left_is_none(board, until):
    board.set_up(scenario("A"))
    for area in (board.servers, board.clients):
        area.remove(area.panes()[0])
    assert board.stage is None


def test_what_was_saved_comes_back_in_the_scenarios_panes_and_in_own_ones(
    board, until, remove_panes
):
    board.set_up(load_builtin("welcome"))
    board.servers.panes()[0].address.set_text("tcp://127.0.0.1:14000")
    board.new_client("mine").address.set_text("tcp://127.0.0.1:15000")
    saved = board.save()
    remove_panes(board)
    board.set_up(load_builtin("welcome"))
    board.restore(saved)
    assert board.save() == saved


def test_damaged_memory_costs_only_what_is_damaged(board, until):
    board.restore({"servers": "nonsense", "clients": [{"name": "x"}, 3, {"staged": True}]})
    assert board.panes() == []


def test_taking_a_pane_away_leaves_the_scenario_without_it(board, until):
    board.set_up(load_builtin("one-at-a-time"))
    board.clients.remove(board.clients.panes()[0])
    assert len(board.stage.panes()) == 2


def test_the_arrangement_is_for_both_sides(board, until):
    board.set_arrangement(Arrangement.TABS)
    board.clients.show()
    board.set_up(load_builtin("chat-room"))
    assert sum(pane.isVisible() for pane in board.clients.panes()) == 1


def test_stop_all_ends_what_runs(board, until):
    server = board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.dialogue.set_choice("welcome", {})
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    with socket.create_connection(("127.0.0.1", server.running.bound.port)) as peer:
        peer.settimeout(20)
        assert peer.recv(100) == b"Welcome!"
        board.stop_all()
        assert peer.recv(1) == b""
    until(lambda: not board.is_live)


def test_another_scenario_may_be_set_up_while_one_is_starting(board, session, until):
    board.set_up(many(20))
    started = board.stage
    started.run()
    board.set_up(load_builtin("get-answer"))
    until(lambda: not board.portions.is_busy)
    until(lambda: all(pane.state is EndpointState.LISTENING for pane in started.panes()))
    assert not any(pane.is_live for pane in board.stage.panes())
    assert board.servers.current() is board.stage.panes()[0]


def test_addresses_that_were_used_are_offered(board, until):
    used = set()
    for _ in range(2):
        server = board.add_server()
        server.address.set_text("tcp://127.0.0.1:0")
        server.start()
        until(lambda pane=server: pane.state is EndpointState.LISTENING)
        client = board.add_client()
        client.start()
        until(lambda pane=client: pane.state is EndpointState.CONNECTED)
        assert client.address.text() == str(server.running.bound)
        used.add(client.address.text())
    until(lambda: set(board.save()["addresses"]) == used)
    address = board.add_client().address
    board.clients.show()
    QTest.keyClick(address.focusProxy(), Qt.Key.Key_Down)
    assert set(address.findChild(Completion).texts()) == used


@pytest.mark.parametrize(("every", "here"), [("0.0.0.0", "127.0.0.1"), ("[::]", "[::1]")])
def test_what_is_offered_can_be_connected_to(board, until, every, here):
    server = board.add_server()
    server.address.set_text(f"tcp://{every}:0")
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    reachable = f"tcp://{here}:{server.running.bound.port}"
    until(lambda: board.save()["addresses"] == [reachable])
    client = board.add_client()
    assert client.address.text() == reachable
    client.start()
    until(lambda: client.state is EndpointState.CONNECTED)


def test_a_new_server_says_nothing_and_takes_all_of_a_message(board, until):
    server = board.add_server()
    settings = server.settings()
    assert settings.dialogue == "manual"
    assert settings.options == ServerOptions()
    assert not is_open_to_network(settings.endpoint)
    server.address.set_text("udp://127.0.0.1:0")
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    client = board.add_client()
    client.start()
    until(lambda: client.state is EndpointState.CONNECTED)
    client.running.send(b"x" * 65_507)
    until(lambda: server.running.traffic().bytes_in == 65_507)
    assert server.running.traffic().bytes_out == 0


def test_where_run_connects_is_what_the_panes_say(board):
    assert board.run_addresses() == []
    board.set_up(load_builtin("chat-room"))
    assert board.run_addresses() == ["tcp://127.0.0.1:13145"]
    board.clients.panes()[0].address.set_text("tcp://127.0.0.1:1")
    assert board.run_addresses() == ["tcp://127.0.0.1:1", "tcp://127.0.0.1:13145"]
    board.set_up(many(2))
    assert board.run_addresses() == ["tcp://127.0.0.1:0"]


def test_what_is_typed_is_sent_as_the_endpoint_is_read(board):
    encodings = {"Client 1": "shift_jis"}
    board.set_encodings(lambda name: encodings.get(name, "utf-8"))
    client = board.add_client()
    server = board.add_server()
    sent: list[str] = []
    for pane in (client, server):
        pane.send_bar.message_ready.disconnect()
        pane.send_bar.message_ready.connect(lambda outgoing: sent.append(outgoing.data))
        pane.send_bar.set_link(Link.OPEN)

    def send():
        sent.clear()
        for pane in (client, server):
            pane.send_bar.set_text("日")
            pane.send_bar.findChild(MessageField).send_requested.emit()
        return list(sent)

    assert send() == ["日".encode("shift_jis"), "日".encode()]
    encodings.update({"Server 1": "big5", "Client 1": "utf-8"})
    board.use_encodings()
    assert send() == ["日".encode(), "日".encode("big5")]


def many(count):
    servers = [ServerDocument(endpoint="tcp://127.0.0.1:0", name=f"s{n}") for n in range(count)]
    return Scenario(format=1, title="Many", servers=servers)


def test_many_panes_come_some_at_a_time_and_run_when_all_are_there(board, session, until):
    board.servers.show()
    board.set_up(many(30))
    assert 0 < len(board.servers.panes()) < 30
    assert board.servers.current() is board.servers.panes()[0]
    board.stage.run()
    until(lambda: len(board.servers.panes()) == 30)
    until(lambda: all(pane.state is EndpointState.LISTENING for pane in board.panes()))
    assert board.servers.current() is board.servers.panes()[0]
    # Only the one that is seen was laid out.
    assert sum(frame.is_filled for frame in board.servers._frames) == 1


def test_stopping_all_means_those_too_that_are_not_there_yet(board, until):
    board.set_up(many(30))
    board.stage.run()
    board.stop_all()
    until(lambda: not board.portions.is_busy)
    assert not board.is_live
    assert len(board.servers.panes()) == 30


def test_another_scenario_takes_the_place_of_one_that_is_still_coming(board, until):
    board.set_up(many(30))
    board.new_server("mine")
    board.set_up(load_builtin("welcome"))
    until(lambda: not board.portions.is_busy)
    assert names(board.servers)[0] == "mine"
    assert len(board.stage.panes()) == 2
    assert len(board.servers.panes()) == 2


def test_no_area_says_that_it_is_empty_while_panes_are_coming(board, until, remove_panes):
    board.set_up(many(20))
    until(lambda: not board.portions.is_busy)
    board.new_client("mine")
    saved = board.save()
    remove_panes(board)
    board.expect(saved)
    assert board.coming == 21
    assert all(area.findChild(EmptyState).isHidden() for area in (board.servers, board.clients))

    board.set_up(many(20))
    board.restore(saved)
    assert 0 < board.coming < 21
    assert board.coming == 21 - len(board.panes())
    until(lambda: not board.portions.is_busy)
    assert board.coming == 0
    remove_panes(board)
    assert not any(area.findChild(EmptyState).isHidden() for area in (board.servers, board.clients))


def test_the_panes_in_front_come_back_in_front(board, until, remove_panes):
    board.set_up(many(2))
    until(lambda: not board.portions.is_busy)
    board.new_client("Client 8")
    board.clients.choose(board.new_client("Client 9"))
    board.servers.choose(board.servers.panes()[1])
    saved = board.save()
    assert [pane["current"] for pane in saved["servers"]] == [False, True]
    remove_panes(board)
    board.set_up(many(2))
    board.restore(saved)
    until(lambda: not board.portions.is_busy)
    assert board.clients.current().name == "Client 9"
    assert board.servers.current() is board.servers.panes()[1]
    assert board.save() == saved


def test_panes_that_are_taken_away_while_they_come_back_are_left_out(board, until):
    board.set_up(many(20))
    until(lambda: not board.portions.is_busy)
    saved = board.save()
    done = []
    board.restore(saved, lambda: done.append(True))
    assert done == []
    board.servers.remove(board.servers.panes()[-1])
    until(lambda: done == [True])
    assert len(board.panes()) == 19


def reading_threads():
    """Return the names of threads that read the journal for a pane."""
    return [thread.name for thread in threading.enumerate() if thread.name == "conversation"]


DESCRIPTORS = Path("/proc/self/fd")


def readers(session):
    """How many connections of this process have the session's log open.

    The session's own file does not tell: SQLite keeps the descriptor of a closed connection for the
    next one, as long as another has a lock on the file (see "Posix Advisory Locking" in its
    os_unix.c).
    """
    log, found = f"{session.path}-wal", 0
    for descriptor in DESCRIPTORS.iterdir():
        # That of the folder itself is gone by now.
        with suppress(FileNotFoundError):
            found += str(descriptor.readlink()) == log
    return found


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="counts descriptors in /proc")
def test_client_panes_that_have_nothing_to_read_hold_no_thread_and_no_reader(
    board, session, until, monkeypatch
):
    monkeypatch.setattr(search, "LINGER", 0)
    before = readers(session)
    server = board.add_server()
    server.address.set_text("tcp://127.0.0.1:0")
    server.dialogue.set_choice("welcome", {})
    server.start()
    until(lambda: server.state is EndpointState.LISTENING)
    clients = [board.add_client() for _ in range(8)]
    until(lambda: not board.portions.is_busy)
    for client in clients:
        assert client.start()
    until(lambda: all(client.conversation.model.rowCount() for client in clients))
    # All are connected, and silent.
    until(lambda: not reading_threads())
    assert readers(session) == before
    board.stop_all()
    until(lambda: all("closed" in said(client) for client in clients))
    until(lambda: not reading_threads())
    assert readers(session) == before


def said(client):
    model = client.conversation.model
    return " ".join(model.line(row).texts[-1] for row in range(model.rowCount()))
