import os
import threading

import pytest

from socket_workbench.gui.scenarios import opening as scenario_opening
from socket_workbench.gui.scenarios.opening import ScenarioOpening
from socket_workbench.gui.threads.job import running_jobs
from socket_workbench.gui.widgets.whole_line import WholeLine
from socket_workbench.scenarios.builtin import load_builtin
from socket_workbench.scenarios.find import NO_VALUES, find_scenario

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

    def find(name, variables=NO_VALUES):
        threads.append(threading.current_thread())
        return find_scenario(name, variables)

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

    def find(name, variables=NO_VALUES):
        if "slow" in name:
            answer.wait(20)
        return find_scenario(name, variables)

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


DEVICE = """
format = 1
title = "{{host}}"
[variables]
host = "127.0.0.1"
{needed}
[[servers]]
endpoint = "tcp://{{{{host}}}}:0"
"""
ALL_GIVEN = DEVICE.format(needed="")
ONE_NEEDED = DEVICE.format(needed='unit = { type = "number" }')


class Asking:
    """An opening, and the addresses of the scenarios that it has opened."""

    def __init__(self, path):
        self.path = path
        self.opening = ScenarioOpening()
        self.addresses: list[str] = []
        self.refusals: list[str] = []
        self.thens: list[bool] = []
        self.opening.opened.connect(
            lambda name, scenario: self.addresses.append(scenario.servers[0].endpoint)
        )
        self.opening.refused.connect(self.refusals.append)

    def open(self, text):
        self.path.write_text(text)
        self.opening.open(str(self.path), self.thens.append)

    def use(self, **values):
        for name, value in values.items():
            field = self.dialog().fields[name]
            assert isinstance(field, WholeLine)
            field.set_text(value)
        self.dialog().use_button.click()

    def dialog(self):
        assert self.opening.dialog is not None
        return self.opening.dialog


@pytest.fixture
def asking(qapp, tmp_path):
    asking = Asking(tmp_path / "device.toml")
    yield asking
    asking.opening.close()


def test_a_variable_that_is_needed_is_asked_for_before_it_is_opened(asking, until):
    asking.open(ONE_NEEDED)
    until(lambda: asking.opening.dialog is not None)
    assert asking.opening.is_reading
    assert asking.addresses == []
    asking.use(unit="7")
    until(lambda: asking.addresses == ["tcp://127.0.0.1:0"])
    assert asking.opening.dialog is None
    assert asking.thens == [True]

    asking.opening.open(str(asking.path))
    until(lambda: len(asking.addresses) == 2)
    assert not asking.opening.ask_first(asking.thens.append)


def test_with_defaults_it_is_opened_and_asked_for_before_the_first_run(asking, until):
    asking.open(ALL_GIVEN)
    until(lambda: asking.thens == [True])
    assert asking.opening.dialog is None

    assert asking.opening.ask_first(asking.thens.append)
    asking.use(host="localhost")
    until(lambda: asking.thens == [True, True])
    assert asking.addresses == ["tcp://127.0.0.1:0", "tcp://localhost:0"]
    assert not asking.opening.ask_first(asking.thens.append)
    assert asking.path.read_text() == ALL_GIVEN
    asking.opening.change_variables()
    assert asking.dialog().values() == {"host": "localhost"}


def test_values_that_make_no_document_are_told_in_the_dialog(asking, until):
    asking.open(ALL_GIVEN)
    until(lambda: asking.thens == [True])
    asking.opening.change_variables()
    asking.use(host="no host")
    until(lambda: "servers[0].endpoint" in asking.opening.dialog.mistake.text())
    asking.use(host="::1")
    until(lambda: asking.opening.dialog.mistake.text())
    asking.use(host="[::1]")
    until(lambda: asking.addresses[1:] == ["tcp://[::1]:0"])


def test_whoever_waits_is_told_that_the_question_was_closed(asking, until):
    asking.open(ONE_NEEDED)
    until(lambda: asking.opening.dialog is not None)
    asking.opening.dialog.reject()
    assert asking.thens == [False]
    assert not asking.opening.is_reading

    asking.opening.open(str(asking.path), asking.thens.append)
    until(lambda: asking.opening.dialog is not None)
    asking.opening.open("square", asking.thens.append)
    assert asking.thens == [False, False, True]
    assert asking.opening.dialog is None


def test_a_mistake_beside_the_variables_is_no_question(asking, until):
    asking.open(ONE_NEEDED + "colour = 1\n")
    until(lambda: asking.thens == [False])
    assert asking.opening.dialog is None
    assert "colour" in asking.refusals[0]


def test_a_scenario_without_variables_asks_nothing(asking):
    asking.opening.open("square")
    assert not asking.opening.ask_first(asking.thens.append)
    asking.opening.change_variables()
    assert asking.refusals == ["The scenario has no variables."]
