import contextlib
from typing import cast

import pytest

from socket_workbench.cli.conductor import Conductor
from socket_workbench.cli.inbox import ClientUpdate, Inbox, Typed, Wake
from socket_workbench.cli.output.queued_output import QueuedOutput
from socket_workbench.dialogues.commands import Ask, Finished, Show, StepBegun
from socket_workbench.scenarios.load import parse_scenario
from socket_workbench.scenarios.runner import ScenarioRun
from socket_workbench.sockets.addresses.endpoint import parse_endpoint

CLIENT = '[[clients]]\nendpoint = "tcp://127.0.0.1:1"\nname = "{name}"\n'
PASSED, FAILED = Finished(passed=True), Finished(passed=False, reason="It did not come.")


class Server:
    def __init__(self, url):
        self.bound = parse_endpoint(url)


class Run:
    """A run that is finished when every client has said so, or one has had enough answers."""

    def __init__(self, clients):
        self.most_answers = 0
        self.results: list[Finished | None] = [None] * clients
        self.servers: list[Server] = []
        self.error = ""
        self.answers = []

    @property
    def finished(self):
        return bool(self.error) or None not in self.results

    @property
    def passed(self):
        return not self.error and all(result and result.passed for result in self.results)

    def answer(self, client, text):
        self.answers.append((client, text))
        if len(self.answers) == self.most_answers:
            self.results[client] = PASSED


class Played(Inbox):
    """Gives messages one by one; the run is finished when the last `Finished` was given."""

    def __init__(self, run, messages):
        super().__init__()
        self._run = run
        for message in messages:
            self.put(message)

    def get(self, timeout=None):
        message = super().get(timeout)
        if isinstance(message, ClientUpdate) and isinstance(message.content, Finished):
            self._run.results[message.client] = message.content
        return message


class Bench:
    """Plays messages to a conductor."""

    def __init__(self, *names, answers=(), print_steps=None):
        clients = "".join(CLIENT.format(name=name) for name in names)
        scenario = parse_scenario('format = 1\ntitle = "T"\n' + clients, "t.toml")
        self.run = Run(len(names))
        self.output = QueuedOutput()
        self.conductor = Conductor(
            scenario, cast("ScenarioRun", self.run), answers, self.output, print_steps
        )

    def conduct(self, *messages):
        with self.output, contextlib.closing(Played(self.run, messages)) as inbox:
            code = self.conductor.conduct(inbox)
            self.conductor.conclude(code)
        return code


def said(update, client=0):
    return ClientUpdate(client, update, 0)


def test_steps_and_what_is_shown_are_lines(capsys):
    code = Bench("c").conduct(
        said(StepBegun((0,), "Send a", 1)),
        said(StepBegun((1,), "Show b", 2)),
        said(Show(b"[Result]\n11")),
        said(PASSED),
    )

    assert code == 0
    assert capsys.readouterr().out.splitlines() == [
        "1. Send a",
        "2. Show b",
        "[Result]",
        "11",
        "passed",
    ]


def test_several_clients_are_told_by_name(capsys):
    Bench("anna", "ben").conduct(
        said(StepBegun((0,), "Send a", 1), 0), said(Show(b"x"), 1), said(PASSED, 0), said(PASSED, 1)
    )

    assert capsys.readouterr().out.splitlines() == ["[anna] 1. Send a", "[ben] x", "passed"]


def test_an_expectation_that_failed_is_told(capsys):
    assert Bench("a", "b").conduct(said(PASSED, 0), said(FAILED, 1)) == 1
    assert capsys.readouterr().out.splitlines() == ["[b] It did not come.", "failed"]


def test_a_failure_to_connect_is_told_once_on_standard_error(capsys):
    bench = Bench("c")
    bench.run.error = "Nothing listens there."

    code = bench.conduct(said(Finished(passed=False, reason=bench.run.error)))

    assert code == 3
    assert capsys.readouterr() == ("failed\n", "Nothing listens there.\n")


def test_servers_are_told_once_each(capsys):
    bench = Bench("c")
    bench.run.servers = [Server("tcp://127.0.0.1:13145"), Server("udp://127.0.0.1:13145")]
    bench.conduct(Wake.CHANGED, Wake.CHANGED, said(PASSED))

    assert capsys.readouterr().out.splitlines()[:-1] == [
        "listening tcp://127.0.0.1:13145",
        "listening udp://127.0.0.1:13145",
    ]


def test_answers_are_given_in_their_order(capsys):
    bench = Bench("a", "b", answers=["1", "2"])
    bench.conduct(
        said(Ask("One?"), 1), said(Ask("Two?", ("2", "3")), 0), said(PASSED, 0), said(PASSED, 1)
    )

    assert bench.run.answers == [(1, "1"), (0, "2")]
    assert capsys.readouterr().out.splitlines()[:2] == ["One?: 1", "Two? (2, 3): 2"]


def test_what_is_typed_answers_when_answers_run_out(capsys, piped_input):
    with piped_input() as typed:
        typed.write(b"four\n\xff\r\n")
        bench = Bench("c", answers=["3"])
        inbox = Inbox()
        for question in ("A?", "B?", "C?"):
            inbox.put(said(Ask(question)))
        bench.run.most_answers = 3

        with bench.output, contextlib.closing(inbox):
            assert bench.conductor.conduct(inbox) == 0
    assert bench.run.answers == [(0, "3"), (0, "four"), (0, "\udcff")]
    assert capsys.readouterr().out.splitlines()[:2] == ["A?: 3", "B?:"]


def test_a_question_without_an_answer_fails(capsys, piped_input):
    with piped_input() as typed:
        typed.close()

        assert Bench("c").conduct(said(Ask("A?"))) == 1
    assert "without an answer" in capsys.readouterr().err


@pytest.mark.parametrize(("wake", "code"), [(Wake.INTERRUPTED, 130), (Wake.TERMINATED, 1)])
def test_it_can_be_ended(wake, code):
    assert Bench("c").conduct(wake) == code


@pytest.mark.parametrize(("result", "code"), [(PASSED, 0), (FAILED, 1)])
def test_clients_go_on_when_the_reader_has_left(result, code):
    assert Bench("c").conduct(Wake.OUTPUT_BROKEN, said(result)) == code


def test_a_question_that_nobody_reads_ends_the_run(capsys):
    assert Bench("c").conduct(Wake.OUTPUT_BROKEN, said(Ask("A?"))) == 1
    assert "nobody reads it" in capsys.readouterr().err
    assert Bench("c", answers=["1"]).conduct(Wake.OUTPUT_BROKEN, said(Ask("A?")), said(PASSED)) == 0


def test_an_output_that_cannot_be_written_ends_the_run():
    bench = Bench("c")
    bench.output.has_failed = True

    assert bench.conduct(Wake.OUTPUT_BROKEN) == 1


def test_servers_alone_may_be_ended_at_any_time(capsys):
    bench = Bench("c")
    bench.run.results = []
    bench.run.servers = [Server("tcp://127.0.0.1:13145")]

    assert bench.conduct(Typed(b""), Wake.CHANGED, Wake.TERMINATED) == 0
    assert capsys.readouterr().out == ""


def test_a_step_in_a_group_has_a_place_of_its_own(capsys):
    Bench("c").conduct(
        said(StepBegun((1,), "Repeat", 2)), said(StepBegun((1, 0), "Send", 3)), said(PASSED)
    )

    assert capsys.readouterr().out.splitlines() == ["2. Repeat", "2.1. Send", "passed"]


def test_where_json_is_wanted_steps_are_printed_elsewhere(capsys):
    times: list[int] = []
    Bench("c", answers=["1"], print_steps=times.append).conduct(
        Wake.CHANGED, ClientUpdate(0, Ask("A?"), 5), ClientUpdate(0, FAILED, 7)
    )

    assert times == [5, 7]
    assert capsys.readouterr() == ("", "")
