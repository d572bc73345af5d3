import os
import threading

import pytest

from socket_workbench.gui import memory
from socket_workbench.gui.main_window import MainWindow
from socket_workbench.gui.panes.pane_area import Arrangement
from socket_workbench.gui.settings import Settings
from socket_workbench.gui.theme import Scheme
from socket_workbench.scenarios.builtin import load_builtin


def test_looks_come_back(theme):
    settings = Settings()
    theme.set_scheme(Scheme.DARK)
    theme.set_zoom(1.5)
    memory.keep_looks(theme, settings)
    theme.set_scheme(Scheme.LIGHT)
    theme.reset_zoom()
    memory.restore_looks(theme, settings)
    assert (theme.scheme, theme.zoom) == (Scheme.DARK, 1.5)


def test_the_window_and_its_panes_come_back(qtbot, window, session, theme, until):
    settings = Settings()
    window.resize(780, 760)
    window.choose_scenario("square")
    window.arrange_panes(Arrangement.TABS)
    window.board.new_client("mine").address.set_text("tcp://127.0.0.1:15000")
    window.docks[2].hide()
    memory.keep_window(window, settings)
    memory.keep_panes(window, settings)
    kept = window.board.save()

    other = MainWindow(session, theme)
    memory.restore_window(other, settings)
    memory.restore_panes(other, settings)
    assert other.size() == window.size()
    assert other.arrangement is Arrangement.TABS
    assert other.scenarios.current() == "square"
    assert other.board.save() == kept
    other.show()
    assert other.docks[2].isHidden()
    other.close()
    until(lambda: not other.isVisible())
    other.deleteLater()


def test_the_first_start_sets_the_first_scenario_up(window):
    settings = Settings()
    memory.restore_looks(window.theme, settings)
    memory.restore_window(window, settings)
    memory.restore_panes(window, settings)
    assert window.scenarios.current() == "welcome"
    assert len(window.board.panes()) == 2
    assert not window.board.is_live


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: None])
def test_a_scenario_that_is_no_file_any_more_does_not_keep_panes_from_coming_back(
    window, until, tmp_path, make
):
    make(tmp_path / "mine.toml")
    settings = Settings()
    window.board.new_client("mine").address.set_text("tcp://127.0.0.1:15000")
    memory.keep_panes(window, settings)
    window.board.remove_all()
    settings.set("panes/scenario", str(tmp_path / "mine.toml"))
    done = []
    memory.restore_panes(window, settings, lambda: done.append(len(window.board.panes())))
    assert done == []
    until(lambda: done == [1])
    assert "mine.toml" in window.notice.text()
    assert window.board.panes()[0].address.text() == "tcp://127.0.0.1:15000"


def test_a_window_that_is_closed_before_its_panes_are_back_keeps_them(
    window, until, tmp_path, monkeypatch
):
    """What has not come back yet is not there to be kept: it stays as it was kept."""
    settings = Settings()
    window.board.new_client("mine")
    memory.keep_panes(window, settings)
    window.board.remove_all()
    settings.set("panes/scenario", str(tmp_path / "slow.toml"))
    answer = threading.Event()
    monkeypatch.setattr(
        "socket_workbench.gui.scenario_opening.find_scenario",
        lambda name: answer.wait(20) and load_builtin("welcome"),
    )
    done = []
    memory.restore_panes(window, settings, lambda: done.append(True))
    window.close()
    answer.set()
    until(lambda: not window.isVisible())
    assert done == []
    assert window.board.panes() == []
