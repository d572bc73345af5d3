import pytest

from socket_workbench.gui.conversation import thread as log_conversation_thread
from socket_workbench.gui.conversation.thread import SHOWN_BYTES, ConversationThread
from socket_workbench.journal.event import Kind
from socket_workbench.journal.search.query import Filter

OF_ACCEPTED = Filter(connections=frozenset({1}))


class Listener:
    def __init__(self, thread):
        self.rows = []
        self.shortened = 0
        thread.rows_read.connect(self.on_rows_read)
        thread.shortened.connect(self.on_shortened)

    def on_rows_read(self, generation, rows):
        self.rows += rows

    def on_shortened(self, generation):
        self.shortened += 1

    def payloads(self):
        return [row.preview for row in self.rows]


@pytest.fixture
def thread(qapp, recording):
    thread = ConversationThread(recording.path, "conversation")
    yield thread
    thread.stop()


@pytest.fixture
def listener(thread):
    return Listener(thread)


def test_it_reads_the_rows_of_one_connection_as_they_come(recording, thread, listener, qtbot):
    count = recording.add(
        (recording.accepted, Kind.RECEIVED, b"one"),
        (recording.client, Kind.SENT, b"other"),
        (recording.accepted, Kind.SENT, b"two"),
    )
    thread.search(1, OF_ACCEPTED, 0, count)
    qtbot.waitUntil(lambda: listener.payloads() == [b"one", b"two"])
    thread.extend(recording.receive(b"three"))
    qtbot.waitUntil(lambda: listener.payloads() == [b"one", b"two", b"three"])
    assert listener.shortened == 0


def test_more_of_a_long_message_is_read_than_a_preview(recording, thread, listener, qtbot):
    thread.search(1, OF_ACCEPTED, 0, recording.receive(b"x" * 1000, b"y" * (SHOWN_BYTES + 1)))
    qtbot.waitUntil(lambda: len(listener.rows) == 2)
    assert listener.payloads() == [b"x" * 1000, b"y" * SHOWN_BYTES]
    assert listener.rows[1].length == SHOWN_BYTES + 1


def test_only_the_last_rows_of_a_long_conversation_are_read(recording, qapp, qtbot, monkeypatch):
    monkeypatch.setattr(log_conversation_thread, "MOST_LINES", 4)
    thread = ConversationThread(recording.path, "conversation")
    listener = Listener(thread)
    thread.search(1, OF_ACCEPTED, 0, recording.receive(*(b"%d" % number for number in range(9))))
    qtbot.waitUntil(lambda: listener.payloads() == [b"5", b"6", b"7", b"8"])
    assert listener.shortened == 1
    thread.stop()
