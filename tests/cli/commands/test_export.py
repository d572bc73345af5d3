import csv
import json
import sys
from pathlib import Path

import pytest

from socket_workbench.cli.command_line import parse
from socket_workbench.journal.event import Event, Kind, Role, Source
from socket_workbench.journal.export import formats
from socket_workbench.journal.export.format import export_formats
from socket_workbench.journal.storage.store import Store

PEER = Source(1, Role.SERVER, "server", "tcp://127.0.0.1:9", 1, "127.0.0.1:9", "127.0.0.1:51342")


@pytest.fixture
def session(tmp_path):
    path = tmp_path / "session.swb"
    store = Store(path)
    store.write([PEER], [Event(n, 1, Kind.RECEIVED, b"%d\r\n" % n) for n in range(5000)])
    store.close()
    return path


def test_each_format_goes_to_standard_output(command, capfdbinary, session):
    written = {}
    for format in ("txt", "csv", "jsonl", "pcapng"):
        assert command("export", str(session), "--to", format) == 0
        written[format] = capfdbinary.readouterr().out

    assert len(written["txt"].splitlines()) == 5000
    rows = list(csv.DictReader(written["csv"].decode().splitlines()))
    assert [row["payload"] for row in rows][4999] == r"4999\r\n"
    assert json.loads(written["jsonl"].splitlines()[7])["text"] == "7\r\n"
    assert written["pcapng"][:4] == bytes.fromhex("0a0d0d0a")


@pytest.mark.parametrize("format", ["txt", "csv", "jsonl", "pcapng"])
def test_a_file_holds_what_standard_output_would(command, capfdbinary, session, format):
    assert command("export", str(session), "--to", format, "-o", str(session.with_name("x"))) == 0
    assert capfdbinary.readouterr() == (b"", b"")
    assert command("export", str(session), "--to", format) == 0

    assert session.with_name("x").read_bytes() == capfdbinary.readouterr().out


@pytest.mark.parametrize("words", [["missing.swb"], ["session.swb", "-o", "no/folder.csv"]])
def test_what_cannot_be_read_or_written_is_one_sentence(
    command, capsys, session, monkeypatch, words
):
    monkeypatch.chdir(session.parent)

    assert command("export", *words, "--to", "csv") == 2
    errors = capsys.readouterr().err
    assert errors.endswith(".\n")
    assert errors.count("\n") == 1


def test_a_damaged_session_is_no_export(command, capsys, session, tmp_path):
    content = bytearray(session.read_bytes())
    content[20_000:-20_000] = bytes(len(content) - 40_000)
    session.write_bytes(content)

    assert command("export", str(session), "--to", "csv", "-o", str(tmp_path / "x.csv")) == 2
    assert "damaged" in capsys.readouterr().err
    assert not (tmp_path / "x.csv").exists()


def test_csv_begins_with_a_mark_for_excel_where_that_is_wanted(command, capfdbinary, session):
    target = session.with_name("x.csv")
    assert command("export", str(session), "--to", "csv", "--bom") == 0
    assert command("export", str(session), "--to", "csv", "--bom", "-o", str(target)) == 0

    assert capfdbinary.readouterr().out == target.read_bytes()
    assert target.read_bytes().startswith(b"\xef\xbb\xbftime,")
    assert command("export", str(session), "--to", "txt", "--bom") == 2
    assert capfdbinary.readouterr().err.startswith(b"--bom is for --to csv.")


def test_a_format_that_is_none_is_wrong_usage(command, capsys, session):
    for words in (["--to", "xml"], []):
        with pytest.raises(SystemExit) as caught:
            command("export", str(session), *words)
        assert caught.value.code == 2


def test_no_terminal_is_given_a_capture(command, capsys, session, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    assert command("export", str(session), "--to", "pcapng") == 2
    assert "-o FILE" in capsys.readouterr().err


def test_a_reader_who_has_enough_ends_it(command, piped_output, session):
    with piped_output() as printed:
        printed.close = lambda: None
        printed._file.close()
        assert command("export", str(session), "--to", "jsonl") == 0


@pytest.mark.needs("linux")
def test_a_full_disk_fails_it(command, monkeypatch, capfd, session):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)

        assert command("export", str(session), "--to", "csv") == 1
    assert "No space left" in capfd.readouterr().err


def test_a_part_of_the_session_is_not_written_over(command, capsys, tmp_path):
    store = Store(tmp_path / "running.swb")
    store.write([PEER], [Event(1, 1, Kind.RECEIVED, b"x")])
    log = tmp_path / "running.swb-wal"
    before = log.read_bytes()
    for place in (store.path, log):
        assert command("export", str(store.path), "--to", "csv", "-o", str(place)) == 2
        assert "is the session itself" in capsys.readouterr().err
    assert log.read_bytes() == before
    store.close()


def test_it_takes_what_is_promised():
    exported = parse(["export", "s.swb", "--to", "pcapng", "-o", "x"])
    assert (exported.session, exported.format, exported.output) == ("s.swb", "pcapng", "x")
    assert parse(["export", "s.swb", "--to", "csv"]).output is None


SHOUTED = """
from socket_workbench.journal.export.format import ExportFormat, ExportOption


class Shouted:
    def __init__(self, options):
        self._end = b"!" if "loud" in options else b""

    def head(self):
        return b""

    def event(self, source, event, length):
        return event.payload.strip().upper() + self._end

    def tail(self):
        return b""


LOUD = ExportOption("loud", "end with !", "Loud", "Ends with !.")
FORMAT = ExportFormat("shout", 90, "Shout", "shouts", "Loud.", Shouted, (LOUD,), is_text=False)
"""


@pytest.fixture
def shouted(tmp_path, monkeypatch):
    """Put the module of one more format beside the others."""
    (tmp_path / "shouted.py").write_text(SHOUTED)
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    export_formats.cache_clear()
    yield
    export_formats.cache_clear()
    del sys.modules[f"{formats.__name__}.shouted"]


@pytest.mark.usefixtures("shouted")
def test_a_format_is_found_by_being_there(command, capfdbinary, session, monkeypatch):
    assert command("export", str(session), "--to", "shout", "--loud") == 0
    assert capfdbinary.readouterr().out.startswith(b"0!1!2!")

    assert command("export", str(session), "--to", "csv", "--loud") == 2
    assert capfdbinary.readouterr().err.startswith(b"--loud is for --to shout.")
    with pytest.raises(SystemExit):
        parse(["export", "--help"])
    assert b"|shout" in capfdbinary.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert command("export", str(session), "--to", "shout") == 2
