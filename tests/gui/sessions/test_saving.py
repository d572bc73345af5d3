import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMainWindow, QPushButton

from socket_workbench.gui.sessions.saving import Saving
from socket_workbench.gui.widgets.notice import Notice
from socket_workbench.journal.reader import Reader

PATIENCE = 20_000


@pytest.fixture
def notice(qtbot):
    return Notice()


@pytest.fixture
def window(qtbot, notice):
    window = QMainWindow()
    window.setCentralWidget(notice)
    # As the windows that it is for have one from the beginning.
    window.statusBar()
    return window


@pytest.fixture
def saving(qtbot, recording, window, notice):
    saving = Saving(window, recording.path, notice)
    qtbot.addWidget(window, before_close_func=lambda _: saving.finish())
    window.show()
    return saving


def count(path):
    reader = Reader(path)
    try:
        return reader.count()
    finally:
        reader.close()


def test_the_first_time_it_asks_where(qtbot, saving, window, notice, recording, tmp_path):
    recording.receive(b"a", b"b")
    saving.save()
    dialog = window.findChild(QFileDialog)
    assert dialog.defaultSuffix() == "swb"
    dialog.setDirectory(str(tmp_path))
    with qtbot.waitSignal(saving.saved, timeout=PATIENCE) as saved:
        dialog.selectFile(str(tmp_path / "mine.swb"))
        dialog.accept()
    assert saved.args == [str(tmp_path / "mine.swb"), 2]
    assert "2 events are saved" in notice.text()
    assert saving.progress.isHidden()
    recording.receive(b"c")
    with qtbot.waitSignal(saving.saved, timeout=PATIENCE):
        saving.save()
    assert count(tmp_path / "mine.swb") == 3


def test_the_window_stays_until_the_session_is_saved(qtbot, saving, window, recording, tmp_path):
    recording.receive(*[bytes(2000)] * 3000)
    saving.begin(tmp_path / "s.swb")
    assert saving.is_running
    assert not window.close()
    assert window.isVisible()
    qtbot.waitUntil(window.isHidden, timeout=PATIENCE)
    assert count(tmp_path / "s.swb") == 3000


def test_only_one_saves_at_a_time(qtbot, saving, recording, tmp_path):
    recording.receive(*[bytes(2000)] * 3000)
    with qtbot.waitSignal(saving.saved, timeout=PATIENCE) as saved:
        saving.begin(tmp_path / "first.swb")
        saving.begin(tmp_path / "second.swb")
    assert saved.args[0] == str(tmp_path / "first.swb")
    assert not saving.is_running
    assert not (tmp_path / "second.swb").exists()


def test_saving_can_be_cancelled(qtbot, saving, window, notice, recording, tmp_path):
    recording.receive(*[bytes(20_000)] * 3000)
    saving.begin(tmp_path / "s.swb")
    assert saving.progress.isVisible()
    qtbot.mouseClick(saving.progress.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not saving.is_running, timeout=PATIENCE)
    assert list(tmp_path.glob("*.swb")) == []
    assert notice.text() == ""
    assert window.close()


def test_why_it_failed_is_said_and_the_window_stays(qtbot, saving, window, notice, tmp_path):
    saving.begin(tmp_path / "missing" / "s.swb")
    window.close()
    qtbot.waitUntil(lambda: "could not be saved" in notice.text(), timeout=PATIENCE)
    assert window.isVisible()
    assert saving.target is None
