import os
import threading

import pytest

from socket_workbench.gui.scenarios import folder as scenario_folder
from socket_workbench.gui.scenarios.folder import ScenarioFolder
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.scenarios import load

TEXT = 'format = 1\ntitle = "{}"\nsummary = "S"\n[[servers]]\nendpoint = "tcp://127.0.0.1:0"\n'


@pytest.fixture
def write(tmp_path):
    def files(*names):
        for name in names:
            (tmp_path / name).write_text(TEXT.format(name.partition(".")[0]), "utf-8")
        return tmp_path

    return files


@pytest.fixture
def folder(qapp):
    return ScenarioFolder()


@pytest.fixture
def told(folder):
    told: list[str] = []
    folder.read.connect(lambda: told.append("read"))
    folder.closed.connect(lambda: told.append("closed"))
    folder.refused.connect(told.append)
    return told


def test_scenarios_are_read_in_their_order_in_a_thread(folder, told, until, write, monkeypatch):
    threads = []

    def read(path, variables):
        threads.append(threading.current_thread())
        return load.load_scenario(path, variables)

    monkeypatch.setattr(scenario_folder, "load_scenario", read)
    path = write("10-bye.scenario.toml", "2-hello.toml", "notes.txt")
    folder.open(path)
    assert folder.path == path
    assert folder.entries == []
    until(lambda: told == ["read"])

    assert [entry.title for entry in folder.entries] == ["2-hello", "10-bye"]
    first = folder.entries[0]
    assert (first.name, first.summary) == (str(path / "2-hello.toml"), "S")
    assert first.addresses == ("2-hello.toml", "tcp://127.0.0.1:0")
    assert threading.main_thread() not in threads


def test_one_with_a_mistake_is_among_them_and_says_so(folder, told, until, write, tmp_path):
    (tmp_path / "1-bad.toml").write_text("format = 1\ntitle = \n", "utf-8")
    folder.open(write("2-good.toml"))
    until(lambda: told == ["read"])

    assert [entry.title for entry in folder.entries] == ["1-bad", "2-good"]
    assert "1-bad.toml:2:9: this is not TOML" in folder.entries[0].summary


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (os.mkdir, "has no scenario"),
        (os.mkfifo, "cannot be read"),
        (lambda path: None, "cannot be read"),
    ],
)
def test_what_is_no_folder_of_scenarios_is_refused(folder, told, until, tmp_path, make, words):
    make(tmp_path / "x")
    folder.open(tmp_path / "x")
    until(lambda: len(told) == 2)

    assert told[0] == "closed"
    assert words in told[1]
    assert folder.path is None


def test_too_many_are_refused(folder, told, until, write, monkeypatch):
    monkeypatch.setattr(scenario_folder, "MOST_SCENARIOS", 1)
    folder.open(write("a.toml", "b.toml"))
    until(lambda: len(told) == 2)

    assert "more than 1 scenarios" in told[1]


def test_a_later_folder_replaces_an_earlier_one(folder, told, until, write, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.toml").write_text(TEXT.format("Other"), "utf-8")
    folder.open(write("b.toml"))
    folder.open(tmp_path / "other")
    until(lambda: told == ["read"])
    assert [entry.title for entry in folder.entries] == ["Other"]

    folder.open(tmp_path)
    folder.close()
    until(lambda: running_jobs() == [])
    assert (told, folder.path, folder.entries) == (["read", "closed"], None, [])
