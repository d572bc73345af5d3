from pathlib import Path

import pytest

from socket_workbench.gui.exports.text_log_choice import TextLogChoice
from socket_workbench.gui.session.settings import Settings

CHOICE = TextLogChoice(True, Path("/logs/text.log"), 16, 4)


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.ini")


def test_what_was_chosen_comes_back(settings):
    CHOICE.keep(settings)
    assert TextLogChoice.load(settings) == CHOICE


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"is_on": 1, "path": "", "megabytes": -1, "kept": 10**9},
        {"is_on": "yes", "path": "a\0b", "megabytes": None, "kept": [4]},
        {"is_on": None, "path": 5, "megabytes": "16", "kept": {}},
    ],
)
def test_what_makes_no_sense_is_as_if_never_chosen(settings, table):
    usual = TextLogChoice.load(settings)
    assert not usual.is_on
    settings.set_table("text_log", table)
    assert TextLogChoice.load(settings) == usual
