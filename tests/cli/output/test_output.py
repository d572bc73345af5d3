import io
import sys
from pathlib import Path

import pytest

from socket_workbench.cli.output.output import Output


def test_lines_and_bytes_are_there_at_once(piped_output):
    with piped_output() as printed:
        output = Output()
        output.line("a é")
        output.lines(["b", "c"])
        output.raw(b"d\r\n")

        assert [printed.line() for _ in range(4)] == ["a é\n", "b\n", "c\n", "d\r\n"]


def test_what_an_encoding_lacks_is_escaped(piped_output):
    with piped_output() as printed:
        assert isinstance(sys.stdout, io.TextIOWrapper)
        sys.stdout.reconfigure(encoding="ascii")
        Output().line("é")

        assert printed.line() == "\\xe9\n"


def test_a_reader_that_has_left_is_told_once_and_is_no_failure(piped_output, capfd):
    told = []
    with piped_output() as printed:
        output = Output(lambda: told.append("broken"))
        printed.close()

        output.line("a")
        output.line("b")

    assert told == ["broken"]
    assert not output.has_failed
    assert capfd.readouterr().err == ""


@pytest.mark.needs("linux")
def test_a_full_disk_is_told_in_a_sentence(monkeypatch, capfd):
    told = []
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        output = Output(lambda: told.append("broken"))
        output.line("a")

    assert told == ["broken"]
    assert output.has_failed
    assert "cannot be written: No space left on device." in capfd.readouterr().err


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_closed_stream_takes_everything(monkeypatch, stream):
    monkeypatch.setattr(sys, stream, None)

    output = Output()
    output.complain("a")
    if stream == "stdout":
        output.line("a")


def test_complaints_go_to_standard_error(capsys):
    Output().complain("A sentence.")

    assert capsys.readouterr() == ("", "A sentence.\n")


def test_a_complaint_is_short_whatever_it_names(capfd):
    Output().complain(f"There is no file {'x' * 5000}.")

    assert len(capfd.readouterr().err) < 400
