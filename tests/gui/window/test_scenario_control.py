"""Scenarios of the window: set up, run, and chosen in the gallery."""

from pathlib import Path

from PySide6.QtCore import Qt

from socket_workbench.gui.scenarios.gallery import Gallery


def test_a_document_with_a_mistake_is_told_and_changes_nothing(window, tmp_path, until):
    window.scenario_control.choose("welcome")
    before = window.board.panes()
    path = tmp_path / "bad.toml"
    path.write_text('format = 1\ntitle = "x"\n[[clients]]\nendpoint = "tcp://a:99999"\n')
    window.scenario_control.choose(str(path))
    until(lambda: "bad.toml" in window.notice.text())
    assert "clients[0].endpoint" in window.notice.text()
    assert window.board.panes() == before


def test_the_gallery_runs_a_scenario(qtbot, window, until):
    window.gallery.show()
    gallery = window.findChild(Gallery)
    gallery.choose("square")
    gallery.set_up_requested.emit(gallery.current())
    assert window.scenarios.current() == "square"
    gallery.close()


def test_run_without_a_scenario_shows_the_gallery(qtbot, window):
    qtbot.mouseClick(window.run_button, Qt.MouseButton.LeftButton)
    gallery = window.findChild(Gallery)
    assert gallery.isVisible()
    assert window.board.panes() == []
    gallery.close()


def test_opened_to_run_it_runs_once_it_is_read(window, tmp_path, until):
    path = tmp_path / "alone.toml"
    path.write_text(
        'format = 1\ntitle = "Alone"\n'
        '[[servers]]\nendpoint = "tcp://127.0.0.1:0"\ndialogue = "echo"\n'
    )
    window.scenario_control.open(str(path), runs=False)
    until(lambda: len(window.board.panes()) == 1)
    assert not window.board.is_live
    window.scenario_control.open(str(path), runs=True)
    until(lambda: window.board.is_live)
    assert Path(window.scenarios.current()) == path
    window.stop_all()
    until(lambda: not window.board.is_live)
