import threading

import pytest

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import (
    Ask,
    CancelTimer,
    CloseConnection,
    Finished,
    Note,
    ScriptUpdate,
    SendEof,
    SendToOthers,
    Show,
    StartTimer,
    StateEntered,
    StepBegun,
)
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.dialogue_runner import MOST_COMMANDS, DialogueRunner
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.connections.sender import Sender
from socket_workbench.engine.stepping import HeldCall, StepGate
from socket_workbench.engine.view import ConnectionView
from socket_workbench.journal.event import Kind
from socket_workbench.payload.framing import Framing

PATIENCE = 20


class Closable:
    """A peer that keeps how it was ended."""

    def __init__(self):
        self.ends = []
        self.ended = threading.Event()

    def close_by_dialogue(self, reason, *, reset=False):
        self.ends.append(("reset" if reset else "close", reason))
        self.ended.set()

    def half_close(self):
        self.ends.append(("half-close", ""))


class Bench:
    """Runs a dialogue, and keeps what it did."""

    def __init__(self, dialogue, journal, threads, send=None):
        self.sent: list[bytes] = []
        self.others: list[tuple[int, bytes]] = []
        self.updates: list[ScriptUpdate] = []
        self.peer = Closable()
        self.outbox = Outbox("outbox", threads)
        self.view = view = ConnectionView(7, 1, "local", "peer")
        framing = Framing.parse("none")
        context = ConnectionContext(
            journal,
            threads,
            on_update=self.updates.append,
            send_to_others=lambda number, message: self.others.append((number, message)),
        )
        sender = Sender(send or self.sent.append, view, framing, context, is_stream=True)
        self.runner = DialogueRunner(dialogue, view, sender, self.outbox, context, self.peer)


@pytest.fixture
def run(journal, threads):
    """Makes a bench for a dialogue."""
    benches = []

    def run(dialogue, send=None):
        benches.append(Bench(dialogue, journal, threads, send))
        return benches[-1]

    yield run
    for bench in benches:
        bench.outbox.close()
        assert bench.outbox.join(PATIENCE)


class Talkative(Dialogue):
    """Uses everything a dialogue can ask for."""

    def __init__(self):
        self.fired = threading.Event()

    def opened(self, peer):
        return [peer.encode(), Note("opened"), Ask("name?")]

    def received(self, message):
        if message == b"exit":
            return [CloseConnection("exit")]
        return [message, SendToOthers(message)]

    def end_of_stream(self):
        return [SendEof()]

    def answered(self, text):
        return [StartTimer("soon", 0.001), StartTimer("never", 60)]

    def timer(self, name):
        self.fired.set()
        raise RuntimeError(name)

    def closed(self):
        return [SendToOthers(b"gone"), b"too late", Note("over"), CloseConnection()]


def test_a_dialogue_is_told_and_obeyed(run, recording):
    bench = run(Talkative())
    runner = bench.runner
    runner.open()
    runner.receive([b"a", b"b"])
    runner.end_of_stream()
    assert bench.sent == [b"peer", b"a", b"b"]
    assert bench.others == [(7, b"a"), (7, b"b")]
    assert bench.updates == [Ask("name?")]
    assert bench.peer.ends == [("half-close", "")]
    runner.receive([b"exit", b"after"])
    assert bench.sent[3:] == []
    assert bench.peer.ends[-1] == ("close", "closed by the dialogue: exit")


def test_of_the_last_commands_those_are_carried_out_that_need_no_connection(run, recording):
    bench = run(Talkative())
    bench.runner.close()
    assert bench.others == [(7, b"gone")]
    assert bench.sent == []
    assert bench.peer.ends == []
    assert recording.wait_for(Kind.NOTE)[0].text == "over"


@pytest.mark.parametrize("is_shared", [False, True], ids=["one thread", "several threads"])
def test_every_command_is_carried_out_in_order(run, recording, is_shared):
    updates = [Show(b"result"), StepBegun((0,), "send", 1), Finished(passed=True)]

    class Everything(Dialogue):
        def opened(self, peer):
            return [StartTimer("other", 60)] if is_shared else []

        def received(self, message):
            return [
                b"a",
                SendToOthers(b"b"),
                SendEof(),
                StartTimer("t", 60),
                CancelTimer("t"),
                CancelTimer("unknown"),
                Note("n"),
                StateEntered("greeted"),
                *updates,
                CloseConnection("exit", resets=is_shared),
            ]

        def timer(self, name):
            raise AssertionError(name)

    bench = run(Everything())
    bench.runner.open()
    bench.runner.receive([b""])
    assert bench.sent == [b"a"]
    assert bench.others == [(7, b"b")]
    assert bench.updates == updates
    end = "reset" if is_shared else "close"
    assert bench.peer.ends == [("half-close", ""), (end, "closed by the dialogue: exit")]
    assert bench.view.dialogue_state == "greeted"
    assert recording.wait_for(Kind.NOTE)[0].text == "n"


def test_a_dialogue_that_fails_in_a_timer_is_closed_and_recorded(run, recording):
    dialogue = Talkative()
    bench = run(dialogue)
    bench.runner.answer("go")
    assert dialogue.fired.wait(PATIENCE)
    assert bench.peer.ended.wait(PATIENCE)
    assert bench.peer.ends == [("close", "the dialogue failed (RuntimeError)")]
    assert "soon" in recording.wait_for(Kind.ERROR)[0].text


def test_nothing_is_told_after_the_end(run):
    dialogue = Talkative()
    bench = run(dialogue)
    bench.runner.close()
    bench.runner.answer("late")
    done = threading.Event()
    bench.outbox.put(done.set)
    assert done.wait(PATIENCE)
    assert not dialogue.fired.is_set()
    bench.runner.receive([b"late"])
    assert bench.sent == []


class Slow:
    """A send that takes until it is let go."""

    def __init__(self):
        self.sending, self.go_on = threading.Event(), threading.Event()

    def __call__(self, data):
        self.sending.set()
        assert self.go_on.wait(PATIENCE)


class Asking(Dialogue):
    """Asks a person, so that several threads call it, and notes what it is told."""

    def opened(self, peer):
        return [Ask("?"), b"question", Note("asked")]

    def received(self, message):
        return [Note(message.decode())]


def test_commands_of_another_thread_wait_for_those_before_them_and_hold_nobody_up(run, recording):
    slow = Slow()
    bench = run(Asking(), slow)
    asking = threading.Thread(target=bench.runner.open)
    asking.start()
    assert slow.sending.wait(PATIENCE)
    bench.runner.receive([b"answered"])
    assert recording.texts(Kind.NOTE) == []
    slow.go_on.set()
    asking.join(PATIENCE)
    recording.wait_for(Kind.NOTE, 2)
    assert recording.texts(Kind.NOTE) == ["asked", "answered"]


def test_a_receiver_with_many_commands_waits_for_the_thread_that_carries_them_out(run, recording):
    slow = Slow()
    bench = run(Asking(), slow)
    asking = threading.Thread(target=bench.runner.open)
    asking.start()
    assert slow.sending.wait(PATIENCE)
    # With the note of `opened`, as many wait as may.
    bench.runner.receive([b"%d" % number for number in range(MOST_COMMANDS - 1)])
    receiving = threading.Thread(target=bench.runner.receive, args=([b"one too many"],))
    receiving.start()
    receiving.join(0.05)
    assert receiving.is_alive()
    slow.go_on.set()
    receiving.join(PATIENCE)
    asking.join(PATIENCE)
    assert not receiving.is_alive()
    assert recording.wait_for(Kind.NOTE, MOST_COMMANDS + 1)[-1].text == "one too many"


def test_no_command_is_left_when_many_threads_call_the_dialogue(run, recording):
    bench = run(Asking())
    bench.runner.open()

    def work(name):
        for number in range(500):
            bench.runner.receive([f"{name} {number}".encode()])

    workers = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    recording.wait_for(Kind.NOTE, 2001)
    for name in "abcd":
        own = [text for text in recording.texts(Kind.NOTE) if text.startswith(f"{name} ")]
        assert own == [f"{name} {number}" for number in range(500)]


def test_a_failure_leaves_the_other_commands_for_the_next_call(run, recording):
    def fail(data):
        raise RuntimeError("on purpose")

    bench = run(Asking(), fail)
    with pytest.raises(RuntimeError):
        bench.runner.open()
    bench.runner.receive([b"later"])
    recording.wait_for(Kind.NOTE, 2)
    assert recording.texts(Kind.NOTE) == ["asked", "later"]


class Patient(Dialogue):
    """Limits its wait for the peer, and pauses for longer than that."""

    def __init__(self):
        self.fired = []
        self.changed = threading.Condition()

    def opened(self, peer):
        return [StartTimer("deadline", 0.001, is_deadline=True), StartTimer("pause", 0.05)]

    def timer(self, name):
        with self.changed:
            self.fired.append(name)
            self.changed.notify_all()
        return []

    def wait_for(self, *names):
        with self.changed:
            return self.changed.wait_for(lambda: self.fired == [*names], PATIENCE)


class Caller:
    is_ending = is_ended = False


def test_the_peer_has_as_long_as_a_person_holds_calls(run, recording):
    gate, dialogue = StepGate(holds=True), Patient()
    call = HeldCall(1, "accept()", b"", "t", 1, 0, lambda: None, Caller())
    thread = threading.Thread(target=gate.hold, args=(call, lambda: None))
    thread.start()
    assert gate.wait_until_held()
    run(dialogue).runner.open()
    assert dialogue.wait_for("pause")
    assert gate.step()
    thread.join(PATIENCE)
    assert dialogue.wait_for("pause", "deadline")
