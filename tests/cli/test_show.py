import json
import sys
from pathlib import Path

import pytest

from socket_workbench.cli.event_line import event_line
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.event_object import named_event_object
from socket_workbench.journal.store import Store

LISTENER = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:0")
PEER = Source(2, Role.SERVER, "server", "tcp://127.0.0.1:9", 1, "127.0.0.1:9", "127.0.0.1:51342")
TIME = 1_800_000_000_031_250_000
EVENTS = [
    Event(TIME, 1, Kind.LISTENING, b"", "tcp://127.0.0.1:9"),
    Event(TIME, 2, Kind.ACCEPTED, b"", "127.0.0.1:51342"),
    *(Event(TIME + n, 2, Kind.RECEIVED, b"%d\x1b" % n * 300) for n in range(1000)),
    Event(TIME, 2, Kind.CLOSED, b"", "ended by the peer"),
]


@pytest.fixture
def session(tmp_path):
    path = tmp_path / "session.swb"
    store = Store(path)
    store.write([LISTENER, PEER], EVENTS)
    store.close()
    return path


def source_of(event):
    return LISTENER if event.source == 1 else PEER


def test_events_are_printed_as_serve_prints_them(command, capsys, session):
    assert command("show", str(session)) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed == [event_line(source_of(event), event) for event in EVENTS]


def test_events_are_printed_as_json(command, capsys, session):
    assert command("show", str(session), "--json") == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed == [named_event_object(source_of(event), event) for event in EVENTS]
    assert json.loads(printed[0])["endpoint"] == "tcp://127.0.0.1:9"


@pytest.mark.parametrize("name", ["missing.swb", "text.swb", "damaged.swb", "."])
def test_a_file_that_is_no_whole_session_is_one_sentence(command, capsys, session, name):
    session.with_name("text.swb").write_text("no session")
    content = bytearray(session.read_bytes())
    content[20_000:-20_000] = bytes(len(content) - 40_000)
    session.with_name("damaged.swb").write_bytes(content)

    assert command("show", str(session.parent / name)) == 2
    errors = capsys.readouterr().err
    assert errors.endswith(".\n")
    assert errors.count("\n") == 1


def test_a_reader_who_has_enough_ends_it(command, piped_output, session):
    with piped_output() as printed:
        printed.close = lambda: None
        printed._file.close()
        assert command("show", str(session)) == 0


def test_a_full_disk_fails_it(command, monkeypatch, capfd, session):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)

        assert command("show", str(session)) == 1
    assert "No space left" in capfd.readouterr().err
