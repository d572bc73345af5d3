import shutil

import pytest
from PySide6.QtCore import Qt

from socket_workbench.gui.session.session import Session
from socket_workbench.gui.window.main_window import MainWindow
from socket_workbench.journal.event import Kind, Role


@pytest.fixture
def note(session):
    source = session.journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:9")

    def note(text):
        session.journal.append(source.number, Kind.NOTE, b"", text)
        session.journal.flush()

    return note


@pytest.fixture
def open_dialog(window, qtbot):
    def open_dialog():
        window.menus.actions["&Log to a text file…"].trigger()
        dialog = window.text_logging.dialog
        qtbot.waitUntil(dialog.windowHandle().isExposed)
        return dialog

    return open_dialog


@pytest.fixture
def switch(window, open_dialog, qtbot, until):
    """Switch the text log on at a path, or off; through the dialog."""

    def switch(path):
        dialog = open_dialog()
        dialog.is_on.setChecked(path is not None)
        if path is not None:
            dialog.path_field.edit.setText(str(path))
        qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
        until(lambda: window.text_logging.dialog is None)

    return switch


def notes(path):
    return [line.split()[-1] for line in path.read_text().splitlines()]


def test_it_is_switched_on_and_off(window, switch, note, tmp_path, open_dialog):
    note("before")
    switch(tmp_path / "log.txt")
    assert window.notice.text() == f"Every event is now logged to {tmp_path / 'log.txt'}."
    note("between")
    assert open_dialog().is_on.isChecked()
    window.text_logging.dialog.reject()
    switch(None)
    note("after")

    assert notes(tmp_path / "log.txt") == ["between"]
    assert not open_dialog().is_on.isChecked()


def test_a_place_that_cannot_be_written_to_is_said(open_dialog, qtbot, until, tmp_path):
    dialog = open_dialog()
    dialog.is_on.setChecked(True)
    dialog.path_field.edit.setText(str(tmp_path / "no" / "log.txt"))
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)

    until(lambda: "cannot be written" in dialog.mistake.text())
    assert dialog.isEnabled()


def test_a_log_that_has_ended_by_itself_is_said(window, switch, note, until, tmp_path):
    (tmp_path / "folder").mkdir()
    switch(tmp_path / "folder" / "log.txt")
    shutil.rmtree(tmp_path / "folder")
    note("lost")

    until(lambda: "has ended" in window.notice.text())


def test_it_goes_on_at_the_next_start(window, session, switch, note, qtbot, theme, until, tmp_path):
    switch(tmp_path / "log.txt")
    note("first")
    window.close()
    until(lambda: not window.isVisible())
    session.text_log.end()

    later = Session()
    second = MainWindow(later, theme)
    second.text_logging.resume()
    until(lambda: later.text_log.path == tmp_path / "log.txt")
    source = later.journal.add_source(Role.SERVER, "server", "tcp://127.0.0.1:9")
    later.journal.append(source.number, Kind.NOTE, b"", "second")
    ended: list[list[str]] = []
    second.ended.connect(ended.append)
    second.close()
    until(lambda: ended)
    later.close()
    second.deleteLater()

    assert notes(tmp_path / "log.txt") == ["first", "second"]
