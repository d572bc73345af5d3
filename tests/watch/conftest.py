"""Runs small programs as `watch` does, and gives what is recorded of them."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from socket_workbench.journal.batch import Batch
from socket_workbench.journal.call_record import CallRecord, event_words
from socket_workbench.journal.event import CALLS, Event, Kind, Source
from socket_workbench.journal.journal import Journal
from socket_workbench.journal.known_sources import KnownSources
from socket_workbench.journal.storage.unsent import Unsent
from socket_workbench.journal.watch_record import HintRecord
from socket_workbench.watch.output import Output
from socket_workbench.watch.watching import Watch

PATIENCE = 40

if sys.platform != "linux":
    collect_ignore_glob = ["*"]


class Recorded(NamedTuple):
    """A recorded event and the source that it has."""

    source: Source
    event: Event
    length: int


class Memory:
    """A sink that keeps everything, and in which one can wait for an event."""

    def __init__(self):
        self.events: list[Recorded] = []
        self.unsent: list[Unsent] = []
        self._sources = KnownSources()
        self._changed = threading.Condition()

    def write_batch(self, sources: list[Source], batch: Batch) -> None:
        with self._changed:
            self._sources.add(sources)
            self.events += [Recorded(*each) for each in self._sources.events(batch)]
            self._changed.notify_all()

    def take_unsent(self, entries: list[Unsent]) -> None:
        self.unsent += entries

    def close(self) -> None:
        pass

    def wait_for(self, wanted):
        with self._changed:
            assert self._changed.wait_for(lambda: any(map(wanted, self.events)), PATIENCE)


class Run:
    """A program that is being watched."""

    def __init__(self, words, python=sys.executable, *, captures=True, **options):
        self.memory = Memory()
        self.output: list[Output] = []
        self._ended = threading.Event()
        self._journal = Journal([self.memory], interval=0.005)
        try:
            self.watch = Watch(
                self._journal,
                python,
                [str(word) for word in words],
                captures=captures,
                on_output=self.output.append,
                on_ended=self._ended.set,
                **options,
            )
        except BaseException:
            self._journal.close()
            raise

    def ended(self):
        """Wait until the program has ended; returns the run."""
        assert self._ended.wait(PATIENCE)
        self.close()
        return self

    def close(self):
        """End what still runs."""
        self.watch.gate.go_on()
        self.watch.program.stop(1)
        assert self.watch.join(PATIENCE)
        self._journal.close()

    def wait_for_call(self, name, kind=Kind.CALL_BEGUN):
        """Wait until a call of this name is recorded."""
        self.memory.wait_for(
            lambda each: each.event.kind is kind and CallRecord.read(each.event.text).name == name
        )

    @property
    def code(self):
        return self.watch.code

    @property
    def events(self):
        return self.memory.events

    @property
    def errors(self):
        """What it has written on standard error."""
        return self._written("stderr")

    @property
    def printed(self):
        """What it has written on standard output."""
        return self._written("stdout")

    @property
    def calls(self) -> list[CallRecord]:
        """The calls that have returned."""
        return [
            CallRecord.read(each.event.text) for each in self.events if each.event.kind is Kind.CALL
        ]

    @property
    def hints(self) -> list[HintRecord]:
        return [
            HintRecord.read(each.event.text) for each in self.events if each.event.kind is Kind.HINT
        ]

    def lines(self, *left_out):
        """Return what is recorded, in words, without the calls and the kinds that are named."""
        return [
            f"{each.source.role.value} {each.event.kind.word} {self._words(each)}".rstrip()
            for each in self.events
            if each.event.kind not in {*CALLS, *left_out}
        ]

    def _words(self, each):
        event = each.event
        if event.kind in (Kind.SENT, Kind.RECEIVED):
            return event.payload.decode()
        return event_words(event.kind, event.text, event.payload, each.length)

    def _written(self, stream):
        return b"".join(each.data for each in self.output if each.stream == stream).decode()


class Watching:
    """Writes programs and watches them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._runs: list[Run] = []

    def write(self, text: str, name="program.py"):
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path

    def certificate(self) -> Path:
        """Make a certificate for localhost; returns the file of it and of its key."""
        path, own = self.folder / "localhost.pem", self.folder / "c.pem"
        made = subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
             "-nodes", "-keyout", path, "-out", own, "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost"],
            capture_output=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        path.write_text(path.read_text() + own.read_text())
        return path

    def start(self, text: str, *words, **options):
        """Start a program with these words."""
        return self.start_words([self.write(text), *words], **options)

    def start_words(self, words, **options):
        run = Run(words, **options)
        self._runs.append(run)
        return run

    def run(self, text: str, *words, **options):
        """Run a program to its end."""
        return self.start(text, *words, **options).ended()

    def close(self):
        for run in self._runs:
            run.close()


@pytest.fixture(autouse=True)
def _no_coverage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no program measure its coverage, which imports `socket` before the program does."""
    for name in os.environ:
        if name.startswith("COVERAGE_"):
            monkeypatch.delenv(name)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    """Give a way to watch programs."""
    watching = Watching(tmp_path)
    yield watching
    watching.close()
