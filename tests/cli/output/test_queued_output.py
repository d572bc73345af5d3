import json
import threading

from socket_workbench.cli.output.queued_output import QueuedOutput


def fill(output, gate):
    """Let the printing thread wait at a gate, and the queue be full behind it."""
    output.later(1, 8 << 20, lambda: ["first"] if gate.wait() else [])
    output.lines(["left", "out"])


def test_lines_and_bytes_keep_their_order(capsys):
    with QueuedOutput() as output:
        output.line("a\x1b")
        output.raw(b"b\n")
        output.later(1, 1, lambda: ("c",))
        output.complain("a sentence\x07")
        output.complain_later(1, 1, lambda: ("another",))

    assert capsys.readouterr() == ("a\\x1b\nb\nc\n", "a sentence\\x07\nanother\n")


def test_a_line_says_what_was_left_out(capsys):
    gate = threading.Event()
    with QueuedOutput() as output:
        fill(output, gate)
        gate.set()

    assert output.left_out == 2
    assert capsys.readouterr().out.splitlines() == [
        "first",
        "... 2 lines were left out: they came faster than they were read.",
    ]


def test_with_json_it_is_an_event(capsys):
    gate = threading.Event()
    with QueuedOutput(as_json=True) as output:
        fill(output, gate)
        gate.set()

    found = json.loads(capsys.readouterr().out.splitlines()[1])
    assert (found["kind"], found["count"]) == ("left_out", 2)
    assert {"time", "endpoint", "connection", "peer", "length", "payload"} <= set(found)


def test_data_is_never_left_out(capsys):
    gate = threading.Event()
    with QueuedOutput(is_data=True) as output:
        output.later(1, 8 << 20, lambda: ["first"] if gate.wait() else [])
        writer = threading.Thread(target=output.lines, args=(["second"],))
        writer.start()
        gate.set()
        writer.join(20)
        assert output.flush(20)

    assert output.left_out == 0
    assert capsys.readouterr().out == "first\nsecond\n"


def test_the_end_does_not_wait_for_a_reader_that_sleeps(capsys):
    gate = threading.Event()
    with QueuedOutput() as output:
        fill(output, gate)
        output.close_lines()
        assert output.left_out == 3
        gate.set()
