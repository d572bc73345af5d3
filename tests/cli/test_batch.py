import contextlib
import threading

import pytest

from socket_workbench.cli.batch import Batch, exit_code, read_turns
from socket_workbench.cli.inbox import ClientUpdate, Inbox, Wake
from socket_workbench.cli.output.junit import ERROR, FAILED, PASSED, SKIPPED, Outcome
from socket_workbench.dialogues.commands import Show
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.journal.journal import Journal
from socket_workbench.scenarios.runner import ScenarioRun

EMPTY = 'format = 1\ntitle = "T"\n'
SERVER = '[[servers]]\nendpoint = "tcp://127.0.0.1:{port}"\n'
CLIENT = '[[clients]]\nendpoint = "tcp://127.0.0.1:{port}"\nsteps = [{steps}]\n'
ECHO = '{ send = "a" }, { expect = "a" }'
WRONG = '{ send = "a" }, { expect = "b" }'
ASKS = '{ ask = "Who?", into = "x" }'


def document(steps, port=0):
    return EMPTY + SERVER.format(port=port) + CLIENT.format(port=port, steps=steps)


class Bench:
    """Runs documents, and notes how many run at the same time."""

    def __init__(self, folder):
        self.folder = folder
        self.told: list[Outcome] = []
        self.active = self.most_active = 0
        self.begun = threading.Event()

    def write(self, **texts):
        for name, text in texts.items():
            (self.folder / f"{name}.toml").write_text(text, "utf-8")

    def run(self, *, repeat=1, wake=None, **options):
        turns = read_turns([str(self.folder)], repeat)
        with contextlib.closing(Journal([])) as journal, contextlib.closing(Inbox()) as inbox:

            def prepare(turn, take, changed):
                def take_all(client, update):
                    if wake is not None:
                        inbox.put(wake)
                    if "look" in options:
                        inbox.put(ClientUpdate(client, update, 0))
                    take(client, update)

                return ScenarioRun.of(
                    turn.scenario,
                    journal,
                    PlainThreads(),
                    name=turn.name,
                    on_update=take_all,
                    on_change=changed,
                )

            code = Batch(turns, prepare, self.told.append, lambda turn, update: "", **options).run(
                inbox
            )
        return code, [(outcome.name, outcome.verdict) for outcome in self.told]


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def test_all_are_run_in_the_order_of_their_names(bench):
    bench.write(b10=document(ECHO), b9=document(ECHO), a=document(ECHO))

    code, verdicts = bench.run()

    assert (code, verdicts) == (0, [("a", PASSED), ("b9", PASSED), ("b10", PASSED)])


def test_repetitions_are_numbered(bench):
    bench.write(a=document(ECHO), b=document(ECHO))

    _, verdicts = bench.run(repeat=2)

    assert [name for name, _ in verdicts] == ["a (1)", "b (1)", "a (2)", "b (2)"]


def test_after_a_failure_nothing_more_is_run(bench):
    bench.write(a=document(ECHO), b=document(WRONG), c=document(ECHO))

    assert bench.run() == (1, [("a", PASSED), ("b", FAILED), ("c", SKIPPED)])
    assert bench.told[1].reasons == (
        'Expected "b", but "a" came.',
        "byte 1: expected 62, received 61",
    )
    assert bench.told[2].reasons == ("'b' did not pass, so it was not run.",)


def test_it_keeps_going_where_that_is_wanted(bench):
    bench.write(a=document(WRONG), b=document(ECHO))

    assert bench.run(keep_going=True) == (1, [("a", FAILED), ("b", PASSED)])


def test_a_mistake_is_told_before_anything_runs(bench):
    bench.write(a=document(ECHO), b=document('{ wait = "soon" }'))

    assert bench.run() == (2, [("b", ERROR), ("a", SKIPPED)])
    assert "'soon' is not a duration" in bench.told[0].reasons[0]
    bench.told.clear()
    assert bench.run(keep_going=True) == (2, [("b", ERROR), ("a", PASSED)])


def test_updates_in_the_inbox_are_looked_at(bench):
    bench.write(a=document('{ show = "1" }'), b=document('{ show = "2" }'))
    looked: list[ClientUpdate] = []

    assert bench.run(look=looked.append)[0] == 0
    shown = [update.content.content for update in looked if isinstance(update.content, Show)]
    assert shown == [b"1", b"2"]


def test_servers_alone_are_skipped(bench):
    bench.write(a=EMPTY + SERVER.format(port=0), b=document(ECHO))

    assert bench.run() == (0, [("a", SKIPPED), ("b", PASSED)])


def test_what_cannot_connect_is_3_and_with_an_expectation_1(bench):
    refused = EMPTY + CLIENT.format(port=1, steps=ECHO)
    bench.write(a=refused)
    assert bench.run()[0] == 3
    bench.write(b=document(WRONG))
    assert bench.run(keep_going=True)[0] == 1


def test_each_run_has_all_the_answers(bench):
    bench.write(a=document(ASKS), b=document(ASKS))

    assert bench.run(answers=["x"])[0] == 0
    bench.told.clear()
    assert bench.run() == (1, [("a", FAILED), ("b", SKIPPED)])
    assert "give --answer" in bench.told[0].reasons[0]


MEET = """
format = 1
title = "Waits for the other"
[[servers]]
endpoint = "tcp://127.0.0.1:{port}"
dialogue = "rules"
[servers.rules]
states = [{{ name = "s", rules = [{{ on = "timer", after = "50ms", reply = "go" }}] }}]
[[clients]]
endpoint = "tcp://127.0.0.1:{port}"
steps = [{{ expect = "go" }}]
"""


class Watched:
    """A run that notes how many of its kind have begun and are not closed."""

    def __init__(self, running, bench):
        self._running = running
        self._bench = bench

    def __getattr__(self, name):
        return getattr(self._running, name)

    def start(self):
        self._bench.active += 1
        self._bench.most_active = max(self._bench.active, self._bench.most_active)
        self._running.start()

    def join(self, timeout=None):
        self._bench.active -= 1
        return self._running.join(timeout)


@pytest.mark.parametrize(("port", "most"), [("free", 2), ("same", 1)])
def test_side_by_side_are_those_that_do_not_share_a_port(bench, monkeypatch, free_port, port, most):
    number = 0 if port == "free" else free_port()
    bench.write(**{f"n{index}": MEET.format(port=number) for index in range(4)})
    of = ScenarioRun.of
    monkeypatch.setattr(
        ScenarioRun, "of", lambda *given, **more: Watched(of(*given, **more), bench)
    )

    code, verdicts = bench.run(jobs=2)

    assert (code, len(verdicts), bench.most_active) == (0, 4, most)


@pytest.mark.parametrize(("wake", "code"), [(Wake.INTERRUPTED, 130), (Wake.TERMINATED, 1)])
def test_it_can_be_ended(bench, wake, code):
    bench.write(a=document('{ wait = "1h" }'), b=document(ECHO))

    assert bench.run(wake=wake) == (code, [("a", FAILED), ("b", SKIPPED)])


def test_too_many_are_refused(bench):
    bench.write(a=document(ECHO), b=document(ECHO))
    with pytest.raises(ValueError, match="more than 100,000 runs"):
        read_turns([str(bench.folder)], 50_001)


@pytest.mark.parametrize(
    ("verdicts", "code"),
    [
        ([], 0),
        ([PASSED, SKIPPED], 0),
        ([PASSED, FAILED], 1),
        ([FAILED, ERROR], 2),
    ],
)
def test_exit_codes(verdicts, code):
    assert exit_code([Outcome("a", "b", verdict) for verdict in verdicts]) == code


def test_no_thread_of_it_is_left(bench, monkeypatch):
    bench.write(a=document(ECHO))
    put, join, joined = Inbox.put, threading.Thread.join, threading.Event()

    def join_noted(thread, timeout=None):
        if thread.name == "end scenario":
            joined.set()
        join(thread, timeout)

    def put_and_linger(inbox, message):
        put(inbox, message)
        if threading.current_thread().name == "end scenario":
            joined.wait(5)

    monkeypatch.setattr(threading.Thread, "join", join_noted)
    monkeypatch.setattr(Inbox, "put", put_and_linger)
    bench.run()

    assert "end scenario" not in [thread.name for thread in threading.enumerate()]
    joined.set()


def test_a_variable_has_to_be_in_one_of_the_documents(bench):
    bench.write(a=document(ECHO), b=document(ECHO) + "[variables]\nword = 1\n")

    words = [str(bench.folder)]
    turns = read_turns(words, 1, {"word": "2"})
    assert [turn.mistakes for turn in turns] == [(), ()]
    with pytest.raises(ValueError, match="no variable wrd; did you mean word"):
        read_turns(words, 1, {"word": "2", "wrd": "2"})
    # What is wrong with a document is told first: its variables are not known.
    bench.write(c="x")
    assert [bool(turn.mistakes) for turn in read_turns(words, 1, {"wrd": "2"})] == [
        *(False, False, True),
    ]
