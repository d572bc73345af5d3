import pytest

from socket_workbench.dialogues.commands import (
    Ask,
    CancelTimer,
    CloseConnection,
    Finished,
    ScriptUpdate,
    SendEof,
    Show,
    StartTimer,
    StepBegun,
)
from socket_workbench.payload.framing import Framing


class Side:
    """One dialogue, what is under way to it, and what it has asked for."""

    def __init__(self, dialogue, framing, cut):
        self.dialogue = dialogue
        self.framing = framing
        self.decoder = framing.decoder()
        self.cut = cut
        self.peer: Side
        self.answers = []
        self.arriving = []
        self.timers = {}
        self.sent_eof = False
        self.over = False
        self.reason = None
        self.shown = []
        self.steps = []
        self.finished = []

    def perform(self, commands):
        for command in commands:
            if isinstance(command, ScriptUpdate):
                self.direct(command)
                continue
            match command:
                case bytes():
                    assert not self.sent_eof, "sent after the end of the stream"
                    self.peer.arriving += self.cut(self.framing.encode(command))
                case SendEof():
                    self.send_eof()
                case CloseConnection(reason):
                    self.over, self.reason = True, reason
                    self.send_eof()
                case StartTimer(name, seconds, _):
                    self.timers[name] = seconds
                case CancelTimer(name):
                    self.timers.pop(name, None)

    def direct(self, update):
        match update:
            case Ask():
                if self.answers:
                    self.perform(self.dialogue.answered(self.answers.pop(0)))
            case Show(content):
                self.shown.append(content)
            case StepBegun(path, description):
                self.steps.append((path[0], description))
            case Finished():
                self.finished.append(update)

    def send_eof(self):
        if not self.sent_eof:
            self.sent_eof = True
            self.peer.arriving.append(None)

    def take(self):
        data = self.arriving.pop(0)
        if self.over:
            return
        messages = self.decoder.end() if data is None else self.decoder.feed(data)
        for message in messages:
            if not self.over:
                self.perform(self.dialogue.received(self.decoder.message(message)))
        if data is None and not self.over:
            self.perform(self.dialogue.end_of_stream())


class Conversation:
    """A client's and a server's dialogue talking to each other, with no network and no clock."""

    def __init__(self, client, server, framing, cut, answers):
        framing = Framing.parse(framing)
        self.client, self.server = Side(client, framing, cut), Side(server, framing, cut)
        self.client.peer, self.server.peer = self.server, self.client
        self.client.answers = list(answers)

    def run(self):
        sides = (self.server, self.client)
        self.server.perform(self.server.dialogue.opened("127.0.0.1:51342"))
        self.client.perform(self.client.dialogue.opened("127.0.0.1:13145"))
        while True:
            if arriving := [side for side in sides if side.arriving]:
                arriving[0].take()
            elif timers := [
                (seconds, name, side)
                for side in sides
                if not side.over
                for name, seconds in side.timers.items()
            ]:
                _, name, side = min(timers, key=lambda timer: timer[:2])
                del side.timers[name]
                side.perform(side.dialogue.timer(name))
            else:
                break
        for side in sides:
            side.perform(side.dialogue.closed())
        return self


@pytest.fixture(scope="session")
def converse():
    """Runs two dialogues against each other to the end; cut makes pieces of what is sent."""

    def run(client, server, *, framing="none", cut=lambda data: [data], answers=()):
        return Conversation(client, server, framing, cut, answers).run()

    return run
