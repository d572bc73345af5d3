import threading

from socket_workbench.dialogues.commands import Note
from socket_workbench.engine.connections.command_queue import CROWD, CommandQueue


class Slow:
    """A performer whose sends take until they are let go."""

    def __init__(self):
        self.done = []
        self.sending, self.go_on = threading.Event(), threading.Event()

    def send(self, message):
        self.sending.set()
        assert self.go_on.wait(20)
        self.done.append(message)

    def note(self, text):
        self.done.append(text)


def test_commands_of_another_thread_wait_behind_those_before_them_and_hold_nobody_up():
    slow = Slow()
    queue = CommandQueue(slow)
    queue.add([b"question", Note("asked")])
    asking = threading.Thread(target=queue.carry_out)
    asking.start()
    assert slow.sending.wait(20)
    queue.add([Note("answered")])
    queue.carry_out()
    assert slow.done == []
    slow.go_on.set()
    asking.join()
    assert slow.done == [b"question", "asked", "answered"]


def test_nothing_is_left_when_many_threads_add_and_carry_out():
    slow = Slow()
    queue = CommandQueue(slow)
    turn = threading.Lock()

    def work(name):
        for number in range(500):
            with turn:
                queue.add([Note(f"{name} {number}")])
            queue.carry_out()

    workers = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    queue.carry_out()
    assert len(slow.done) == 2000
    for name in "abcd":
        own = [text for text in slow.done if text.startswith(name)]
        assert own == [f"{name} {number}" for number in range(500)]


def test_a_failure_leaves_the_rest_for_the_next_call():
    class Failing(Slow):
        def send(self, message):
            raise RuntimeError("on purpose")

    failing = Failing()
    queue = CommandQueue(failing)
    queue.add([b"x", Note("later")])
    try:
        queue.carry_out()
    except RuntimeError:
        queue.carry_out()
    assert failing.done == ["later"]


def test_who_has_many_commands_waits_for_the_thread_that_carries_them_out():
    slow = Slow()
    queue = CommandQueue(slow)
    queue.add([b"blocked", *(Note(str(number)) for number in range(CROWD))])
    performing = threading.Thread(target=queue.carry_out)
    performing.start()
    assert slow.sending.wait(20)
    queue.wait_for_room()
    queue.add([Note("one too many")])
    waiting = threading.Thread(target=queue.wait_for_room)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    slow.go_on.set()
    waiting.join(20)
    performing.join(20)
    assert not waiting.is_alive()
    assert slow.done[-1] == "one too many"
