import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture
def screen(load):
    return load("screen")


def test_a_screen_is_named_to_programs_while_it_is_there(screen, monkeypatch):
    if shutil.which("Xvfb") is None:
        pytest.skip("there is no Xvfb")
    before = dict(screen.smoke.ENVIRONMENT)
    with screen.a_screen():
        number = screen.smoke.ENVIRONMENT["DISPLAY"].removeprefix(":")
        assert Path(f"/tmp/.X11-unix/X{number}").exists()
    assert before == screen.smoke.ENVIRONMENT
    assert not Path(f"/tmp/.X11-unix/X{number}").exists()


def test_what_is_missing_is_told(screen, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(screen.smoke.SkipError, match="Xvfb is not there"), screen.a_screen():
        pass
    with pytest.raises(screen.smoke.SkipError, match="xdotool is not there"):
        screen.click("1", "2")


def test_a_click_is_at_pixels_of_that_screen(screen, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setitem(screen.smoke.ENVIRONMENT, "DISPLAY", ":77")
    ran = []
    monkeypatch.setattr(
        subprocess, "run", lambda words, *, env, check: ran.append((words, env["DISPLAY"]))
    )
    screen.click("10", "20")
    assert ran == [(["xdotool", "mousemove", "10", "20", "click", "1"], ":77")]
