from time import monotonic
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QSplashScreen

from socket_workbench.gui.looks.palette import DARK, LIGHT
from socket_workbench.gui.looks.theme import SCHEME_KEY
from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start import beginning
from socket_workbench.gui.start.beginning import SLOW, begin
from socket_workbench.gui.start.instance import Instance, Request
from socket_workbench.resources import resource_folder


@pytest.fixture
def start(qapp, qtbot, monkeypatch):
    """Begins in the application that there is."""
    icon = qapp.windowIcon()
    qapp.setWindowIcon(QIcon(str(resource_folder("application") / "socket-workbench.svg")))
    monkeypatch.setattr(beginning, "_make_application", lambda: qapp)
    begun = []

    def start(seconds=0.0, **asked):
        words: dict[str, object] = {
            "scenario": None,
            "run": False,
            "open": [],
            "serve": [],
            "connect": [],
        }
        words |= {"new_window": False, "safe_mode": False}
        found = begin(SimpleNamespace(**(words | asked)), monotonic() - seconds)
        if found is not None:
            begun.append(found)
        return found

    yield start
    for each in begun:
        if each.splash is not None:
            each.splash.close()
            each.splash.deleteLater()
        if each.instance is not None:
            each.instance.close()
            each.instance.deleteLater()
    qapp.setWindowIcon(icon)


def test_a_start_that_will_be_long_shows_a_picture_at_once(start):
    splash = start(SLOW).splash
    assert splash.isVisible()
    assert splash.windowType() == Qt.WindowType.SplashScreen
    assert not isinstance(splash, QSplashScreen)  # it sleeps for a second while it is shown
    screen = QGuiApplication.primaryScreen().geometry()
    assert (splash.geometry().center() - screen.center()).manhattanLength() <= 1
    picture = splash.pixmap().toImage()
    colours = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert len(colours) > 20  # the icon and the name
    edge = {picture.pixel(picture.width() - 5, y) for y in range(5, picture.height() - 5)}
    assert len(edge) == 1  # the name fits


@pytest.mark.parametrize(
    ("chosen", "safe_mode", "expected"),
    [("dark", False, DARK), ("light", False, LIGHT), ("dark", True, None), ("", False, None)],
)
@pytest.mark.parametrize("of_desktop", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_the_picture_has_the_colours_that_the_window_will_have(
    start, monkeypatch, chosen, safe_mode, expected, of_desktop
):
    settings = Settings()
    settings.set(SCHEME_KEY, chosen)
    settings.save()
    hints = SimpleNamespace(colorScheme=lambda: of_desktop)
    monkeypatch.setattr(QGuiApplication, "styleHints", lambda: hints)
    picture = start(SLOW, safe_mode=safe_mode).splash.pixmap().toImage()
    if expected is None:
        expected = DARK if of_desktop is Qt.ColorScheme.Dark else LIGHT
    assert picture.pixelColor(3, 3) == expected.color("card")
    assert picture.pixelColor(0, picture.height() // 2) == expected.color("line")
    colours = {
        picture.pixelColor(x, y).name() for x in range(80, picture.width()) for y in range(30, 60)
    }
    assert expected.text.lower() in colours


def test_a_short_start_shows_none(start):
    assert start(-SLOW).splash is None


@pytest.mark.parametrize(
    ("asked", "shares"),
    [
        ({}, True),
        ({"scenario": "welcome"}, True),
        ({"open": ["a.swb"]}, True),
        ({"new_window": True}, True),
        ({"serve": ["tcp://127.0.0.1:0"]}, False),
        ({"connect": ["tcp://127.0.0.1:1"]}, False),
        ({"safe_mode": True}, False),
    ],
)
def test_who_opens_what_later_starts_ask_for(start, asked, shares):
    instance = start(**asked).instance
    assert (instance is not None and instance.is_first) == shares


def test_a_program_that_runs_is_asked_with_absolute_paths(start, monkeypatch, tmp_path):
    asked: list[Request] = []

    def ask(self, request):
        asked.append(request)
        return True

    monkeypatch.setattr(Instance, "ask", ask)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "token")
    assert start(scenario="welcome", run=True, open=["a b.swb", "/c.swb"]) is None
    assert start(scenario="Käfer.scenario.toml") is None
    assert asked == [
        Request("welcome", True, (str(tmp_path / "a b.swb"), "/c.swb"), "token"),
        Request(str(tmp_path / "Käfer.scenario.toml"), False, (), "token"),
    ]
    assert start(new_window=True) is not None
    assert len(asked) == 2
