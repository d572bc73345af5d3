import threading

import pytest

from socket_workbench.cli.output.printer import Printer


class Stream:
    """Takes lines, once its gate is open."""

    is_open = True

    def __init__(self):
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.written = []
        self.error = None

    def pieces(self, lines):
        return [(1, line) for line in lines]

    def write(self, data):
        self.begun.set()
        self.gate.wait()
        if self.error:
            raise self.error
        self.written.append(data)


@pytest.fixture
def stream():
    stream = Stream()
    yield stream
    stream.gate.set()


def printer(stream, **options):
    return Printer(stream, "{} left out".format, options.pop("failed", None), **options)


def put(printer, stream, *lines, cost=1):
    printer.put(len(lines), cost, lambda: stream.pieces(lines))


def test_everything_is_printed_in_its_order(stream):
    stream.gate.set()
    printing = printer(stream)
    put(printing, stream, "a", "b")
    put(printing, stream, "c")

    assert printing.close(20)
    assert stream.written == ["a", "b", "c"]
    assert printing.left_out == 0


def test_nobody_waits_and_one_line_says_what_was_left_out(stream):
    printing = printer(stream, limit=4)
    for line in "abcdefg":
        put(printing, stream, line)
    assert printing.left_out == 3
    stream.gate.set()
    assert printing.flush(20)
    put(printing, stream, "h")

    assert printing.close(20)
    assert stream.written == [*"abcd", "3 left out", "h"]


def test_it_goes_on_when_half_of_what_waits_is_printed(stream):
    printing = printer(stream, limit=4)
    put(printing, stream, "a", cost=3)
    put(printing, stream, "b", cost=2)
    # There would be room, but then one would be left out, one not, and so on.
    put(printing, stream, "c", cost=1)

    assert printing.left_out == 2
    stream.gate.set()
    assert printing.close(20)
    assert stream.written == ["a", "2 left out"]


def test_what_is_larger_than_all_that_may_wait_is_printed_when_nothing_waits(stream):
    stream.gate.set()
    printing = printer(stream, limit=4)
    put(printing, stream, "a", cost=100)

    assert printing.close(20)
    assert stream.written == ["a"]


def test_what_may_not_be_left_out_is_waited_for(stream):
    printing = printer(stream, limit=1, waits=True)
    put(printing, stream, "a")
    put_more = threading.Thread(target=put, args=(printing, stream, "b"))
    put_more.start()
    assert stream.begun.wait(20)
    assert put_more.is_alive()
    stream.gate.set()
    put_more.join(20)

    assert printing.close(20)
    assert (stream.written, printing.left_out) == (["a", "b"], 0)


def test_waiting_can_be_given_up(stream):
    printing = printer(stream, limit=1, waits=True)
    put(printing, stream, "a")
    put_more = threading.Thread(target=put, args=(printing, stream, "b"))
    put_more.start()
    printing.stop_waiting()
    put_more.join(20)

    assert not put_more.is_alive()
    assert printing.left_out == 1
    stream.gate.set()
    printing.close(20)


def test_the_end_does_not_wait_for_a_reader_that_sleeps(stream):
    printing = printer(stream)
    put(printing, stream, "a")
    put(printing, stream, "b", "c")
    assert stream.begun.wait(20)

    assert not printing.close(0)
    assert printing.left_out == 3
    put(printing, stream, "d")
    stream.gate.set()
    for thread in threading.enumerate():
        if thread.name == "print":
            thread.join(20)
    assert stream.written == ["a"]


def test_a_stream_that_fails_is_told_once_and_holds_nobody(stream):
    told: list[OSError] = []
    printing = printer(stream, failed=told.append, limit=1, waits=True)
    stream.error = BrokenPipeError()
    stream.gate.set()
    for line in "abc":
        put(printing, stream, line)

    assert printing.close(20)
    assert told == [stream.error]
    assert printing.left_out == 0


def test_a_mistake_in_what_is_printed_is_told(stream):
    told: list[Exception] = []
    printing = printer(stream, failed=told.append)
    printing.put(1, 1, lambda: 1 / 0)

    assert printing.close(20)
    assert [type(error) for error in told] == [ZeroDivisionError]


def test_a_closed_stream_takes_everything(stream):
    stream.is_open = False
    printing = printer(stream, limit=1, waits=True)
    for line in "abc":
        put(printing, stream, line)

    assert printing.close(0)
    assert stream.written == []
