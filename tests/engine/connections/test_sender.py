import errno
import threading

import pytest

from socket_workbench.engine.connections.context import ConnectionContext
from socket_workbench.engine.connections.sender import Sender
from socket_workbench.engine.threads import PlainThreads
from socket_workbench.engine.view import ConnectionState, ConnectionView
from socket_workbench.journal.event import UNTOLD, Kind
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.storage.unsent import Unsent
from socket_workbench.payload.framing import Framing
from socket_workbench.sockets.addresses.endpoint import Endpoint, Transport
from socket_workbench.sockets.failures.errors import Action, Interrupted, explain

ENDPOINT = Endpoint(Transport.TCP, "127.0.0.1", 9)


def make(journal, send, framing="none", *, is_stream=True):
    view = ConnectionView(1, 1, "local", "peer", activity="recv(1024)")
    context = ConnectionContext(journal, PlainThreads())
    return Sender(send, view, Framing.parse(framing), context, is_stream=is_stream), view


def test_a_message_is_framed_recorded_and_counted(journal, recording):
    sent: list[bytes] = []
    sender, view = make(journal, sent.append, "line")
    assert sender.send(b"hello")
    assert sent == [b"hello\n"]
    assert (view.bytes_out, view.messages_out, view.activity) == (6, 1, "recv(1024)")
    assert recording.wait_for(Kind.SENT)[0].payload == b"hello\n"


def test_while_the_system_takes_the_bytes_the_view_says_so(journal):
    seen = []

    def send(data):
        seen.append(view.activity)

    sender, view = make(journal, send)
    sender.send(b"x")
    assert seen == ["send()"]


def test_a_failure_says_how_much_was_not_sent(journal, recording):
    def fail(data):
        error = explain(BrokenPipeError(32, "Broken pipe"), Action.SEND, ENDPOINT)
        error.sent = 4
        raise error

    sender, view = make(journal, fail)
    assert not sender.send(b"0123456789")
    assert "6 of 10 bytes" in recording.wait_for(Kind.ERROR)[0].text
    assert (view.bytes_out, view.messages_out, view.activity) == (4, 0, "recv(1024)")


@pytest.mark.parametrize("is_interrupted", [False, True])
def test_a_failed_sendall_says_that_it_does_not_tell_how_much_was_sent(
    journal, recording, is_interrupted
):
    def fail(data):
        if is_interrupted:
            raise Interrupted(None)
        error = explain(BrokenPipeError(32, "Broken pipe"), Action.SEND, ENDPOINT)
        error.sent = None
        raise error

    told: list[Unsent] = []
    journal.note_unsent = told.append
    sender, view = make(journal, fail)
    assert not sender.send(b"0123456789")
    text = recording.wait_for(Kind.ERROR)[0].text
    assert text.endswith("How many of 10 bytes were sent before, sendall() does not tell.")
    assert [each.taken for each in told] == [UNTOLD]
    assert (view.bytes_out, view.messages_out) == (0, 0)


def test_an_interrupted_message_says_how_much_was_not_sent(journal, recording):
    def interrupt(data):
        raise Interrupted(3)

    sender, _ = make(journal, interrupt)
    assert not sender.send(b"0123456789")
    assert "7 of 10 bytes" in recording.wait_for(Kind.ERROR)[0].text


def test_a_message_that_does_not_fit_the_framing_is_not_sent(journal, recording):
    sent: list[bytes] = []
    sender, _ = make(journal, sent.append, "length:u8")
    assert not sender.send(b"x" * 256)
    assert recording.wait_for(Kind.ERROR)[0].text
    assert sent == []


def test_nothing_is_sent_on_a_stream_for_an_empty_message_but_an_empty_datagram_is(journal):
    sent: list[bytes] = []
    make(journal, sent.append)[0].send(b"")
    assert sent == []
    make(journal, sent.append, is_stream=False)[0].send(b"")
    assert sent == [b""]


def test_messages_of_two_threads_are_not_mixed(journal):
    inside, most = [], []

    def send(data):
        inside.append(data)
        most.append(len(inside))
        inside.remove(data)

    sender, _ = make(journal, send)
    threads = [
        threading.Thread(target=lambda: [sender.send(b"x") for _ in range(200)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (max(most), len(most)) == (1, 800)


def test_half_closing_changes_the_state_and_a_failure_does_not(journal, recording):
    def fail():
        raise explain(OSError(107, "not connected"), Action.SEND, ENDPOINT)

    sender, view = make(journal, lambda data: None)
    states = []
    for shutdown in (fail, lambda: None):
        states.append((sender.send_eof(shutdown), view.state))
    assert states == [(False, ConnectionState.ESTABLISHED), (True, ConnectionState.FIN_WAIT)]
    recording.wait_for(Kind.HALF_CLOSED, 2)
    recording.wait_for(Kind.ERROR)


def test_after_our_end_a_message_is_refused_and_not_recorded_as_sent(journal, recording):
    sent: list[bytes] = []
    sender, _ = make(journal, sent.append)
    assert sender.send_eof(lambda: None)
    assert not sender.send(b"too late")
    assert "8 of 8 bytes were not sent" in recording.wait_for(Kind.ERROR)[0].text
    assert sent == []
    assert Kind.SENT not in [event.kind for event in recording.events]


def test_after_a_failure_a_stream_is_not_tried_again_but_datagrams_are(journal, recording):
    calls = []

    def fail(data):
        calls.append(data)
        raise explain(BrokenPipeError(32, "Broken pipe"), Action.SEND, ENDPOINT)

    for is_stream, tries in ((True, 1), (False, 2)):
        sender, _ = make(journal, fail, is_stream=is_stream)
        calls.clear()
        assert not sender.send(b"one")
        assert not sender.send(b"two")
        assert len(calls) == tries
        assert sender.lost_messages == (1 if is_stream else 0)
    recording.wait_for(Kind.ERROR, 3)


def broken(name, sent=0):
    error = explain(OSError(getattr(errno, name), name), Action.SEND, ENDPOINT)
    error.sent = sent
    return error


def test_a_stream_that_breaks_is_recorded_once_whoever_notices(journal, recording):
    def fail(data):
        raise broken("ECONNRESET", 3)

    sender, view = make(journal, fail)
    assert not sender.send(b"12345")
    sender.break_off(broken("ECONNRESET"))
    assert not sender.send(b"67")
    assert not sender.send_eof(lambda: fail(b""))
    journal.flush()
    assert [event.kind for event in recording.events] == [Kind.SENT, Kind.RESET, Kind.HALF_CLOSED]
    assert "2 of 5 bytes were not sent" in recording.texts(Kind.RESET)[0]
    assert (sender.lost_messages, sender.lost_bytes, view.bytes_out) == (1, 2, 3)


@pytest.mark.parametrize("failure", [Interrupted(1), broken("ECONNRESET", 1)], ids=repr)
def test_what_is_sent_while_the_receiver_notices_a_reset_is_no_other_error(
    journal, recording, failure
):
    def break_first(data):
        sender.break_off(broken("ECONNRESET"))
        raise failure

    sender, view = make(journal, break_first)
    assert not sender.send(b"12")
    journal.flush()
    assert [event.kind for event in recording.events] == [Kind.SENT, Kind.RESET]
    assert view.bytes_out == 1


class Calls(Journal):
    """Stands for a journal: keeps what it is told, in order."""

    def __init__(self):
        self.told: list[Kind | Unsent] = []

    def append(self, source_number, kind, payload=b"", text=""):
        self.told.append(kind)
        return 5

    def note_unsent(self, unsent):
        self.told.append(unsent)


@pytest.mark.parametrize(
    ("failure", "is_stream"),
    [(Interrupted(1), True), (broken("EPIPE", 1), True), (broken("EPIPE", 1), False)],
    ids=repr,
)
def test_how_much_was_sent_is_known_before_the_event_that_says_why_not_all(failure, is_stream):
    """A sink that keeps no rows, such as the text log, cannot learn it later."""

    def fail(data):
        raise failure

    calls = Calls()
    sender, _ = make(calls, fail, is_stream=is_stream)
    assert not sender.send(b"12")
    assert calls.told == [Kind.SENT, Unsent(5, 1, 1), Kind.ERROR]


def test_what_is_over_refuses(journal, recording):
    sender, _ = make(journal, lambda data: None)
    sender.refuse("It is over.")
    sender.refuse("It is over again.")
    assert not sender.send(b"x")
    assert recording.wait_for(Kind.ERROR)[0].text == "It is over. 1 of 1 bytes were not sent."
