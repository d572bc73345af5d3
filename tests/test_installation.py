import sys

import pytest

from socket_workbench.installation import is_frozen, remedy_for_missing


@pytest.fixture
def frozen(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)


def test_a_python_installs_with_its_own_pip(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/home/me/venv/bin/python")

    assert not is_frozen()
    assert remedy_for_missing("fastcrc") == (
        "Install it with /home/me/venv/bin/python -m pip install fastcrc."
    )


def test_words_that_a_shell_would_take_apart_are_quoted(monkeypatch):
    monkeypatch.setattr(sys, "executable", r"C:\My Programs\python.exe")

    assert remedy_for_missing("pyqtgraph>=0.14") == (
        r'Install it with "C:\My Programs\python.exe" -m pip install "pyqtgraph>=0.14".'
    )


@pytest.mark.usefixtures("frozen")
def test_what_is_frozen_has_no_pip():
    assert is_frozen()
    assert remedy_for_missing("fastcrc") == (
        "It is part of Socket Workbench's package; install that again."
    )
