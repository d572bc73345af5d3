import signal
import threading
from pathlib import Path

import pytest

from socket_workbench.cli import session
from socket_workbench.cli.inbox import Wake
from socket_workbench.cli.output.queued_output import QueuedOutput
from socket_workbench.cli.session import (
    RecordError,
    Recording,
    finish,
    listening_for_signals,
    open_journal,
    tell_summary,
    wait_until_printed,
)
from socket_workbench.journal.event import Kind, Role
from socket_workbench.journal.reader import Reader


class Running:
    """Ends as soon as it is stopped."""

    def __init__(self):
        self.stopped = threading.Event()

    def stop(self):
        self.stopped.set()

    def join(self, timeout=None):
        return self.stopped.wait(timeout)


class Stuck:
    """A sink whose disk does not answer."""

    def __init__(self):
        self.go_on = threading.Event()

    def write_batch(self, sources, batch):
        self.go_on.wait()

    def close(self):
        pass


class Broken:
    """A sink that fails."""

    def write_batch(self, sources, batch):
        raise OSError("no more")

    def close(self):
        pass


@pytest.fixture
def output():
    with QueuedOutput() as output:
        yield output


def record_something(journal):
    source = journal.add_source(Role.SERVER, "server", "tcp://h:1")
    journal.append(source.number, Kind.NOTE, b"", "a note")


def test_a_session_is_recorded(tmp_path, output):
    file = tmp_path / "s.swb"
    journal = open_journal(Recording(str(file)), [], output)
    record_something(journal)
    running = Running()
    finish(running, journal, output)

    assert running.stopped.is_set()
    reader = Reader(file)
    assert [row.text for row in reader.rows(0, reader.count())] == ["a note"]
    reader.close()


@pytest.mark.parametrize("name", ["there.swb", "no/such/folder.swb"])
def test_what_cannot_be_recorded_into_is_a_sentence(tmp_path, name, output):
    (tmp_path / "there.swb").touch()

    with pytest.raises(RecordError) as caught:
        open_journal(Recording(str(tmp_path / name)), [], output)
    assert str(tmp_path / name) in str(caught.value)


def test_a_text_log_is_kept_besides(tmp_path, output):
    log, file = tmp_path / "log.txt", tmp_path / "s.swb"
    journal = open_journal(Recording(str(file), text_log=str(log)), [], output)
    record_something(journal)
    journal.close()

    assert log.read_text().endswith("  a note\n")
    assert file.exists()


def test_a_text_log_is_put_aside_when_it_is_full(tmp_path, output):
    log = tmp_path / "log.txt"
    recording = Recording(text_log=str(log), text_log_megabytes=1, text_log_kept=2)
    journal = open_journal(recording, [], output)
    source = journal.add_source(Role.SERVER, "server", "tcp://h:1")
    for _ in range(5):
        journal.append(source.number, Kind.NOTE, b"", "x" * 600_000)
    journal.close()

    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert set(sizes) == {"log.txt", "log.txt.1", "log.txt.2"}
    assert max(sizes.values()) < 1_000_000


@pytest.mark.parametrize("names", [("s.swb", "no/folder.txt"), ("no/such/folder.swb", "log.txt")])
def test_what_cannot_be_kept_is_a_sentence(tmp_path, names, output):
    record, log = (str(tmp_path / name) for name in names)

    with pytest.raises(RecordError, match="Choose another"):
        open_journal(Recording(record, text_log=log), [], output)


def test_a_sink_that_fails_is_told(capsys):
    with QueuedOutput() as output:
        journal = open_journal(Recording(), [Broken()], output)
        record_something(journal)
        journal.close()

    assert "no more" in capsys.readouterr().err


def test_a_disk_that_does_not_answer_does_not_keep_it_from_ending(monkeypatch, capsys):
    monkeypatch.setattr(session, "WRITE_TIME", 0.0)
    stuck, running = Stuck(), Running()
    with QueuedOutput() as output:
        journal = open_journal(Recording(), [stuck], output)
        record_something(journal)
        # Without a limit this would never return.
        finish(running, journal, output)

    assert running.stopped.is_set()
    assert "Not everything was recorded" in capsys.readouterr().err
    stuck.go_on.set()
    for thread in threading.enumerate():
        if thread.name == "close journal":
            thread.join(10)


def test_signals_and_a_broken_output_wake_the_command(output):
    with listening_for_signals(output) as inbox:
        signal.raise_signal(signal.SIGTERM)
        output.on_broken()

        assert [inbox.get(10), inbox.get(10)] == [Wake.TERMINATED, Wake.OUTPUT_BROKEN]


@pytest.mark.parametrize("record", [None, "s.swb"])
def test_the_capture_limit_holds_for_everything_that_tells_of_a_message(tmp_path, output, record):
    class Keeper:
        def write_batch(self, sources, batch):
            self.payloads, self.lengths = batch.payloads, batch.lengths

        def close(self):
            pass

    keeper, text_log = Keeper(), tmp_path / "log.txt"
    file = record and str(tmp_path / record)
    journal = open_journal(Recording(file, 3, str(text_log)), [keeper], output)
    source = journal.add_source(Role.CLIENT, "client", "tcp://h:1")
    journal.append(source.number, Kind.SENT, b"123456")
    journal.close()

    assert (keeper.payloads, keeper.lengths) == ([b"123"], [6])
    assert text_log.read_text("utf-8").split()[-2:] == ["3/6", "123"]
    if file:
        reader = Reader(Path(file))
        assert [(row.length, row.preview) for row in reader.rows(0, 9)] == [(6, b"123")]
        reader.close()


@pytest.mark.parametrize("option", [{"text_log_megabytes": 1}, {"text_log_kept": 0}])
def test_options_of_a_text_log_without_one_are_a_mistake(option, output):
    with pytest.raises(RecordError, match="--text-log FILE"):
        open_journal(Recording(**option), [], output)


def test_what_is_data_is_waited_for_until_a_signal_comes():
    gate = threading.Event()
    with QueuedOutput(is_data=True) as output:
        output.later(1, 1, lambda: ["line"] if gate.wait() else [])
        journal = open_journal(Recording(), [], output)
        with listening_for_signals(output) as inbox:
            signal.raise_signal(signal.SIGTERM)
            assert wait_until_printed(journal, output, inbox) is Wake.TERMINATED
            gate.set()
            assert wait_until_printed(journal, output, inbox) is Wake.PRINTED
        finish(Running(), journal, output)


@pytest.mark.parametrize("as_json", [False, True])
def test_the_summary_is_the_last_line(as_json, capsys):
    with QueuedOutput() as output:
        output.line("a line")
        tell_summary("the summary", output, as_json=as_json)
    printed = ("a line\n", "the summary\n") if as_json else ("a line\nthe summary\n", "")

    assert capsys.readouterr() == printed


def test_the_summary_says_what_nobody_read(capsys):
    gate = threading.Event()
    with QueuedOutput() as output:
        output.later(1, 1, lambda: [] if gate.wait() else ["line"])
        output.lines(["two", "three"])
        tell_summary("the summary", output, as_json=False)
        gate.set()

    assert capsys.readouterr() == ("", "the summary, 3 lines not printed\n")


@pytest.mark.parametrize(
    "name",
    [
        *(
            pytest.param(name, marks=pytest.mark.needs("any file name"))
            for name in (":memory:", "file:x?mode=memory", "file::memory:")
        ),
        "%41.swb",
    ],
)
def test_a_name_that_means_something_to_sqlite_is_a_name(tmp_path, monkeypatch, output, name):
    monkeypatch.chdir(tmp_path)
    journal = open_journal(Recording(name), [], output)
    record_something(journal)
    journal.close()
    reader = Reader(tmp_path / name)
    assert reader.count() == 1
    reader.close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.needs("open files removed")
def test_a_file_that_is_moved_while_it_is_recorded_is_told(tmp_path, monkeypatch, output):
    monkeypatch.setattr("socket_workbench.journal.delivery.TEND_INTERVAL", 0.001)
    told = threading.Event()
    sentences = []

    def complain(sentence):
        sentences.append(sentence)
        told.set()

    monkeypatch.setattr(output, "complain", complain)
    path = tmp_path / "talk.swb"
    journal = open_journal(Recording(str(path)), [], output)
    record_something(journal)
    path.rename(tmp_path / "elsewhere.swb")
    assert told.wait(20)
    journal.close()
    assert len(sentences) == 1
    assert f"{path} was moved" in sentences[0]
