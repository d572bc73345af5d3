import threading

from socket_workbench.dialogues.base import Dialogue
from socket_workbench.dialogues.commands import (
    Ask,
    CloseConnection,
    Note,
    SendEof,
    SendToOthers,
    StartTimer,
)
from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.conversation import Conversation
from socket_workbench.engine.connections.outbox import Outbox
from socket_workbench.engine.connections.sender import Sender
from socket_workbench.engine.view import ConnectionView
from socket_workbench.journal.event import Kind
from socket_workbench.payload.framing import Framing


class Ending:
    """Writes down how the conversation was ended."""

    def __init__(self):
        self.ends = []
        self.changed = threading.Event()

    def close_by_dialogue(self, reason):
        self.ends.append(("close", reason))

    def break_off(self, reason):
        self.ends.append(("break off", reason))
        self.changed.set()

    def half_close(self):
        self.ends.append(("half-close", ""))


class Table:
    """A conversation with everything around it, and what it did."""

    def __init__(self, dialogue, journal, threads):
        self.sent, self.others, self.updates = [], [], []
        self.ending = Ending()
        view = ConnectionView(7, 1, "local", "peer")
        self.outbox = Outbox("outbox", threads)
        self.conversation = Conversation(
            view,
            dialogue,
            Sender(self.sent.append, view, Framing.parse("none"), journal, is_stream=True),
            self.outbox,
            ConnectionContext(
                journal,
                threads,
                on_update=self.updates.append,
                send_to_others=lambda number, message: self.others.append((number, message)),
            ),
            self.ending,
        )


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
        return [SendToOthers(b"gone"), b"too late"]


def test_a_dialogue_is_told_and_obeyed(journal, threads, recording):
    dialogue = Talkative()
    table = Table(dialogue, journal, threads)
    conversation = table.conversation
    conversation.open()
    conversation.receive([b"a", b"b"])
    conversation.end_of_stream()
    assert table.sent == [b"peer", b"a", b"b"]
    assert table.others == [(7, b"a"), (7, b"b")]
    assert table.updates == [Ask("name?")]
    assert table.ending.ends == [("half-close", "")]
    conversation.receive([b"exit", b"after"])
    assert table.sent[3:] == []
    assert table.ending.ends[-1] == ("close", "closed by the dialogue: exit")
    conversation.close()
    assert table.others[-1] == (7, b"gone")
    assert table.sent[3:] == []
    assert recording.wait_for(Kind.NOTE)[0].text == "opened"


def test_a_dialogue_that_fails_in_a_timer_is_broken_off_and_told(journal, threads, recording):
    dialogue = Talkative()
    table = Table(dialogue, journal, threads)
    table.conversation.answer("go")
    assert dialogue.fired.wait(10)
    assert table.ending.changed.wait(10)
    assert table.ending.ends[0][0] == "break off"
    assert "soon" in recording.wait_for(Kind.ERROR)[0].text
    table.outbox.close()
    assert table.outbox.join(10)


def test_nothing_is_told_after_the_end(journal, threads):
    dialogue = Talkative()
    table = Table(dialogue, journal, threads)
    table.conversation.close()
    table.conversation.answer("late")
    done = threading.Event()
    table.outbox.put(done.set)
    assert done.wait(10)
    assert not dialogue.fired.is_set()
    table.conversation.receive([b"late"])
    assert table.sent == []
    table.outbox.close()
    assert table.outbox.join(10)
