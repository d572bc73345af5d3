import json
import random
import re
import sys
from pathlib import Path

import pytest

from socket_workbench.cli.command_line import parse
from socket_workbench.cli.output.event_line import event_line
from socket_workbench.journal.batch import Batch
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.event_object import named_event_object
from socket_workbench.journal.storage.store import Store

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


@pytest.fixture
def long_session(tmp_path):
    path = tmp_path / "long.swb"
    store = Store(path)
    store.write([PEER], [])
    chance = random.Random(5)
    for first in range(0, 2000, 50):
        events = [
            Event(TIME + n, 2, Kind.RECEIVED, b"no. %d;" % n + chance.randbytes(300))
            for n in range(first, first + 50)
        ]
        store.write([], events)
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
def test_a_file_of_which_nothing_can_be_read_is_one_sentence(command, capsys, session, name):
    session.with_name("text.swb").write_text("no session")
    content = bytearray(session.read_bytes())
    content[20_000:-20_000] = bytes(len(content) - 40_000)
    session.with_name("damaged.swb").write_bytes(content)

    assert command("show", str(session.parent / name)) == 2
    errors = capsys.readouterr().err
    assert errors.endswith(".\n")
    assert errors.count("\n") == 1


def test_a_file_cut_short_shows_its_beginning_and_says_so(command, capsys, long_session):
    content = long_session.read_bytes()
    long_session.write_bytes(content[: len(content) // 2])

    assert command("show", str(long_session)) == 2
    out, err = capsys.readouterr()
    numbers = [int(number) for number in re.findall(r"  no\. (\d+);", out)]
    assert numbers == list(range(len(numbers)))
    assert 500 < len(numbers) < 2000
    assert re.search(r"is damaged: .*what came after row [\d,]+ cannot be read", err)
    assert err.count("\n") == 1


@pytest.mark.parametrize("words", [["show"], ["show", "--json"], ["export", "--to", "csv"]])
def test_rows_that_are_lost_are_told_once_and_at_no_time_of_1970(
    command, capsys, long_session, words
):
    content = bytearray(long_session.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 40_000] = bytes(40_000)
    long_session.write_bytes(content)

    assert command(*words, str(long_session)) == 2
    out, err = capsys.readouterr()
    assert "1970-" not in out
    assert out.count("damaged and cannot be shown") == 1
    (lost,) = re.findall(r"Rows ([\d,]+) to ([\d,]+) are damaged", out)
    first, last = (int(number.replace(",", "")) for number in lost)
    header = words[-1] == "csv"
    assert len(out.splitlines()) == 2000 - (last - first) + header
    assert err == (
        f"{long_session} is damaged: rows {first:,} to {last:,} cannot be read. "
        "All that is whole was written.\n"
    )


def test_what_the_recorder_noted_itself_is_a_row(command, capsys, session):
    store = Store(session.with_name("noted.swb"))
    store.write([], [Event(TIME, 0, Kind.NOTE, b"", "The disk was full: 7 events are missing.")])
    store.close()

    assert command("show", str(session.with_name("noted.swb"))) == 0
    out, err = capsys.readouterr()
    assert "The disk was full: 7 events are missing." in out
    assert err == ""


def test_what_a_limit_cut_is_said(command, capsys, session):
    store = Store(session.with_name("cut.swb"))
    batch = Batch.of_events([Event(TIME, 2, Kind.SENT, b"abc" + bytes(997))])
    store.write_batch([LISTENER, PEER], batch.cut(3))
    store.close()

    assert command("show", str(session.with_name("cut.swb"))) == 0
    assert "1000 bytes  (997 bytes not recorded)  abc" in capsys.readouterr().out
    assert command("show", str(session.with_name("cut.swb")), "--json") == 0
    members = json.loads(capsys.readouterr().out)
    assert (members["length"], members["cut"]) == (1000, 997)


def test_a_reader_who_has_enough_ends_it(command, piped_output, session):
    with piped_output() as printed:
        printed.close = lambda: None
        printed._file.close()
        assert command("show", str(session)) == 0


@pytest.mark.needs("linux")
def test_a_full_disk_fails_it(command, monkeypatch, capfd, session):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)

        assert command("show", str(session)) == 1
    assert "No space left" in capfd.readouterr().err


def test_what_lies_beside_a_session_is_not_obeyed(command, capsys, session, plant_journal):
    victim = session.with_name("victim")
    victim.write_text("mine")
    plant_journal(session, victim)
    before = {path.name: path.read_bytes() for path in session.parent.iterdir()}
    assert command("show", str(session)) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(EVENTS)
    assert {path.name: path.read_bytes() for path in session.parent.iterdir()} == before


def test_a_copy_made_while_it_was_recorded_says_what_it_lacks(command, capsys, tmp_path):
    store = Store(tmp_path / "running.swb")
    store.write([LISTENER, PEER], EVENTS[:2])
    store.tend()
    store.write([], EVENTS[2:])
    (tmp_path / "copy.swb").write_bytes(store.path.read_bytes())
    assert command("show", str(store.path)) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(EVENTS)
    assert command("show", str(tmp_path / "copy.swb")) == 2
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 2
    assert printed.err.count("\n") == 1
    assert "may be missing" in printed.err
    assert str(store.path) in printed.err
    store.close()


@pytest.mark.parametrize("words", [["show"], ["export", "--to", "csv"]])
def test_a_recording_that_broke_off_is_shown_and_said(command, capsys, tmp_path, words):
    store = Store(tmp_path / "running.swb")
    store.write([LISTENER, PEER], EVENTS)
    assert command(*words, str(store.path)) == 0
    whole = capsys.readouterr().out
    for name in ("running.swb", "running.swb-wal"):
        (tmp_path / name.replace("running", "left")).write_bytes((tmp_path / name).read_bytes())
    store.close()

    assert command(*words, str(tmp_path / "left.swb")) == 0
    out, err = capsys.readouterr()
    assert out == whole
    assert err == (
        f"The recording of {tmp_path / 'left.swb'} broke off: the program was killed, or the disk "
        "was full. The newest rows may be missing.\n"
    )


@pytest.mark.parametrize(
    ("name", "sentence"), [(".", "is a folder"), ("/dev/null", "is a device or a pipe")]
)
def test_what_is_no_file_is_called_what_it_is(command, capsys, name, sentence):
    assert command("show", name) == 2
    assert sentence in capsys.readouterr().err


def test_it_takes_what_is_promised():
    shown = parse(["show", "s.swb", "--json"])
    assert (shown.session, shown.json) == ("s.swb", True)
