"""What is stored while the window is open, in the real files: a killed process stores nothing."""

import shutil
from functools import partial

import pytest
from PySide6.QtCore import QByteArray, Qt

from socket_workbench.gui.session.settings import Settings
from socket_workbench.gui.start.memory import (
    looks_state,
    restore_looks,
    restore_window,
    window_state,
)
from socket_workbench.gui.window import keeping as module
from socket_workbench.gui.window.keeping import Keeping
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.user_folders import settings_file

OF_LOOKS = {
    "&Zoom in": ("zoom", 1.1),
    "Zoom &out": ("zoom", 0.9),
    "Comforta&ble rows": ("is_comfortable", True),
    "&Dark": ("scheme", None),
    "Colours of the s&ystem": ("scheme", None),
}


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(module, "INTERVAL", 20)


@pytest.fixture
def settings(window):
    """The user's settings, in which the looks and the window are stored from now on."""
    settings = Settings()
    states = (
        (settings, partial(looks_state, window.theme)),
        (settings, partial(window_state, window)),
    )
    keeping = Keeping(states, window)
    keeping.start()
    yield settings
    keeping.stop()


@pytest.fixture
def as_left(tmp_path):
    """What a process that is killed now has left. QSettings share what they have not written."""

    def as_left():
        copy = tmp_path / "left.ini"
        if settings_file().exists():
            shutil.copy(settings_file(), copy)
        return Settings(copy)

    return as_left


def holds(settings, values):
    """Whether these values are in the settings."""

    def kept(key, value):
        if isinstance(value, QByteArray):
            return settings.bytes(key)
        return settings.text(key) if isinstance(value, str) else settings.number(key, -1)

    return all(kept(key, value) == value for key, value in values.items())


def changes(before, now):
    return {key: value for key, value in now.items() if before.get(key) != value}


@pytest.mark.parametrize("entry", OF_LOOKS)
def test_looks_survive_a_kill(window, theme, settings, as_left, until, entry):
    attribute, expected = OF_LOOKS[entry]
    before = looks_state(theme)
    window.menus.actions[entry].trigger()
    wanted = changes(before, looks_state(theme))
    assert wanted
    until(lambda: holds(as_left(), wanted))
    theme.reset_zoom()
    theme.set_comfortable(False)
    restore_looks(theme, as_left())
    assert looks_state(theme).items() >= wanted.items()
    assert expected is None or getattr(theme, attribute) == expected


def toggle_dock(window, place):
    window.docks[place].toggleViewAction().trigger()


CHANGES = {
    "tabs": lambda window: window.menus.actions["Panes behind &tabs"].trigger(),
    "side by side": lambda window: window.menus.actions["Panes always &side by side"].trigger(),
    "no message": lambda window: window.card.message_action.trigger(),
    "no servers": lambda window: toggle_dock(window, 0),
    "no clients": lambda window: toggle_dock(window, 1),
    "no log": lambda window: toggle_dock(window, 2),
    "a part zoomed": lambda window: (
        window.log.view.setFocus(),
        window.menus.actions["Zoom &part in"].trigger(),
    ),
    "a column": lambda window: window.log.view.header.columns_menu().actions()[0].trigger(),
    "a size": lambda window: window.resize(780, 760),
}


@pytest.mark.parametrize("change", CHANGES)
def test_everything_else_of_the_window_survives_a_kill(
    window, session, theme, settings, as_left, until, change
):
    before = window_state(window)
    CHANGES[change](window)
    until(lambda: window_state(window) != before)

    # Docks go on moving for a moment.
    until(lambda: holds(as_left(), changes(before, window_state(window))))
    other = MainWindow(session, theme)
    restore_window(other, as_left())
    assert [dock.isHidden() for dock in other.docks] == [dock.isHidden() for dock in window.docks]
    assert (other.arrangement, other.size()) == (window.arrangement, window.size())
    other.deleteLater()


def test_what_has_not_changed_is_not_written_again(window, theme, until):
    own = Settings()
    keeping = Keeping([(own, partial(looks_state, theme))], window)
    theme.set_zoom(1.5)
    keeping.keep()
    assert "zoom=1.5" in settings_file().read_text()
    # Another window, of another process.
    settings_file().write_text("[looks]\nzoom=2\n")
    keeping.keep()
    assert settings_file().read_text() == "[looks]\nzoom=2\n"


def test_what_cannot_be_written_is_tried_again(window, theme, own_home):
    (own_home / "config").write_text("no folder")
    keeping = Keeping([(Settings(), partial(looks_state, theme))], window)
    theme.set_zoom(1.5)
    keeping.keep()
    assert not settings_file().exists()
    (own_home / "config").unlink()
    keeping.keep()
    assert "zoom=1.5" in settings_file().read_text()


def test_nothing_is_stored_in_the_middle_of_dragging(qtbot, window, theme, until):
    keeping = Keeping([(Settings(), partial(looks_state, theme))], window)
    qtbot.mousePress(window, Qt.MouseButton.LeftButton)
    keeping.start()
    theme.set_zoom(1.5)
    with qtbot.waitSignals([keeping._clock.timeout] * 2):
        pass
    assert not settings_file().exists()
    qtbot.mouseRelease(window, Qt.MouseButton.LeftButton)
    until(settings_file().exists)
    keeping.stop()
