import signal
import threading

import pytest

from socket_workbench.cli.inbox import ClientUpdate, Inbox, Typed, Wake
from socket_workbench.dialogues.commands import Ask


@pytest.fixture
def inbox():
    inbox = Inbox()
    yield inbox
    inbox.close()


def test_messages_come_in_their_order(inbox):
    messages = [Wake.CHANGED, Typed(b"a"), ClientUpdate(0, Ask("?"), 1)]
    for message in messages:
        inbox.put(message)

    assert [inbox.get() for _ in messages] == messages


def test_nothing_comes_within_a_timeout(inbox):
    assert inbox.get(0) is None
    assert inbox.get(-1) is None


def test_it_waits_for_another_thread(inbox):
    found = []
    waiting = threading.Thread(target=lambda: found.append(inbox.get()))
    waiting.start()
    inbox.put(Wake.TERMINATED)
    waiting.join(10)

    assert found == [Wake.TERMINATED]


def test_more_may_be_put_than_there_is_room_to_say_so(inbox):
    for _ in range(100_000):
        inbox.put(Wake.CHANGED)

    assert all(inbox.get(0) is Wake.CHANGED for _ in range(100_000))
    assert inbox.get(0) is None


def test_a_byte_alone_wakes_it_without_a_message(inbox):
    before = signal.signal(signal.SIGUSR1, lambda number, frame: inbox.put(Wake.TERMINATED))
    woken_before = signal.set_wakeup_fd(inbox.fileno())
    try:
        threading.Timer(0.05, lambda: signal.raise_signal(signal.SIGUSR1)).start()

        assert inbox.get(10) is Wake.TERMINATED
    finally:
        signal.set_wakeup_fd(woken_before)
        signal.signal(signal.SIGUSR1, before)


def test_what_is_put_after_the_end_is_lost():
    inbox = Inbox()
    inbox.close()

    inbox.put(Wake.CHANGED)
