import socket
import threading

import pytest

from socket_workbench.dialogues.commands import Finished
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.journal import Journal
from socket_workbench.scenarios.model import ClientDocument, ServerDocument, StepDocument
from socket_workbench.scenarios.participants import ClientParticipant, ServerParticipant
from socket_workbench.scenarios.settings import client_settings, server_settings
from socket_workbench.sockets.addresses.endpoint import parse_endpoint

PATIENCE = 20.0


class Bench:
    """Starts participants and keeps what they have to say."""

    def __init__(self):
        self.journal = Journal([], interval=0.001)
        self.updates = []
        self._made = []
        self._changed = threading.Condition()

    def server(self, endpoint="tcp://127.0.0.1:0"):
        document = ServerDocument(endpoint=endpoint)
        return self._keep(ServerParticipant(server_settings(document), on_change=self._change))

    def client(self, endpoint, *steps, **fields):
        document = ClientDocument(
            endpoint=str(endpoint), steps=[StepDocument(**step) for step in steps], **fields
        )
        settings = client_settings(document)
        return self._keep(ClientParticipant(settings, None, self._change, self._pass_on))

    def start(self, participant, at=None):
        participant.start(self.journal, PlainThreads(), at)
        return participant

    def begun(self, participant):
        self.start(participant).wait_until_begun()
        return participant

    def until(self, true):
        with self._changed:
            assert self._changed.wait_for(true, PATIENCE)

    def close(self):
        for participant in self._made:
            participant.stop()
            assert participant.join(PATIENCE)
        self.journal.close()

    def _keep(self, participant):
        self._made.append(participant)
        return participant

    def _change(self):
        with self._changed:
            self._changed.notify_all()

    def _pass_on(self, update):
        with self._changed:
            self.updates.append(update)
            self._changed.notify_all()


@pytest.fixture
def bench():
    bench = Bench()
    yield bench
    bench.close()


@pytest.fixture
def refused():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield parse_endpoint(f"127.0.0.1:{unused.getsockname()[1]}")


def said_finished(bench):
    return [each for each in bench.updates if isinstance(each, Finished)]


def test_it_is_starting_until_it_has_begun(bench):
    server = bench.server()
    assert (server.state, server.running, server.bound) == (EndpointState.STARTING, None, None)
    bench.begun(server)
    assert (server.state, server.bound) == (EndpointState.LISTENING, server.running.bound)
    server.stop()
    bench.until(lambda: not server.state.is_live)


def test_what_was_stopped_before_its_turn_is_not_started(bench):
    server, client = bench.server(), bench.client("tcp://127.0.0.1:1", {"send": "a"})
    for participant in (server, client):
        participant.stop()
        bench.begun(participant)
        participant.leave_out("Too late.")
        assert (participant.state, participant.running) == (EndpointState.STOPPED, None)
    assert (client.is_through, client.result, bench.updates) == (True, None, [])


def test_what_is_left_out_says_why_and_is_not_started(bench):
    server, client = bench.server(), bench.client("tcp://127.0.0.1:1", {"send": "a"})
    for participant in (server, client):
        participant.leave_out("Not now.")
        participant.leave_out("Nor later.")
        bench.begun(participant)
        assert (participant.state, participant.running) == (EndpointState.STOPPED, None)
    assert bench.updates == [Finished(passed=False, reason="Not now.")] == [client.result]
    assert client.error == ""


def test_what_has_begun_is_not_left_out(bench):
    server = bench.begun(bench.server())
    server.leave_out("Not now.")
    assert server.state is EndpointState.LISTENING


def test_a_server_that_cannot_listen_has_an_error(bench):
    taken = bench.begun(bench.server())
    server = bench.begun(bench.server(str(taken.bound)))
    assert "already in use" in server.error
    assert server.state is EndpointState.FAILED


@pytest.mark.parametrize("steps", [(), ({"expect": "a"},)])
def test_a_client_that_cannot_connect_concludes_once_and_says_why(bench, refused, steps):
    client = bench.begun(bench.client(refused, *steps))
    bench.until(lambda: client.result is not None)
    assert client.join(PATIENCE)
    assert "Nothing listens at" in client.error
    assert bench.updates == [Finished(passed=False, reason=client.error)] == [client.result]


def test_a_client_that_gives_up_connecting_concludes_without_an_error(bench):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(8)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        client = bench.start(bench.client(f"tcp://127.0.0.1:{port}", {"expect": "a"}))
        bench.until(lambda: client.state is EndpointState.CONNECTING)
        client.stop()
        client.wait_until_begun()
        assert client.join(PATIENCE)
        for each in waiting:
            each.close()
    assert client.error == ""
    assert [update.passed for update in bench.updates] == [False]
    assert bench.updates[0].reason


def test_a_client_without_steps_passes_when_it_is_connected(bench):
    server = bench.begun(bench.server())
    client = bench.begun(bench.client(server.bound))
    client.stop()
    assert client.join(PATIENCE)
    assert bench.updates == [Finished(passed=True)] == [client.result]


def test_a_client_that_connects_again_keeps_its_first_result(bench):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        client = bench.client(endpoint, {"expect": "a"}, options={"reconnect_interval": "10ms"})
        bench.start(client)
        for message in (b"a", b"b"):
            peer, _ = listener.accept()
            with peer:
                before = len(said_finished(bench))
                peer.sendall(message)
                bench.until(lambda before=before: len(said_finished(bench)) > before)
        client.stop()
    assert [each.passed for each in said_finished(bench)[:2]] == [True, False]
    assert client.result == Finished(passed=True)


def test_the_steps_know_the_address_they_were_moved_to(bench):
    server = bench.begun(bench.server())
    client = bench.client("tcp://127.0.0.1:1", {"send": "{{port}}"}, {"expect": "{{port}}"})
    bench.start(client, at=server.bound)
    bench.until(lambda: client.result is not None)
    assert client.result.passed
    assert (str(client.asked), client.settings.endpoint) == ("tcp://127.0.0.1:1", server.bound)
