import os
import threading

import pytest

from socket_workbench.gui.scenarios import opening as scenario_opening
from socket_workbench.gui.scenarios.opening import ScenarioOpening
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.scenarios.builtin import load_builtin
from socket_workbench.scenarios.find import find_scenario

TEXT = 'format = 1\ntitle = "Mine"\n[[servers]]\nendpoint = "tcp://127.0.0.1:0"\n'


class Opened:
    """An opening, and what it told."""

    def __init__(self):
        self.opening = ScenarioOpening()
        self.told: list[str | bool] = []
        self.opening.opened.connect(lambda name, scenario: self.told.append(scenario.title))
        self.opening.refused.connect(self.told.append)

    def open(self, name):
        self.opening.open(str(name), self.told.append)


@pytest.fixture
def opened(qapp):
    return Opened()


def test_a_built_in_one_is_there_at_once(opened):
    opened.open("square")
    opened.open("squaer")

    assert opened.told[:2] == [load_builtin("square").title, True]
    assert "did you mean 'square'" in opened.told[2]
    assert opened.told[3] is False


def test_a_file_is_read_in_a_thread(opened, until, tmp_path, monkeypatch):
    threads = []

    def find(name):
        threads.append(threading.current_thread())
        return find_scenario(name)

    monkeypatch.setattr(scenario_opening, "find_scenario", find)
    (tmp_path / "mine.toml").write_text(TEXT)
    opened.open(tmp_path / "mine.toml")
    assert opened.told == []
    assert opened.opening.is_reading
    until(lambda: opened.told == ["Mine", True])
    assert not opened.opening.is_reading
    assert threads[0] is not threading.main_thread()


def test_what_is_no_file_is_told(opened, until, tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    opened.open(tmp_path / "pipe.toml")
    until(lambda: len(opened.told) == 2)
    assert "it is a named pipe" in opened.told[0]
    assert opened.told[1] is False


def test_of_several_the_last_one_counts_though_the_first_answers_late(
    opened, until, tmp_path, monkeypatch
):
    answer = threading.Event()

    def find(name):
        if "slow" in name:
            answer.wait(20)
        return find_scenario(name)

    monkeypatch.setattr(scenario_opening, "find_scenario", find)
    (tmp_path / "slow.toml").write_text(TEXT.replace("Mine", "Slow"))
    opened.open(tmp_path / "slow.toml")
    opened.open("square")
    answer.set()
    until(lambda: running_jobs() == [])

    assert opened.told == [False, load_builtin("square").title, True]


def test_nothing_is_opened_after_the_end(opened, until, tmp_path):
    (tmp_path / "mine.toml").write_text(TEXT)
    opened.open(tmp_path / "mine.toml")
    opened.opening.close()
    until(lambda: running_jobs() == [])
    assert opened.told == []
