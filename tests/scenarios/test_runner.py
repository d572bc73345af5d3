import threading

import pytest

from socket_workbench.dialogues.commands import Ask, Finished, Show, StepBegun
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import EndpointState
from socket_workbench.journal.event import Kind
from socket_workbench.journal.journal import Journal
from socket_workbench.scenarios.load import parse_scenario
from socket_workbench.scenarios.runner import ScenarioRun
from socket_workbench.sockets.addresses.endpoint import parse_endpoint

PATIENCE = 20.0
ECHO = """
[[servers]]
endpoint = "tcp://127.0.0.1:0"
dialogue = "echo"
"""


def client(*steps, endpoint="tcp://127.0.0.1:0"):
    return f'[[clients]]\nendpoint = "{endpoint}"\nsteps = [{", ".join(steps)}]\n'


class Kinds:
    """A sink that keeps the kinds of event of each endpoint."""

    def __init__(self):
        self.sources = {}
        self.events = []

    def write_batch(self, sources, batch):
        events = batch.events()
        self.sources.update({source.number: source for source in sources})
        self.events += [(self.sources[event.source].name, event.kind) for event in events]

    def close(self):
        pass


class Bench:
    """Runs scenarios and lets a test wait for what becomes of them."""

    def __init__(self):
        self.kinds = Kinds()
        self.journal = Journal([self.kinds], interval=0.001)
        self.updates = []
        self.runs = []
        self._changed = threading.Condition()

    def run(self, text, **options):
        scenario = parse_scenario('format = 1\ntitle = "T"\n' + text, "t.toml")
        run = ScenarioRun.of(
            scenario,
            self.journal,
            PlainThreads(),
            on_update=self._direct,
            on_change=self._change,
            **options,
        )
        self.runs.append(run)
        run.start()
        return run

    def finished(self, text, **options):
        run = self.run(text, **options)
        self.until(lambda: run.finished)
        return run

    def until(self, true):
        with self._changed:
            assert self._changed.wait_for(true, PATIENCE)

    def said(self, kind):
        return [update for _, update in self.updates if isinstance(update, kind)]

    def close(self):
        for run in self.runs:
            run.stop()
            assert run.join(PATIENCE)
        self.journal.close()

    def _direct(self, index, update):
        with self._changed:
            self.updates.append((index, update))
            self._changed.notify_all()

    def _change(self):
        with self._changed:
            self._changed.notify_all()


@pytest.fixture
def bench():
    bench = Bench()
    yield bench
    bench.close()


def test_it_passes_when_every_expectation_held(bench):
    run = bench.finished(ECHO + client("{ send = 'a' }", "{ expect = 'a' }"))

    assert run.passed
    assert run.results == [Finished(passed=True)]
    assert bench.updates[-1] == (0, Finished(passed=True))


def test_it_fails_when_one_did_not(bench):
    good, bad = (client("{ send = 'a' }", f"{{ expect = '{text}' }}") for text in "ab")

    run = bench.finished(ECHO + good + bad)

    assert not run.passed
    assert [result.passed for result in run.results] == [True, False]
    assert '"b"' in run.results[1].reason
    assert run.error == ""


def test_a_client_goes_on_with_the_answer(bench):
    run = bench.run(
        ECHO + client("{ ask = 'Which?', into = 'x' }", "{ send = '{{x}}' }", "{ expect = 'y' }")
    )
    bench.until(lambda: bench.said(Ask))
    run.answer(0, "y")
    bench.until(lambda: run.finished)

    assert bench.said(Ask) == [Ask("Which?")]
    assert run.passed


def test_clients_are_told_apart(bench):
    bench.finished(ECHO + client("{ show = 'a' }") + client("{ show = 'b' }"))

    shown = [(index, said.content) for index, said in bench.updates if type(said) is Show]
    assert sorted(shown) == [(0, b"a"), (1, b"b")]


def test_servers_listen_before_clients_connect_in_their_order(bench):
    run = bench.finished(
        ECHO.replace("[[servers]]", "[[servers]]\nname = 's'")
        + client("{ show = '' }").replace("[[clients]]", "[[clients]]\nname = 'a'")
        + client("{ show = '' }").replace("[[clients]]", "[[clients]]\nname = 'b'")
    )
    bench.journal.flush()

    kinds = (Kind.LISTENING, Kind.CONNECTING, Kind.CONNECTED)
    assert run.passed
    assert [(name, kind) for name, kind in bench.kinds.events if kind in kinds] == [
        ("s", Kind.LISTENING),
        ("a", Kind.CONNECTING),
        ("a", Kind.CONNECTED),
        ("b", Kind.CONNECTING),
        ("b", Kind.CONNECTED),
    ]


@pytest.mark.needs("owners of ports")
def test_a_server_that_cannot_listen_ends_it_before_a_client_starts(bench):
    taken = bench.run(ECHO, only="server")
    bench.until(lambda: taken.servers and taken.servers[0].state is EndpointState.LISTENING)

    run = bench.finished(ECHO + client("{ show = '' }"), at=taken.servers[0].bound)

    assert "already in use" in run.error
    assert not run.passed
    bench.journal.flush()
    assert ("client", Kind.CONNECTING) not in bench.kinds.events


def test_a_client_that_cannot_connect_ends_it_with_the_sentence(bench):
    run = bench.finished(client("{ show = '' }", endpoint="tcp://127.0.0.1:1"))

    assert "Nothing listens at tcp://127.0.0.1:1" in run.error
    assert run.results == [Finished(passed=False, reason=run.error)]
    assert not run.passed


def test_a_connection_that_is_cut_fails_its_client(bench):
    run = bench.run(ECHO + client("{ ask = 'Which?', into = 'x' }"))
    bench.until(lambda: bench.said(Ask))
    server = run.servers[0]
    bench.until(lambda: server.connections())
    server.reset_connections([view.number for view in server.connections()])
    bench.until(lambda: run.finished)

    assert [result.passed for result in run.results] == [False]
    assert run.results[0].reason


def test_one_side_may_be_another_program(bench):
    servers = bench.run(ECHO + client("{ show = '' }"), only="server")
    bench.until(lambda: servers.servers and servers.servers[0].bound is not None)

    clients = bench.finished(
        ECHO + client("{ send = 'a' }", "{ expect = 'a' }"),
        at=servers.servers[0].bound,
        only="client",
    )

    assert clients.passed
    assert (servers.results, servers.finished) == ([], False)
    assert clients.servers == []


def test_a_side_that_is_not_there_is_refused(bench):
    with pytest.raises(ValueError, match="nothing on this side"):
        bench.run(ECHO, only="client")


def test_a_place_that_does_not_suit_is_refused(bench):
    with pytest.raises(ValueError, match="does not suit"):
        bench.run(ECHO, at=parse_endpoint("unix:///a"))


def test_a_client_without_steps_is_through_when_it_has_connected(bench):
    run = bench.finished(ECHO + client())

    assert run.results == [Finished(passed=True)]


def test_stopping_ends_what_waits(bench):
    run = bench.run(ECHO + client("{ wait = '1min' }"))
    bench.until(lambda: bench.said(StepBegun))

    run.stop()

    assert run.join(PATIENCE)
    assert run.finished
    assert not run.passed
    assert run.servers[0].state is EndpointState.STOPPED
    bench.journal.flush()
    assert ("client", Kind.CLOSED) in bench.kinds.events


def test_stopping_before_it_has_begun_starts_nothing(bench):
    scenario = parse_scenario('format = 1\ntitle = "T"\n' + ECHO, "t.toml")
    run = ScenarioRun.of(scenario, bench.journal, PlainThreads())
    run.stop()
    run.start()

    assert run.join(PATIENCE)
    assert run.servers == []


@pytest.mark.parametrize("expected", ["", "x"])
def test_an_empty_datagram_is_sent_and_waited_for(bench, expected):
    server = ECHO.replace("tcp", "udp")
    steps = ('{ send = "" }', f'{{ expect = "{expected}" }}')

    run = bench.finished(server + client(*steps, endpoint="udp://127.0.0.1:0"))

    assert run.passed is (expected == "")
