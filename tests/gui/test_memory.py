from socket_workbench.gui import memory
from socket_workbench.gui.main_window import MainWindow
from socket_workbench.gui.panes.pane_area import Arrangement
from socket_workbench.gui.settings import Settings
from socket_workbench.gui.theme import Scheme


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


def test_a_scenario_file_that_is_gone_does_not_keep_the_window_from_opening(window, tmp_path):
    settings = Settings()
    settings.set("panes/scenario", str(tmp_path / "gone.toml"))
    memory.restore_panes(window, settings)
    assert "gone.toml" in window.notice.text()
