"""Tests of what a watched program writes."""

import os
import subprocess
import sys

import pytest

from socket_workbench.journal.event import Kind
from socket_workbench.watch import output
from socket_workbench.watch.output import CapturedOutput, Output


@pytest.fixture
def captured():
    """Return a function that captures output; it is given a `CapturedOutput` with small bounds."""
    made: list[CapturedOutput] = []

    def make(*, is_bounded=True):
        made.append(CapturedOutput(is_bounded=is_bounded))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_what_is_written_faster_than_it_is_read_is_read_a_part_at_a_time(captured, monkeypatch):
    monkeypatch.setattr(output, "MOST_READ", 2)
    monkeypatch.setattr(output, "MOST_PIECES", 2)
    written = captured()
    text = "print('abcdefgh', end='', flush=True)"
    subprocess.run([sys.executable, "-c", text], stdout=written.files["stdout"], check=True)

    assert [each.data for each in written.news()] == [b"ab", b"cd"]
    rest = written.rest()
    assert next(rest).data == b"ef"
    # What another process writes in the meantime is not waited for.
    written.files["stdout"].write(b"ijkl")
    assert [each.data for each in rest] == [b"gh"]


def test_what_was_read_takes_no_room_on_the_disk(captured):
    written = captured()
    file = written.files["stdout"]
    for _ in range(3):
        file.write(b"x" * (8 << 20))
        while written.news():
            pass
        status = os.fstat(file.fileno())
        assert status.st_blocks * 512 < 1 << 20
    assert status.st_size == 24 << 20


def test_of_what_waits_to_be_read_the_older_half_is_left_out(captured, monkeypatch):
    monkeypatch.setattr(output, "MOST_UNREAD", 10)
    bounded, unbounded = captured(), captured(is_bounded=False)
    for each in (bounded, unbounded):
        each.files["stderr"].write(b"0123456789abcdef")

    assert bounded.news() == [Output("stderr", b"bcdef", 11)]
    assert unbounded.news() == [Output("stderr", b"0123456789abcdef")]
    bounded.files["stderr"].write(b"0123456789")
    assert list(bounded.rest()) == [Output("stderr", b"0123456789")]


def test_a_file_that_the_program_has_made_empty_is_read_from_its_beginning(captured):
    written = captured()
    file = written.files["stdout"]
    file.write(b"before")
    assert written.news() == [Output("stdout", b"before")]
    file.truncate(0)
    file.write(b"new")
    assert written.news() == [Output("stdout", b"new")]


def test_so_much_of_a_run_is_recorded_and_the_rest_is_counted(watching, monkeypatch):
    monkeypatch.setattr(output, "MOST_RECORDED", 4)
    run = watching.run("import os; os.write(1, b'abc'); os.write(2, b'defgh')")
    recorded = [each.event for each in run.events]

    assert (run.printed, run.errors) == ("abc", "defgh")
    assert [each.payload for each in recorded if each.kind is Kind.OUTPUT] == [b"abc", b"d"]
    (dropped,) = [each.text for each in recorded if each.kind is Kind.DROPPED]
    assert dropped.startswith("4 bytes of output were left out")


def test_what_is_not_read_in_time_is_counted(watching, monkeypatch):
    monkeypatch.setattr(output, "MOST_UNREAD", 10)
    run = watching.run("import os; os.write(1, b'0123456789abcdef')")

    assert run.printed == "bcdef"
    (dropped,) = [each.event.text for each in run.events if each.event.kind is Kind.DROPPED]
    assert dropped.startswith("11 bytes of output were left out: the program writes faster")
